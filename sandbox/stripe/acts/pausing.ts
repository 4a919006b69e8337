import type Stripe from "stripe";
import { invalid } from "../http/failures";
import { itemList } from "../objects/subscription";
import { nextEnd } from "../rules/periods";
import { change, emit, type Step } from "../store/step";
import type { Subscription, SubscriptionItem } from "../store/wire";
import type { Billed } from "../store/wire-billing";
import { billChange } from "./billing-a-change";
import { netPeriods, runningDiscounts } from "./discounting";
import { billedAt, periodLine, remainingLine } from "./lines";
import { refuseUnbuilt, require, requireCustomer } from "./require";

/** When a paused subscription goes on by itself (world seconds), if it is to. */
export const resumeKey = (id: string) => `resumes/${id}`;

type Pause = { id: string; until?: number | null };

/** Stops a subscription without ending it: nothing is billed, and nothing given back, until it resumes. */
export function pauseSubscription(
  step: Step,
  params: Stripe.SubscriptionPauseParams,
  { id, until = null }: Pause,
): Subscription {
  refuseUnbuilt(params, ["bill_for", "invoicing_behavior"]);
  const { status } = require(step, "subscriptions", id);
  if (!["active", "past_due", "trialing"].includes(status)) {
    throw invalid(`Only a live subscription can be paused. This one is ${status}.`);
  }
  // Noted first: what is due next is worked out when the subscription is written.
  if (until !== null) step.world.put("settings", { id: resumeKey(id), value: until });
  const paused = change(step, { of: "subscriptions", id }, { status: "paused", status_details: pausedNow(step) });
  emit(step, "customer.subscription.paused", paused);
  return paused;
}

/**
 * Starts a paused subscription again: with a new period from now, billed at
 * once, or on its old anchor, where only what was not billed before is prorated.
 */
export function resumeSubscription(step: Step, params: Stripe.SubscriptionResumeParams, id: string): Subscription {
  const { status_details: _over, ...before } = require(step, "subscriptions", id);
  if (before.status !== "paused")
    throw invalid(`Only a paused subscription can be resumed. This one is ${before.status}.`);
  if (step.world.has("settings", resumeKey(id))) step.world.remove("settings", resumeKey(id));
  const after =
    params.billing_cycle_anchor?.type === "unchanged" ? onOldAnchor(step, before, params) : onNewAnchor(step, before);
  const resumed = step.world.put("subscriptions", after);
  emit(step, "customer.subscription.resumed", resumed);
  return resumed;
}

function onNewAnchor(step: Step, before: Subscription): Subscription {
  const items = before.items.data.map((item) => {
    const end = item.price.recurring ? nextEnd(step.now, item.price.recurring, step.now) : item.current_period_end;
    return { ...item, current_period_start: step.now, current_period_end: end };
  });
  const after = { ...before, status: "active", billing_cycle_anchor: step.now, items: itemList(before.id, items) };
  const lines = items.map((item) => periodLine(step, item, { start: step.now, end: item.current_period_end }));
  const billed = billedFor(step, before, { items, once: true });
  return billChange(step, { before, after, lines, billed }, { now: true, behavior: "allow_incomplete" });
}

/** A period that still runs was billed when it began; of one that began during the pause the rest is owed. */
function onOldAnchor(step: Step, before: Subscription, params: Stripe.SubscriptionResumeParams): Subscription {
  const items = before.items.data.map((item) => ({ ...item, ...periodNow(step, before.billing_cycle_anchor, item) }));
  const after = { ...before, status: "active", items: itemList(before.id, items) };
  const begun = items.filter((item, i) => item.current_period_start !== before.items.data[i]?.current_period_start);
  const billed = billedFor(step, before, { items: begun, once: false });
  const { proration_behavior: proration } = params;
  if (proration === "none") {
    return billChange(
      step,
      { before, after, lines: [], billed: billed.map((each) => ({ ...each, amount: 0 })) },
      { now: false, behavior: "allow_incomplete" },
    );
  }
  const lines = begun.map((item, i) => {
    const period = { start: item.current_period_start, end: item.current_period_end };
    return remainingLine(step, item, { whole: billed[i]?.amount ?? 0, period, at: step.now });
  });
  const now = proration === "always_invoice";
  return billChange(step, { before, after, lines, billed }, { now, behavior: "allow_incomplete" });
}

/** The period an item is in by now, counted on from where it stood. */
function periodNow(
  step: Step,
  anchor: number,
  { price, current_period_start, current_period_end }: SubscriptionItem,
): Pick<SubscriptionItem, "current_period_start" | "current_period_end"> {
  let [start, end] = [current_period_start, current_period_end];
  while (price.recurring && end <= step.now) [start, end] = [end, nextEnd(anchor, price.recurring, end)];
  return { current_period_start: start, current_period_end: end };
}

function billedFor(
  step: Step,
  subscription: Subscription,
  { items, once }: { items: SubscriptionItem[]; once: boolean },
): Billed[] {
  const discounts = runningDiscounts(step, requireCustomer(step, subscription.customer), subscription);
  const net = netPeriods(step, items, { discounts, once });
  return items.map((item) => billedAt(item, net.get(item.id) ?? 0));
}

function pausedNow(step: Step): NonNullable<Subscription["status_details"]> {
  return { paused: { subscription: { type: "pause_requested" }, transitioned_at: step.now, type: "subscription" } };
}
