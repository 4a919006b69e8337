import { StripeFailure } from "../http/failures";
import type { LineOrder } from "../objects/invoice";
import { buildInvoiceItem } from "../objects/invoice-item";
import { emit, type Step } from "../store/step";
import type { Subscription } from "../store/wire";
import { createInvoice, finalizeInvoice } from "./invoicing";
import { methodFor, tryToPay } from "./paying";
import { cardFailure } from "./payment-methods";
import { requireCustomer } from "./require";
import { invoiceBase, latest } from "./subscribing";

type ChangeBilling = {
  /** Bill at once; otherwise the lines wait for the next invoice. */
  now: boolean;
  behavior: string;
};

/** Bills what a change of a subscription costs. Returns the subscription with what that made of it. */
export function billChange(
  step: Step,
  after: Subscription,
  lines: LineOrder[],
  { now, behavior }: ChangeBilling,
): Subscription {
  if (lines.length === 0) return after;
  if (!now) {
    for (const line of lines) {
      emit(step, "invoiceitem.created", step.world.put("invoice_items", buildInvoiceItem(step, after.customer, line)));
    }
    return after;
  }
  const customer = requireCustomer(step, after.customer);
  const invoice = createInvoice(step, {
    ...invoiceBase(step, after, customer),
    reason: "subscription_update",
    lines,
    period: { start: step.now, end: step.now },
  });
  const known = { ...after, latest_invoice: invoice.id };
  // Paying looks the subscription up, so it must already be as it becomes. The event comes at the end.
  const before = latest(step, after.id);
  step.world.put("subscriptions", known);
  const open = finalizeInvoice(step, invoice.id);
  if (open.status !== "paid" && after.collection_method === "charge_automatically") {
    const outcome = tryToPay(step, invoice.id, { method: methodFor(step, open), present: true });
    if (outcome?.kind === "declined" && behavior === "error_if_incomplete") {
      throw new StripeFailure(402, cardFailure(outcome.decline).body);
    }
  }
  const result = latest(step, after.id);
  step.world.put("subscriptions", before);
  return result;
}
