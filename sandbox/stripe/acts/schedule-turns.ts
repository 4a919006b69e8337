import type Stripe from "stripe";
import { change, emit, type Step } from "../store/step";
import type { Subscription } from "../store/wire";
import type { Schedule, SchedulePhase } from "../store/wire-billing";
import { changeSubscription } from "./changing";
import { createSubscription } from "./creating-subscription";
import { require, requireCustomer } from "./require";
import { itemsInto } from "./schedule-phases";
import { endSubscription } from "./subscription-status";

type Due = { at: number; run: (step: Step) => void };
/** How long before its end a schedule says so. */
const NOTICE_S = 7 * 86_400;

/** What time brings to a schedule: its first phase, the next, a word before its end, its end. */
export function scheduleDue(schedule: Schedule, isTold: boolean): Due | undefined {
  const { id, status, phases, current_phase: current } = schedule;
  const end = phases.at(-1)?.end_date;
  if (status === "not_started" && phases[0]) {
    return { at: phases[0].start_date, run: (step) => beginPhase(step, id, 0) };
  }
  if (status !== "active" || !current || end === undefined) return undefined;
  const notice = Math.max(end - NOTICE_S, schedule.created);
  if (!isTold && notice < current.end_date) return { at: notice, run: (step) => tellOfEnd(step, id) };
  return { at: current.end_date, run: (step) => turn(step, id) };
}

export const scheduleNoticeKey = (id: string) => `schedule_notice/${id}`;

/** The phase that ran is over: the next one begins, or the schedule is done. */
export function turn(step: Step, id: string): void {
  const { phases, current_phase: current } = require(step, "schedules", id);
  const next = phases.findIndex((phase) => phase.start_date === current?.end_date);
  if (next >= 0) beginPhase(step, id, next);
  else complete(step, id);
}

/** Begins a phase now: with its subscription if there is none yet, else by changing that. */
export function beginPhase(step: Step, id: string, index: number): void {
  const schedule = require(step, "schedules", id);
  const phase = schedule.phases[index];
  if (!phase) return;
  if (schedule.subscription) applyPhase(step, id, phase, phase.proration_behavior);
  const subscription = schedule.subscription ?? startSubscription(step, schedule, phase);
  const current_phase = { start_date: phase.start_date, end_date: phase.end_date };
  const patch: Partial<Schedule> = { current_phase, status: "active", subscription };
  change(step, { of: "schedules", id }, patch, "subscription_schedule.updated");
}

/** The subscription becomes what a phase says. At the turn of a period there is nothing to prorate. */
export function applyPhase(step: Step, id: string, phase: SchedulePhase, proration: string): void {
  const subscription = step.world.find("subscriptions", require(step, "schedules", id).subscription ?? "");
  if (!subscription || subscription.ended_at !== null) return;
  const atTurn = (subscription.items.data[0]?.current_period_end ?? 0) <= step.now;
  const params = {
    items: itemsInto(subscription, phase),
    proration_behavior: atTurn ? "none" : proration,
    ...extrasOf(phase),
  } as Stripe.SubscriptionUpdateParams;
  changeSubscription(step, params, subscription.id);
}

/** What a phase changes besides its items, where it says so. */
function extrasOf(phase: SchedulePhase): Stripe.SubscriptionUpdateParams {
  const discounts = askedIn(phase);
  const metadata = phase.metadata ?? {};
  return {
    ...(phase.billing_cycle_anchor === "phase_start" ? { billing_cycle_anchor: { type: "now" } } : {}),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(discounts.length > 0 ? { discounts } : {}),
    ...(phase.description ? { description: phase.description } : {}),
    ...(phase.default_payment_method ? { default_payment_method: phase.default_payment_method } : {}),
  };
}

function startSubscription(step: Step, schedule: Schedule, phase: SchedulePhase): string {
  const customer = requireCustomer(step, schedule.customer);
  const hasCard = phase.default_payment_method ?? customer.invoice_settings.default_payment_method;
  const { billing_cycle_anchor: _now, ...extras } = extrasOf(phase);
  const made = createSubscription(step, {
    customer: customer.id,
    currency: phase.currency,
    items: phase.items.map(({ price, quantity, metadata }) => ({ price, quantity, metadata: metadata ?? {} })),
    ...(extras as Partial<Stripe.SubscriptionCreateParams>),
    payment_behavior: hasCard ? "allow_incomplete" : "default_incomplete",
  });
  change(step, { of: "subscriptions", id: made.id }, { schedule: schedule.id });
  return made.id;
}

function askedIn({ discounts }: SchedulePhase): Stripe.SubscriptionUpdateParams.Discount[] {
  return discounts.map(({ coupon, discount, promotion_code }) => ({
    ...(coupon === null ? {} : { coupon }),
    ...(discount === null ? {} : { discount }),
    ...(promotion_code === null ? {} : { promotion_code }),
  }));
}

function complete(step: Step, id: string): void {
  const { subscription, end_behavior } = require(step, "schedules", id);
  const patch = { completed_at: step.now, current_phase: null, status: "completed" } as const;
  emit(step, "subscription_schedule.completed", change(step, { of: "schedules", id }, patch));
  const held = subscription ? step.world.find("subscriptions", subscription) : undefined;
  if (held) letGo(step, held, end_behavior === "cancel");
}

function letGo(step: Step, { id, ended_at }: Subscription, ends: boolean): void {
  const isLast = ends && ended_at === null;
  change(step, { of: "subscriptions", id }, { schedule: null }, isLast ? undefined : "customer.subscription.updated");
  if (isLast) endSubscription(step, id, {});
}

function tellOfEnd(step: Step, id: string): void {
  step.world.put("settings", { id: scheduleNoticeKey(id), value: step.now });
  // Written back unchanged, so that what is due next is worked out anew.
  emit(step, "subscription_schedule.expiring", change(step, { of: "schedules", id }, {}));
}
