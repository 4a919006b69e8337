import type Stripe from "stripe";
import { missing } from "../http/failures";
import { orNull } from "../objects/fields";
import type { Step } from "../store/step";
import type { Subscription } from "../store/wire";
import { addWaitingItem } from "./billing-a-change";
import { createInvoice, finalizeInvoice } from "./invoicing";
import { creditLine, itemLine } from "./lines";
import { waitingItems } from "./manual-invoice";
import { methodFor, tryToPay } from "./paying";
import { isMetered } from "./pricing";
import { require, requireCustomer } from "./require";
import { invoiceBase } from "./subscription-invoices";
import { endSubscription } from "./subscription-status";
import { usageLines } from "./usage-lines";

/** Ends a subscription now. `prorate` gives the unused time back as credit, `invoice_now` settles all that waits. */
export function cancelSubscription(step: Step, params: Stripe.SubscriptionCancelParams, id: string): Subscription {
  const before = require(step, "subscriptions", id);
  if (before.status === "canceled" || before.status === "incomplete_expired") throw missing("subscription", id);
  if (params.prorate && before.status !== "trialing") {
    for (const item of before.items.data.filter(({ price }) => !isMetered(price)))
      addWaitingItem(step, before.customer, creditLine(step, item, step.now));
  }
  if (params.invoice_now) settleAll(step, before);
  const details = params.cancellation_details;
  return endSubscription(step, id, {
    comment: orNull(details?.comment),
    feedback: orNull(details?.feedback),
    reason: "cancellation_requested",
  });
}

/** The time has come at which it was to end: what was used until then is still billed. */
export function endInTime(step: Step, id: string): void {
  const subscription = require(step, "subscriptions", id);
  if (subscription.items.data.some(({ price }) => isMetered(price))) settleAll(step, subscription);
  endSubscription(step, id, {});
}

function settleAll(step: Step, subscription: Subscription): void {
  const waiting = waitingItems(step, subscription.customer, subscription.id);
  const items = subscription.items.data;
  const used = usageLines(step, subscription, {
    items,
    span: ({ current_period_start: start }) => ({ start, end: step.now }),
  });
  if (waiting.length + used.length === 0) return;
  const invoice = createInvoice(step, {
    ...invoiceBase(step, subscription, requireCustomer(step, subscription.customer)),
    reason: "subscription_update",
    lines: [...waiting.map((item) => itemLine(step, item)), ...used],
    period: { start: step.now, end: step.now },
  });
  const open = finalizeInvoice(step, invoice.id);
  if (open.status === "paid" || open.collection_method === "send_invoice") return;
  tryToPay(step, open.id, { method: methodFor(step, open), present: false });
}
