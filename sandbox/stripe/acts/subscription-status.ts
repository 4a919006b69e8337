import { change, emit, type Step } from "../store/step";
import type { Invoice, Subscription } from "../store/wire";
import { applyPendingUpdate } from "./pending-updates";

type Cancellation = NonNullable<Subscription["cancellation_details"]>;

/** The subscription an invoice belongs to, if any. */
export function subscriptionOf(step: Step, invoice: Invoice): Subscription | undefined {
  const id = invoice.parent?.subscription_details?.subscription;
  return typeof id === "string" ? step.world.find("subscriptions", id) : undefined;
}

/** A paid invoice makes its subscription active, unless an older one was paid. */
export function afterPaid(step: Step, invoice: Invoice): void {
  const subscription = subscriptionOf(step, invoice);
  if (!subscription) return;
  applyPendingUpdate(step, invoice, subscription);
  if (subscription.latest_invoice !== invoice.id) return;
  if (!["incomplete", "past_due", "unpaid"].includes(subscription.status)) return;
  setStatus(step, subscription.id, "active");
}

/** A renewal that could not be paid makes its subscription past due; the last try ends it. */
export function afterFailed(step: Step, invoice: Invoice): void {
  const subscription = subscriptionOf(step, invoice);
  if (!subscription || invoice.billing_reason === "subscription_create") return;
  if (!["active", "trialing", "past_due"].includes(subscription.status)) return;
  // What is not paid for has not happened: the subscription is as good as it was.
  if (subscription.pending_update && invoice.billing_reason === "subscription_update") return;
  const isLast = invoice.billing_reason === "subscription_cycle" && invoice.next_payment_attempt === null;
  if (isLast && invoice.attempt_count > 1) endSubscription(step, subscription.id, { reason: "payment_failed" });
  else setStatus(step, subscription.id, "past_due");
}

export function setStatus(step: Step, id: string, status: Subscription["status"]): void {
  change(step, { of: "subscriptions", id }, { status }, "customer.subscription.updated");
}

/** Ends a subscription now and for good. */
export function endSubscription(step: Step, id: string, details: Partial<Cancellation>): Subscription {
  const before = step.world.find("subscriptions", id);
  const known = before?.cancellation_details ?? { comment: null, feedback: null, feedback_option: null, reason: null };
  const ended = change(
    step,
    { of: "subscriptions", id },
    {
      cancel_at: null,
      canceled_at: before?.canceled_at ?? step.now,
      cancellation_details: { ...known, ...details },
      ended_at: step.now,
      pending_update: null,
      status: "canceled",
    },
  );
  if (step.world.has("pending_updates", id)) step.world.remove("pending_updates", id);
  endSchedule(step, ended, { isUnpaid: ended.cancellation_details?.reason === "payment_failed" });
  stopCollecting(step, ended);
  emit(step, "customer.subscription.deleted", ended);
  return ended;
}

/** Without its subscription there is nothing left to plan. */
export function endSchedule(
  step: Step,
  { schedule: id }: Pick<Subscription, "schedule">,
  { isUnpaid }: { isUnpaid: boolean },
): void {
  const schedule = step.world.find("schedules", id ?? "");
  if (!schedule || schedule.status !== "active") return;
  const patch = { canceled_at: step.now, current_phase: null, status: "canceled" } as const;
  const canceled = change(step, { of: "schedules", id: schedule.id }, patch);
  emit(step, isUnpaid ? "subscription_schedule.aborted" : "subscription_schedule.canceled", canceled);
}

/** What a canceled subscription still owes is no longer asked for by itself. */
function stopCollecting(step: Step, subscription: Subscription): void {
  for (const invoice of step.world.where("invoices", "customer", subscription.customer)) {
    if (subscriptionOf(step, invoice)?.id !== subscription.id) continue;
    if (invoice.status !== "draft" && invoice.status !== "open") continue;
    const patch = { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null };
    change(step, { of: "invoices", id: invoice.id }, patch, "invoice.updated");
  }
}
