import { DRAFT_S, TRIAL_NOTICE_S } from "../rules/dunning";
import { nextEnd, type Period } from "../rules/periods";
import { itemList } from "../objects/subscription";
import { change, emit, type Step } from "../store/step";
import type { Invoice, Subscription, SubscriptionItem } from "../store/wire";
import { createInvoice, finalizeInvoice, voidInvoice } from "./invoicing";
import { keepBilled } from "./billing-a-change";
import { netPeriods, runningDiscounts } from "./discounting";
import { billedAt, itemLine, periodLine } from "./lines";
import { waitingItems } from "./manual-invoice";
import { methodFor, tryToPay } from "./paying";
import { isMetered } from "./pricing";
import { require, requireCustomer } from "./require";
import { invoiceBase } from "./subscription-invoices";
import { endSchedule, endSubscription, subscriptionOf } from "./subscription-status";
import { usageLines } from "./usage-lines";

/** Starts the next period of what has run out, with a draft invoice for it. */
export function renew(step: Step, id: string): void {
  const before = require(step, "subscriptions", id);
  const ended = before.items.data.filter((item) => item.current_period_end <= step.now);
  const renewed = ended.flatMap((item) => {
    const cadence = item.price.recurring;
    if (!cadence) return [];
    const start = item.current_period_end;
    return {
      ...item,
      current_period_start: start,
      current_period_end: nextEnd(before.billing_cycle_anchor, cadence, start),
    };
  });
  const items = before.items.data.map((item) => renewed.find((fresh) => fresh.id === item.id) ?? item);
  const customer = requireCustomer(step, before.customer);
  const used = usageLines(step, before, { items: ended, span: periodOf });
  const ahead = renewed.filter(({ price }) => !isMetered(price)).map((item) => periodLine(step, item, periodOf(item)));
  const waiting = waitingItems(step, customer.id).filter((item) =>
    isFor(item.parent?.subscription_details?.subscription, id),
  );
  const net = netPeriods(step, renewed, { discounts: runningDiscounts(step, customer, before), once: true });
  keepBilled(
    step,
    renewed.map((item) => billedAt(item, net.get(item.id) ?? 0)),
  );
  const first = ended[0];
  const draft = createInvoice(step, {
    ...invoiceBase(step, before, customer),
    ...(before.pause_collection?.behavior === "keep_as_draft"
      ? { autoAdvance: false }
      : { autoAdvance: true, finalizesAt: step.now + DRAFT_S }),
    reason: "subscription_cycle",
    lines: [...waiting.map((item) => itemLine(step, item)), ...used, ...ahead],
    period: { start: first?.current_period_start ?? step.now, end: first?.current_period_end ?? step.now },
  });
  const patch: Partial<Subscription> = {
    items: itemList(id, items),
    latest_invoice: draft.id,
    ...(before.status === "trialing" ? { status: "active" } : {}),
  };
  change(step, { of: "subscriptions", id }, patch, "customer.subscription.updated");
}

function periodOf({ current_period_start: start, current_period_end: end }: SubscriptionItem): Period {
  return { start, end };
}

/**
 * A trial is over: it is billed, unless there is nothing to bill with and its owner asked for another end.
 * `patch`: what is to change of it besides, told with its end.
 */
export function endTrial(step: Step, id: string, patch: Partial<Subscription> = {}): void {
  const outcome = trialOutcome(step, { ...require(step, "subscriptions", id), ...patch });
  if (outcome === "cancel") {
    change(step, { of: "subscriptions", id }, patch);
    endSubscription(step, id, { reason: "payment_failed" });
  } else if (outcome === "pause") {
    change(step, { of: "subscriptions", id }, { ...patch, status: "paused" }, "customer.subscription.updated");
    emit(step, "customer.subscription.paused", require(step, "subscriptions", id));
  } else renew(step, id);
}

/** What the end of a trial brings. */
export function trialOutcome(step: Step, subscription: Subscription): "bill" | "cancel" | "pause" {
  const { invoice_settings, default_source } = requireCustomer(step, subscription.customer);
  if (subscription.default_payment_method ?? invoice_settings.default_payment_method ?? default_source) return "bill";
  const without = subscription.trial_settings?.end_behavior.missing_payment_method;
  return without === "cancel" ? "cancel" : without === "pause" ? "pause" : "bill";
}

/** The day has come until which invoices were not to be collected. */
export function collectAgain(step: Step, id: string): void {
  change(step, { of: "subscriptions", id }, { pause_collection: null }, "customer.subscription.updated");
}

export const noticeKey = (id: string) => `trial_notice/${id}`;

export function tellOfTrialEnd(step: Step, id: string): void {
  step.world.put("settings", { id: noticeKey(id), value: step.now });
  // Written back unchanged, so that what is due next is worked out anew.
  emit(step, "customer.subscription.trial_will_end", change(step, { of: "subscriptions", id }, {}));
}

export function trialNoticeAt(subscription: Subscription): number {
  return (subscription.trial_end ?? 0) - TRIAL_NOTICE_S;
}

/** The hour of a draft is over: it is finalised and, where that is wanted, charged. */
export function advanceDraft(step: Step, id: string): void {
  const draft = require(step, "invoices", id);
  const behavior = subscriptionOf(step, draft)?.pause_collection?.behavior;
  const open = finalizeInvoice(step, id);
  if (open.status !== "open") return;
  if (behavior === "void") voidInvoice(step, id);
  else if (behavior === "mark_uncollectible") markUncollectible(step, open);
  else if (open.collection_method === "charge_automatically") collect(step, id);
  else emit(step, "invoice.sent", open);
}

/** Another try at an invoice that could not be paid. A card that asks for its owner waits for him. */
export function collect(step: Step, id: string): void {
  tryToPay(step, id, { method: methodFor(step, require(step, "invoices", id)), present: true });
}

export function markUncollectible(step: Step, invoice: Invoice): Invoice {
  const marked = change(
    step,
    { of: "invoices", id: invoice.id },
    {
      auto_advance: false,
      next_payment_attempt: null,
      status: "uncollectible",
      status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: step.now },
    },
  );
  emit(step, "invoice.marked_uncollectible", marked);
  return marked;
}

/** Nobody made up for the first payment in time: the subscription never was. */
export function expireIncomplete(step: Step, id: string): void {
  const { latest_invoice } = require(step, "subscriptions", id);
  const invoice = latest_invoice ? step.world.find("invoices", latest_invoice) : undefined;
  if (invoice?.status === "open") voidInvoice(step, invoice.id);
  const patch = { ended_at: step.now, status: "incomplete_expired" } as const;
  const expired = change(step, { of: "subscriptions", id }, patch, "customer.subscription.updated");
  // Where no card was refused nobody is in arrears: the schedule runs on, as the CLI's trigger of its end has it.
  if (invoice !== undefined && invoice.attempt_count > 0) endSchedule(step, expired, { isUnpaid: true });
}

function isFor(named: string | undefined, subscription: string): boolean {
  return named === undefined || named === subscription;
}
