import { buildLineItem } from "../objects/checkout-session";
import { cutsOf } from "../rules/discounts";
import type { Step } from "../store/step";
import type { CheckoutSession, LineItem } from "../store/wire";
import { askedOf, orderedItems, trialEndOf } from "./checkout-orders";
import { cutsFor } from "./discounting";
import { amountOf } from "./lines";
import { inCurrency } from "./pricing";
import { findDiscount } from "./redeeming";
import { require } from "./require";

type Asked = { coupon?: string; promotion_code?: string };

/** What a session sells, as its page and `line_items` show it: nothing is due while a trial runs. */
export function checkoutLineItems(step: Step, session: string): LineItem[] {
  const order = step.world.find("checkout_orders", session);
  if (!order) return [];
  const onTrial = trialEndOf(order, step.now) !== null;
  const found = step.world.find("checkout_sessions", session);
  const currency = found?.currency ?? "usd";
  const lines = orderedItems(step, order).map((line) => {
    const amount = amountOf(inCurrency(step, line.price, currency), line.quantity);
    return { ...line, amount: onTrial && line.price.recurring ? 0 : amount };
  });
  const parts = lines.map(({ amount, price }) => ({ amount, discountable: true, product: price.product }));
  const coupons = couponsOf(step, found);
  const shares = cutsOf(parts, cutsFor(step, coupons, currency));
  return lines.map((line, i) => {
    const discount = shares.reduce((sum, share) => sum + (share[i] ?? 0), 0);
    const { name } = require(step, "products", line.price.product);
    return buildLineItem(line, name, { amount: line.amount, discount, currency });
  });
}

/** The session with what is asked taken off its price. Throws 400 for what can not be redeemed. */
export function withCheckoutDiscounts(step: Step, session: CheckoutSession, asked: Asked[]): CheckoutSession {
  const purchase = { customer: session.customer, amount: session.amount_subtotal ?? 0, currency: session.currency };
  for (const [i, each] of asked.entries()) findDiscount(step, each, { at: `discounts[${i}]`, purchase });
  const discounts = asked.map(({ coupon, promotion_code }) => {
    return { coupon: coupon ?? null, promotion_code: promotion_code ?? null };
  });
  step.world.put("checkout_sessions", { ...session, discounts });
  const off = checkoutLineItems(step, session.id).reduce((sum, line) => sum + line.amount_discount, 0);
  return step.world.put("checkout_sessions", {
    ...session,
    discounts,
    amount_total: session.amount_subtotal === null ? null : session.amount_subtotal - off,
    total_details: session.total_details && { ...session.total_details, amount_discount: off },
  });
}

function couponsOf(step: Step, session: CheckoutSession | undefined): string[] {
  if (!session) return [];
  return askedOf(session).flatMap(({ coupon, promotion_code: code }) => {
    return coupon ?? step.world.find("promotion_codes", code ?? "")?.promotion.coupon ?? [];
  });
}
