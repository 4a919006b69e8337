import type Stripe from "stripe";
import { stepFrom } from "../rules/periods";
import type { Step } from "../store/step";
import type { Coupon, Discount, PromotionCode } from "../store/wire-billing";
import { metadataOf, or, orNull } from "./fields";

export function buildCoupon(step: Step, params: Stripe.CouponCreateParams): Coupon {
  const { applies_to } = params;
  return {
    id: params.id ?? step.world.nextId("coupon"),
    object: "coupon",
    amount_off: orNull(params.amount_off),
    ...(applies_to?.products ? { applies_to: { products: applies_to.products } } : {}),
    created: step.now,
    currency: params.currency?.toLowerCase() ?? null,
    duration: or(params.duration, "once"),
    duration_in_months: orNull(params.duration_in_months),
    livemode: false,
    max_redemptions: orNull(params.max_redemptions),
    metadata: metadataOf({}, params.metadata),
    name: orNull(params.name),
    percent_off: orNull(params.percent_off),
    redeem_by: orNull(params.redeem_by),
    times_redeemed: 0,
    valid: true,
  };
}

export function buildPromotionCode(
  step: Step,
  params: Stripe.PromotionCodeCreateParams,
  { coupon, code }: { coupon: string; code: string },
): PromotionCode {
  const { restrictions } = params;
  return {
    id: step.world.nextId("promo"),
    object: "promotion_code",
    active: or(params.active, true),
    code,
    created: step.now,
    customer: orNull(params.customer),
    customer_account: null,
    expires_at: orNull(params.expires_at),
    livemode: false,
    max_redemptions: orNull(params.max_redemptions),
    metadata: metadataOf({}, params.metadata),
    promotion: { coupon, type: "coupon" },
    restrictions: {
      first_time_transaction: or(restrictions?.first_time_transaction, false),
      minimum_amount: orNull(restrictions?.minimum_amount),
      minimum_amount_currency: orNull(restrictions?.minimum_amount_currency),
    },
    times_redeemed: 0,
  };
}

/** Whose a discount is. */
export type DiscountOwner = {
  customer: string | null;
  subscription?: string;
  invoice?: string;
  checkoutSession?: string;
  /** It counts for this item of the subscription only. */
  subscriptionItem?: string;
  invoiceItem?: string;
};

export function buildDiscount(
  step: Step,
  { coupon, promotionCode }: { coupon: Coupon; promotionCode: string | null },
  owner: DiscountOwner,
): Discount {
  const months = coupon.duration === "repeating" ? (coupon.duration_in_months ?? 1) : null;
  return {
    id: step.world.nextId("di"),
    object: "discount",
    checkout_session: owner.checkoutSession ?? null,
    customer: owner.customer,
    customer_account: null,
    end: months === null ? null : stepFrom(step.now, { interval: "month", interval_count: 1 }, months),
    invoice: owner.invoice ?? null,
    invoice_item: owner.invoiceItem ?? null,
    promotion_code: promotionCode,
    source: { coupon: coupon.id, type: "coupon" },
    start: step.now,
    subscription: owner.subscription ?? null,
    subscription_item: owner.subscriptionItem ?? null,
  };
}
