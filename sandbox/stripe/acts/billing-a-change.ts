import type { LineOrder } from "../objects/invoice";
import { buildInvoiceItem } from "../objects/invoice-item";
import { emit, type Step, untold } from "../store/step";
import type { Invoice, Subscription } from "../store/wire";
import type { Billed } from "../store/wire-billing";
import { usedUpBy, withoutDiscounts } from "./discounting";
import { createInvoice, finalizeInvoice, voidInvoice } from "./invoicing";
import { methodFor, tryToPay } from "./paying";
import { awaitPayment, pendingUpdateOf } from "./pending-updates";
import { require, requireCustomer } from "./require";
import { latest, unpaid } from "./subscribing";
import { invoiceBase } from "./subscription-invoices";
import { setStatus } from "./subscription-status";

type Change = {
  before: Subscription;
  after: Subscription;
  lines: LineOrder[];
  /** What the items' periods are billed at once the change holds. */
  billed: Billed[];
};
type ChangeBilling = {
  /** Bill at once; otherwise the lines wait for the next invoice. */
  now: boolean;
  behavior: string;
};

/** Bills what a change of a subscription costs. Returns the subscription with what that made of it. */
export function billChange(step: Step, what: Change, { now, behavior }: ChangeBilling): Subscription {
  if (now && what.lines.length > 0) {
    return behavior === "pending_if_incomplete" ? changeOncePaid(step, what) : changeAndBill(step, what, behavior);
  }
  for (const line of what.lines) addWaitingItem(step, what.after.customer, line);
  keepBilled(step, what.billed);
  return what.after;
}

export function addWaitingItem(step: Step, customer: string, line: LineOrder): void {
  emit(step, "invoiceitem.created", step.world.put("invoice_items", buildInvoiceItem(step, customer, line)));
}

export function keepBilled(step: Step, billed: Billed[]): void {
  for (const each of billed) step.world.put("billed_items", each);
}

/** Nobody paid for a change in time: its invoice is void and the subscription stays as it was. */
export function expirePendingUpdate(step: Step, id: string): void {
  const pending = step.world.find("pending_updates", id);
  if (pending) voidInvoice(step, pending.invoice);
  emit(step, "customer.subscription.pending_update_expired", require(step, "subscriptions", id));
}

function changeAndBill(step: Step, { after, lines, billed }: Change, behavior: string): Subscription {
  keepBilled(step, billed);
  const invoice = invoiceFor(step, after, lines);
  return onTheWay(step, { ...after, latest_invoice: invoice.id }, () => {
    const open = finalizeInvoice(step, invoice.id);
    if (open.status !== "paid" && after.collection_method === "charge_automatically") collect(step, open, behavior);
  });
}

/**
 * Paying looks the subscription up, and finds it as it becomes. What paying makes of it, a status or a discount used
 * up, is told with the change, as one: so it stands as it was until its changer says all that came of it.
 */
function onTheWay(step: Step, becomes: Subscription, pay: () => void): Subscription {
  const before = latest(step, becomes.id);
  step.world.put("subscriptions", becomes);
  untold(step, becomes.id, pay);
  const result = latest(step, becomes.id);
  step.world.put("subscriptions", before);
  return result;
}

function collect(step: Step, open: Invoice, behavior: string): void {
  if (behavior === "default_incomplete") {
    const id = open.parent?.subscription_details?.subscription;
    if (typeof id === "string") setStatus(step, id, "past_due");
    return;
  }
  const outcome = tryToPay(step, open.id, { method: methodFor(step, open), present: true });
  if (behavior === "error_if_incomplete" && outcome?.kind !== "done") throw unpaid(outcome);
}

/** The subscription stays what it is until the change is paid for, but for discounts that its invoice uses up. */
function changeOncePaid(step: Step, { before, after, lines, billed }: Change): Subscription {
  const invoice = invoiceFor(step, after, lines);
  const gone = usedUpBy(step, invoice).map(({ id }) => id);
  const becomes = { ...after, items: withoutDiscounts(after.items, gone) };
  const waiting = { ...before, latest_invoice: invoice.id, pending_update: pendingUpdateOf(step, before, becomes) };
  const result = onTheWay(step, waiting, () => {
    const open = finalizeInvoice(step, invoice.id);
    if (open.status !== "paid") tryToPay(step, invoice.id, { method: methodFor(step, open), present: true });
  });
  if (require(step, "invoices", invoice.id).status !== "paid") {
    awaitPayment(step, becomes, { invoice: invoice.id, billed });
    return result;
  }
  keepBilled(step, billed);
  // Paying may have made a past due subscription active again.
  const status = result.status === waiting.status ? after.status : result.status;
  return { ...becomes, discounts: result.discounts, latest_invoice: invoice.id, status };
}

function invoiceFor(step: Step, after: Subscription, lines: LineOrder[]): Invoice {
  const customer = requireCustomer(step, after.customer);
  return createInvoice(step, {
    ...invoiceBase(step, after, customer),
    reason: "subscription_update",
    lines,
    period: { start: step.now, end: step.now },
  });
}
