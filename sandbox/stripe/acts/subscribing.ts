import { invalid, StripeFailure } from "../http/failures";
import type { InvoiceOrder } from "../objects/invoice";
import { buildSubscription, type ItemOrder } from "../objects/subscription";
import { isSameCadence, nextEnd } from "../rules/periods";
import { change, emitSettled, type Step } from "../store/step";
import type { Customer, PaymentIntent, PaymentMethod, Price, Subscription } from "../store/wire";
import type { ChargeOutcome } from "./charging";
import { netPeriods, runningDiscounts } from "./discounting";
import { createInvoice, finalizeInvoice } from "./invoicing";
import { billedAt, periodLine, trialLine } from "./lines";
import { tryToPay } from "./paying";
import { cardFailure } from "./payment-methods";
import { inCurrency, refuseOtherCurrency } from "./pricing";
import { type AskedDiscount, redeemAll } from "./redeeming";

type SubscribeOrder = {
  customer: Customer;
  items: ItemOrder[];
  currency: string;
  trialEnd: number | null;
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
  const [first] = order.items;
  if (!first?.price.recurring) throw invalid("The price specified must be a recurring price.", "items[0][price]");
  refuseMixedCadences(order.items);
  for (const [i, { price }] of order.items.entries()) inCurrency(step, price, order.currency, `items[${i}][price]`);
  refuseOtherCurrency(step, order.customer.id, order.currency);
  const anchor = order.trialEnd ?? step.now;
  const firstPeriodEnd = order.trialEnd ?? nextEnd(step.now, first.price.recurring, step.now);
  const { id } = step.world.put(
    "subscriptions",
    buildSubscription(step, {
      customer: order.customer.id,
      items: order.items,
      currency: order.currency,
      trialEnd: order.trialEnd,
      firstPeriodEnd,
      anchor,
      defaultPaymentMethod: order.ownMethod ? (order.method?.id ?? null) : null,
      collectionMethod: order.collectionMethod,
      daysUntilDue: order.daysUntilDue,
      metadata: order.metadata,
      description: order.description,
      missingPaymentMethod: order.missingPaymentMethod,
      savesPaymentMethod: order.savesPaymentMethod,
    }),
  );
  emitSettled(step, "customer.subscription.created", { of: "subscriptions", id });
  const discounts = redeemAll(step, order.discounts ?? [], { customer: order.customer.id, subscription: id });
  change(step, { of: "subscriptions", id }, { discounts });
  const subscription = firstInvoice(step, id, order);
  payFirst(step, subscription, order);
  return latest(step, id);
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

function firstInvoice(step: Step, id: string, order: SubscribeOrder): Subscription {
  const subscription = latest(step, id);
  const line = order.trialEnd === null ? periodLine : trialLine;
  const running = runningDiscounts(step, order.customer, subscription);
  const net = netPeriods(step, subscription.items.data, { discounts: running, once: true });
  for (const item of subscription.items.data) {
    step.world.put("billed_items", billedAt(item, order.trialEnd === null ? (net.get(item.id) ?? 0) : 0));
  }
  const lines = subscription.items.data.map((item) =>
    line(step, item, { start: item.current_period_start, end: item.current_period_end }),
  );
  const invoice = createInvoice(step, {
    ...invoiceBase(step, subscription, order.customer),
    reason: "subscription_create",
    lines,
    period: { start: step.now, end: step.now },
  });
  const known = change(step, { of: "subscriptions", id }, { latest_invoice: invoice.id });
  finalizeInvoice(step, invoice.id, order.paidBy);
  return known;
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

/** What every invoice of a subscription has in common. */
export function invoiceBase(
  step: Step,
  subscription: Subscription,
  customer: Customer,
): Pick<
  InvoiceOrder,
  | "customer"
  | "subscription"
  | "currency"
  | "autoAdvance"
  | "collectionMethod"
  | "dueDate"
  | "paymentMethod"
  | "description"
  | "metadata"
> {
  const days = subscription.days_until_due;
  return {
    customer,
    subscription,
    currency: subscription.currency,
    autoAdvance: true,
    collectionMethod: subscription.collection_method,
    dueDate: subscription.collection_method === "send_invoice" ? step.now + (days ?? 30) * 86_400 : null,
    paymentMethod: null,
    description: null,
    metadata: {},
  };
}

export function latest(step: Step, id: string): Subscription {
  const subscription = step.world.find("subscriptions", id);
  if (!subscription) throw new Error(`Subscription ${id} is gone`);
  return subscription;
}
