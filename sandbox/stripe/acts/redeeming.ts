import { invalid } from "../http/failures";
import { buildDiscount, type DiscountOwner } from "../objects/discount";
import type { AskedDiscount } from "../objects/subscription";
import { change, emit, type Step } from "../store/step";
import type { Coupon, Discount, PromotionCode } from "../store/wire-billing";
import { require } from "./require";

type Found = { coupon: Coupon; code: PromotionCode | null };
/** What a code may be held against: whose purchase it is, and what it comes to. */
export type Purchase = { customer: string | null; amount?: number; currency?: string | null };

/** Redeems each, and keeps those that are there. Returns their ids in the order asked. Throws 400 for what is not valid. */
export function redeemAll(step: Step, asked: AskedDiscount[], owner: DiscountOwner): string[] {
  return asked.map((each, i) => {
    if (each.discount !== undefined) return require(step, "discounts", each.discount, `discounts[${i}][discount]`).id;
    return redeem(step, findDiscount(step, each, { at: `discounts[${i}]`, purchase: owner }), owner).id;
  });
}

/** The coupon, and the code if one is named. Throws 400 where either can not be redeemed (any more, by this customer). */
export function findDiscount(
  step: Step,
  { coupon, promotion_code: code }: AskedDiscount,
  { at, purchase }: { at: string; purchase: Purchase },
): Found {
  if (code !== undefined) {
    const found = require(step, "promotion_codes", code, `${at}[promotion_code]`);
    checkCode(step, found, { purchase, param: `${at}[promotion_code]` });
    return { coupon: require(step, "coupons", found.promotion.coupon), code: found };
  }
  if (coupon === undefined) throw invalid("You must name a coupon, a promotion code or a discount.", at);
  const found = require(step, "coupons", coupon, `${at}[coupon]`);
  if (!found.valid) throw invalid(`Coupon expired: ${found.id}`, `${at}[coupon]`, "coupon_expired");
  return { coupon: found, code: null };
}

export function redeem(
  step: Step,
  { coupon, code }: Found,
  owner: DiscountOwner,
  type = "customer.discount.created",
): Discount {
  const discount = step.world.put("discounts", buildDiscount(step, { coupon, promotionCode: code?.id ?? null }, owner));
  countRedemption(step, coupon, code);
  emit(step, type, discount);
  return discount;
}

function countRedemption(step: Step, coupon: Coupon, code: PromotionCode | null): void {
  const { times_redeemed: before } = require(step, "coupons", coupon.id);
  const isUsedUp = coupon.max_redemptions !== null && before + 1 >= coupon.max_redemptions;
  const patch = { times_redeemed: before + 1, valid: coupon.valid && !isUsedUp };
  change(step, { of: "coupons", id: coupon.id }, patch, "coupon.updated");
  if (!code) return;
  const times_redeemed = require(step, "promotion_codes", code.id).times_redeemed + 1;
  const active = code.active && (code.max_redemptions === null || times_redeemed < code.max_redemptions);
  change(step, { of: "promotion_codes", id: code.id }, { times_redeemed, active }, "promotion_code.updated");
}

function checkCode(step: Step, code: PromotionCode, { purchase, param }: { purchase: Purchase; param: string }): void {
  const problem = problemWith(step, code, purchase);
  if (problem) throw invalid(problem, param, "promotion_code_invalid");
}

function problemWith(step: Step, code: PromotionCode, purchase: Purchase): string | undefined {
  const isOthers = code.customer !== null && code.customer !== purchase.customer;
  const valid = step.world.find("coupons", code.promotion.coupon)?.valid === true;
  if (!code.active || !valid || isOthers) return "This promotion code is invalid.";
  const { customer } = purchase;
  if (code.restrictions.first_time_transaction && customer !== null && hasPaid(step, customer)) {
    return "This promotion code cannot be redeemed because the associated customer has prior transactions.";
  }
  return isTooSmall(code, purchase) ? "This promotion code needs a larger purchase." : undefined;
}

function isTooSmall({ restrictions }: PromotionCode, { amount, currency }: Purchase): boolean {
  const { minimum_amount: least, minimum_amount_currency: of } = restrictions;
  return least !== null && amount !== undefined && (amount < least || currency !== of);
}

function hasPaid(step: Step, customer: string): boolean {
  const { world } = step;
  return (
    world.where("charges", "customer", customer).some((charge) => charge.paid) ||
    world.where("invoices", "customer", customer).some((invoice) => invoice.status === "paid" && invoice.total > 0)
  );
}
