import { INCOMPLETE_S } from "../rules/dunning";
import { change, emit, type Step } from "../store/step";
import type { Invoice, PendingUpdate, Subscription } from "../store/wire";
import type { Billed } from "../store/wire-billing";

/** What a subscription shows of a change that waits for its payment, for 23 hours. */
export function pendingUpdateOf(
  step: Step,
  before: Subscription,
  after: Subscription,
): NonNullable<Subscription["pending_update"]> {
  return {
    billing_cycle_anchor:
      after.billing_cycle_anchor === before.billing_cycle_anchor ? null : after.billing_cycle_anchor,
    cancel_at_period_end: null,
    discount: null,
    discounts: null,
    expires_at: step.now + INCOMPLETE_S,
    metadata: null,
    subscription_items: after.items.data,
    trial_end: after.trial_end === before.trial_end ? null : after.trial_end,
    trial_from_plan: null,
  };
}

/** Remembers what a subscription becomes once its invoice is paid. */
export function awaitPayment(
  step: Step,
  { id, items, billing_cycle_anchor, status, trial_end }: Subscription,
  { invoice, billed }: { invoice: string; billed: Billed[] },
): void {
  const becomes = { items, billing_cycle_anchor, status, trial_end };
  step.world.put("pending_updates", { id, invoice, becomes, billed });
}

/** The invoice is paid: what waited for it happens now. */
export function applyPendingUpdate(step: Step, invoice: Invoice, subscription: Subscription): void {
  const pending = step.world.find("pending_updates", subscription.id);
  if (pending?.invoice !== invoice.id) return;
  const { becomes, billed } = inRunningPeriod(pending, subscription);
  for (const each of billed) step.world.put("billed_items", each);
  const after = clear(step, pending, becomes);
  emit(step, "customer.subscription.pending_update_applied", after);
}

/** The invoice will never be paid: the subscription stays what it is. */
export function discardPendingUpdate(step: Step, invoice: Invoice, subscription: Subscription | undefined): void {
  const pending = subscription && step.world.find("pending_updates", subscription.id);
  if (pending?.invoice === invoice.id) clear(step, pending, {});
}

/** A period may have ended while the change waited; unless it begins its own, it joins the one that runs. */
function inRunningPeriod(
  pending: PendingUpdate,
  subscription: Subscription,
): Pick<PendingUpdate, "becomes" | "billed"> {
  const { becomes, billed } = pending;
  const [running] = subscription.items.data;
  if (!running || becomes.billing_cycle_anchor !== subscription.billing_cycle_anchor) return { becomes, billed };
  const { current_period_start: start, current_period_end: end } = running;
  const data = becomes.items.data.map((item) => ({ ...item, current_period_start: start, current_period_end: end }));
  const status = becomes.status === "trialing" ? becomes.status : subscription.status;
  return {
    becomes: { ...becomes, items: { ...becomes.items, data }, status },
    billed: billed.map((each) => ({ ...each, start, end })),
  };
}

function clear(step: Step, { id }: PendingUpdate, becomes: Partial<Subscription>): Subscription {
  step.world.remove("pending_updates", id);
  const patch = { ...becomes, pending_update: null };
  return change(step, { of: "subscriptions", id }, patch, "customer.subscription.updated");
}
