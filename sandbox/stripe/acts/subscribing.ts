import { invalid, StripeFailure } from "../http/failures";
import { type AskedDiscount, buildSubscription, type ItemOrder, itemList } from "../objects/subscription";
import type { AnchorConfig } from "../rules/anchors";
import { type Cadence, isSameCadence, nextEnd } from "../rules/periods";
import { change, emitSettled, type Step } from "../store/step";
import type { Customer, PaymentIntent, PaymentMethod, Price, Subscription } from "../store/wire";
import type { ChargeOutcome } from "./charging";
import { addExtras, type ExtraItem } from "./invoice-items";
import { firstInvoice } from "./first-invoice";
import { tryToPay } from "./paying";
import { cardFailure } from "./payment-methods";
import { inCurrency, refuseOtherCurrency } from "./pricing";
import { redeemAll } from "./redeeming";

type SubscribeOrder = {
  customer: Customer;
  items: ItemOrder[];
  currency: string;
  trialEnd: number | null;
  /** When full periods begin, if not at once; and whether the time until then is charged (it is, unless told otherwise). */
  anchor?: number | null;
  anchorConfig?: AnchorConfig | null;
  prorates?: boolean;
  /** What is sold once, beside it, on the first invoice. */
  extras?: ExtraItem[];
  method: PaymentMethod | undefined;
  /** The method belongs to the subscription alone, not to the customer. */
  ownMethod: boolean;
  paymentBehavior: string;
  /** What will pay the first invoice. */
  paidBy?: PaymentIntent;
  collectionMethod: string;
  daysUntilDue: number | null;
  metadata: { [key: string]: string };
  discounts?: AskedDiscount[];
  description: string | null;
  missingPaymentMethod: string;
  savesPaymentMethod: boolean;
  /** The owner is at a page and can prove who he is. */
  present: boolean;
};

/**
 * Starts a subscription with its first invoice, finalised at once.
 * Throws 402 when `error_if_incomplete` and the card is refused.
 */
export function subscribe(step: Step, order: SubscribeOrder): Subscription {
  const cadence = checkOrder(step, order);
  const anchor = order.trialEnd ?? order.anchor ?? step.now;
  const made = buildSubscription(step, {
    ...order,
    customer: order.customer.id,
    firstPeriodEnd: order.trialEnd ?? nextEnd(anchor, cadence, step.now),
    anchor,
    anchorConfig: order.anchorConfig ?? null,
    defaultPaymentMethod: order.ownMethod ? (order.method?.id ?? null) : null,
  });
  const { id } = step.world.put("subscriptions", made);
  emitSettled(step, "customer.subscription.created", { of: "subscriptions", id });
  const whose = { customer: order.customer.id, subscription: id };
  const discounts = redeemAll(step, order.discounts ?? [], whose);
  const items = made.items.data.map((item, i) => {
    const own = order.items[i]?.discounts ?? [];
    return { ...item, discounts: redeemAll(step, own, { ...whose, subscriptionItem: item.id }) };
  });
  change(step, { of: "subscriptions", id }, { discounts, items: itemList(id, items) });
  addExtras(step, latest(step, id), order.extras);
  const subscription = firstInvoice(step, latest(step, id), order);
  payFirst(step, subscription, order);
  return latest(step, id);
}

/** How often it is billed. Throws 400 for items that can not stand in one subscription, or not in its currency. */
function checkOrder(step: Step, { items, currency, customer }: SubscribeOrder): Cadence {
  const cadence = items[0]?.price.recurring;
  if (!cadence) throw invalid("The price specified must be a recurring price.", "items[0][price]");
  refuseMixedCadences(items);
  for (const [i, { price }] of items.entries()) inCurrency(step, price, currency, `items[${i}][price]`);
  refuseOtherCurrency(step, customer.id, currency);
  return cadence;
}

/** Stripe lets a month and a year stand side by side. Here all items share one period, so saying no beats a wrong figure. */
export function refuseMixedCadences(items: { price: Price }[]): void {
  const [first, ...others] = items.map((item) => item.price.recurring);
  for (const [i, other] of others.entries()) {
    if (!first || !other || isSameCadence(first, other)) continue;
    const message = "This sandbox bills all items of a subscription by the same interval.";
    throw invalid(message, `items[${i + 1}][price]`, "sandbox_parameter_not_built");
  }
}

function payFirst(step: Step, subscription: Subscription, order: SubscribeOrder): void {
  const invoice = step.world.find("invoices", subscription.latest_invoice ?? "");
  if (!invoice || invoice.status === "paid") return;
  if (order.collectionMethod === "send_invoice") {
    change(step, { of: "subscriptions", id: subscription.id }, { status: "active" });
    return;
  }
  if (order.paymentBehavior === "default_incomplete") return;
  const outcome = tryToPay(step, invoice.id, { method: order.method, present: order.present });
  if (order.paymentBehavior === "error_if_incomplete" && outcome?.kind !== "done") throw unpaid(outcome);
}

/** Thrown without keeping what was done: the subscription was never there. */
export function unpaid(outcome: ChargeOutcome | undefined): StripeFailure {
  if (outcome?.kind === "declined") return new StripeFailure(402, cardFailure(outcome.decline).body);
  return new StripeFailure(402, {
    code: "subscription_payment_intent_requires_action",
    message: "Payment for this subscription requires additional user action before it can be completed successfully.",
    type: "card_error",
  });
}

export function latest(step: Step, id: string): Subscription {
  const subscription = step.world.find("subscriptions", id);
  if (!subscription) throw new Error(`Subscription ${id} is gone`);
  return subscription;
}
