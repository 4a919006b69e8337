import type Stripe from "stripe";
import { invalid } from "../http/failures";
import { itemList } from "../objects/subscription";
import { nextEnd } from "../rules/periods";
import { change, emit, type Step } from "../store/step";
import type { Subscription } from "../store/wire";
import { billChange } from "./billing-a-change";
import { netPeriods, runningDiscounts } from "./discounting";
import { billedAt, periodLine } from "./lines";
import { refuseUnbuilt, require, requireCustomer } from "./require";

/** Stops a subscription without ending it: nothing is billed, and nothing given back, until it resumes. */
export function pauseSubscription(step: Step, params: Stripe.SubscriptionPauseParams, id: string): Subscription {
  refuseUnbuilt(params, ["bill_for", "invoicing_behavior"]);
  const { status } = require(step, "subscriptions", id);
  if (!["active", "past_due", "trialing"].includes(status)) {
    throw invalid(`Only a live subscription can be paused. This one is ${status}.`);
  }
  const paused = change(step, { of: "subscriptions", id }, { status: "paused", status_details: pausedNow(step) });
  emit(step, "customer.subscription.paused", paused);
  return paused;
}

/** Starts a paused subscription again with a new period from now, billed at once. */
export function resumeSubscription(step: Step, params: Stripe.SubscriptionResumeParams, id: string): Subscription {
  if (params.billing_cycle_anchor?.type === "unchanged") {
    refuseUnbuilt({ "billing_cycle_anchor[type]": "unchanged" }, ["billing_cycle_anchor[type]"]);
  }
  const { status_details: _over, ...before } = require(step, "subscriptions", id);
  if (before.status !== "paused")
    throw invalid(`Only a paused subscription can be resumed. This one is ${before.status}.`);
  const items = before.items.data.map((item) => {
    const end = item.price.recurring ? nextEnd(step.now, item.price.recurring, step.now) : item.current_period_end;
    return { ...item, current_period_start: step.now, current_period_end: end };
  });
  const fresh: Subscription = {
    ...before,
    status: "active",
    billing_cycle_anchor: step.now,
    items: itemList(id, items),
  };
  const lines = items.map((item) => periodLine(step, item, { start: step.now, end: item.current_period_end }));
  const discounts = runningDiscounts(step, requireCustomer(step, before.customer), before);
  const net = netPeriods(step, items, { discounts, once: true });
  const billed = items.map((item) => billedAt(item, net.get(item.id) ?? 0));
  const after = billChange(step, { before, after: fresh, lines, billed }, { now: true, behavior: "allow_incomplete" });
  const resumed = step.world.put("subscriptions", after);
  emit(step, "customer.subscription.resumed", resumed);
  return resumed;
}

function pausedNow(step: Step): NonNullable<Subscription["status_details"]> {
  return { paused: { subscription: { type: "pause_requested" }, transitioned_at: step.now, type: "subscription" } };
}
