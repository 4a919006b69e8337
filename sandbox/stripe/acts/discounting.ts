import { figuresOf } from "../objects/invoice";
import { type Cut, cutsOf, type Part } from "../rules/discounts";
import { change, emit, type Step } from "../store/step";
import type { Customer, Invoice, InvoiceLine, Subscription, SubscriptionItem } from "../store/wire";
import type { Coupon, Discount } from "../store/wire-billing";
import { amountOf, ownDiscounts } from "./lines";
import { priceOf } from "./pricing";

/** The discounts that count for a subscription's next invoice: its own, or else its customer's. */
export function runningDiscounts(step: Step, customer: Customer, subscription: Subscription | null): Discount[] {
  const own = (subscription?.discounts ?? []).flatMap((id) => step.world.find("discounts", id) ?? []);
  const inherited = customer.discount ? [customer.discount] : [];
  return (own.length > 0 ? own : inherited).filter((each) => each.end === null || each.end > step.now);
}

/** An invoice with these discounts on its lines and in its sums. A line's own count first, then those of the whole. */
export function discounted(step: Step, invoice: Invoice, discounts: Discount[]): Invoice {
  const lines = invoice.lines.data;
  const own = lines.map((line) => ownCuts(step, line, ownDiscounts(line)));
  const parts = lines.map((line, at) => ({ ...partOf(line), amount: line.amount - sumOf(own[at]) }));
  const shares = cutsOf(parts, cutsFor(step, couponIds(discounts), invoice.currency));
  const data = lines.map((line, at) => {
    const taken = discounts.map(({ id }, i) => ({ amount: shares[i]?.[at] ?? 0, discount: id }));
    const all = [...(own[at] ?? []), ...taken];
    return withCuts(
      line,
      all.filter(({ amount }) => amount > 0),
    );
  });
  const list = { ...invoice.lines, data };
  return {
    ...invoice,
    ...figuresOf(data, invoice.starting_balance),
    discounts: discounts.map(({ id }) => id),
    lines: list,
  };
}

type Taken = { amount: number; discount: string };

function partOf({ amount, discountable, pricing }: InvoiceLine): Part {
  return { amount, discountable, product: pricing?.price_details?.product ?? null };
}

/** What a line's own discounts take off it, one after the other. */
function ownCuts(step: Step, line: InvoiceLine, ids: string[]): Taken[] {
  const found = ids.flatMap((id) => step.world.find("discounts", id) ?? []);
  const shares = cutsOf([partOf(line)], cutsFor(step, couponIds(found), line.currency));
  return found.map(({ id }, i) => ({ amount: shares[i]?.[0] ?? 0, discount: id }));
}

function sumOf(taken: Taken[] = []): number {
  return taken.reduce((sum, { amount }) => sum + amount, 0);
}

/** A draft whose lines have changed, with the discounts it has. */
export function rediscounted(step: Step, draft: Invoice): Invoice {
  return discounted(
    step,
    draft,
    draft.discounts.flatMap((id) => step.world.find("discounts", id) ?? []),
  );
}

function withCuts(line: InvoiceLine, taken: { amount: number; discount: string }[]): InvoiceLine {
  return {
    ...line,
    discount_amounts: taken,
    pretax_credit_amounts: taken.map((each) => ({ ...each, type: "discount" })),
  };
}

/** What a whole period of each item comes to after discounts, by the item's id. `once`: as a first invoice counts them. */
export function netPeriods(
  step: Step,
  items: SubscriptionItem[],
  { discounts, once }: { discounts: Discount[]; once: boolean },
): Map<string, number> {
  const lasts = (each: Discount) => once || couponOf(step, each.source.coupon)?.duration !== "once";
  const parts = items.map((item) => afterOwn(step, item, lasts));
  const lasting = discounts.filter(lasts);
  const shares = cutsOf(parts, cutsFor(step, couponIds(lasting), items[0] ? priceOf(step, items[0]).currency : "usd"));
  const net = (amount: number, at: number) => shares.reduce((left, share) => left - (share[at] ?? 0), amount);
  return new Map(items.map(({ id }, at) => [id, net(parts[at]?.amount ?? 0, at)]));
}

/** A whole period of an item, less what is taken off that alone. */
function afterOwn(step: Step, item: SubscriptionItem, lasts: (each: Discount) => boolean): Part {
  const price = priceOf(step, item);
  const amount = amountOf(price, item.quantity ?? 1);
  const part = { amount, discountable: true, product: item.price.product };
  const own = ownDiscounts(item).flatMap((id) => step.world.find("discounts", id) ?? []);
  const shares = cutsOf([part], cutsFor(step, couponIds(own.filter(lasts)), price.currency));
  return { ...part, amount: shares.reduce((left, [share = 0]) => left - share, amount) };
}

/** What is good for one invoice has done its work when that invoice is final and less for it. */
export function useUpDiscounts(step: Step, invoice: Invoice): void {
  for (const discount of usedUpBy(step, invoice)) endDiscount(step, discount);
}

export function usedUpBy(step: Step, invoice: Invoice): Discount[] {
  return (invoice.total_discount_amounts ?? []).flatMap(({ discount: id, amount }) => {
    const discount = typeof id === "string" ? step.world.find("discounts", id) : undefined;
    const isForOnce = discount && amount > 0 && couponOf(step, discount.source.coupon)?.duration === "once";
    return isForOnce ? [discount] : [];
  });
}

/** Takes a discount off whatever holds it. */
export function endDiscount(step: Step, discount: Discount): void {
  const subscription = step.world.find("subscriptions", discount.subscription ?? "");
  const customer = step.world.find("customers", discount.customer ?? "");
  const wasHeld =
    (subscription && (dropFromWhole(step, subscription, discount) || dropFromItem(step, subscription, discount))) ||
    (customer && dropFromCustomer(step, customer, discount));
  if (wasHeld) emit(step, "customer.discount.deleted", discount);
}

function dropFromCustomer(step: Step, { id, discount: held }: Customer, discount: Discount): boolean {
  if (held?.id !== discount.id) return false;
  change(step, { of: "customers", id }, { discount: null }, "customer.updated");
  return true;
}

function dropFromWhole(step: Step, { id, discounts: held }: Subscription, discount: Discount): boolean {
  if (!held.includes(discount.id)) return false;
  const discounts = held.filter((each) => each !== discount.id);
  change(step, { of: "subscriptions", id }, { discounts }, "customer.subscription.updated");
  return true;
}

function dropFromItem(step: Step, { id, items }: Subscription, discount: Discount): boolean {
  const has = (item: SubscriptionItem) => ownDiscounts(item).includes(discount.id);
  if (!items.data.some(has)) return false;
  change(
    step,
    { of: "subscriptions", id },
    { items: withoutDiscounts(items, [discount.id]) },
    "customer.subscription.updated",
  );
  return true;
}

/** The items as they are when these discounts no longer count for any of them. */
export function withoutDiscounts(items: Subscription["items"], gone: string[]): Subscription["items"] {
  const data = items.data.map((item) => ({
    ...item,
    discounts: ownDiscounts(item).filter((id) => !gone.includes(id)),
  }));
  return { ...items, data };
}

/** What coupons take off. One of an amount counts in the currencies it has one for. */
export function cutsFor(step: Step, coupons: string[], currency: string): Cut[] {
  return coupons.flatMap((id) => {
    const coupon = couponOf(step, id);
    if (!coupon) return [];
    const other = step.world.find("coupon_currencies", id)?.options[currency]?.amount_off ?? null;
    const amountOff = coupon.currency === currency ? coupon.amount_off : other;
    return { percentOff: coupon.percent_off, amountOff, products: coupon.applies_to?.products };
  });
}

/** A coupon that was deleted still counts for whoever has it. */
function couponOf(step: Step, id: string): Coupon | undefined {
  return step.world.find("coupons", id) ?? step.world.find("deleted_coupons", id);
}

function couponIds(discounts: Discount[]): string[] {
  return discounts.map(({ source }) => source.coupon);
}
