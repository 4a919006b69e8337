import type Stripe from "stripe";
import { invalid, parameterMissing } from "../http/failures";
import { metadataOf, or } from "../objects/fields";
import { buildSchedule } from "../objects/schedule";
import { change, emit, emitSettled, type Step } from "../store/step";
import type { Schedule, SchedulePhase } from "../store/wire-billing";
import { cancelSubscription } from "./canceling";
import { refuseUnbuilt, require, requireCustomer } from "./require";
import { applyPhase, beginPhase } from "./schedule-turns";
import { phaseOf, readPhases } from "./schedule-phases";

type CreateParams = Stripe.SubscriptionScheduleCreateParams;
type UpdateParams = Stripe.SubscriptionScheduleUpdateParams;

/** Plans a subscription's phases ahead: of one that runs, or of one that begins with the first. */
export function createSchedule(step: Step, params: CreateParams): Schedule {
  refuseUnbuilt(params, ["default_settings", "pause_schedules", "customer_account"]);
  return params.from_subscription === undefined ? scheduleNew(step, params) : scheduleRunning(step, params);
}

/** Changes what is still to come, and what runs now. Throws 400 for what is over, or was. */
export function updateSchedule(step: Step, params: UpdateParams, id: string): Schedule {
  refuseUnbuilt(params, ["default_settings", "pause_schedules"]);
  const before = requireOpen(step, id);
  const patch: Partial<Schedule> = {
    end_behavior: or(params.end_behavior, before.end_behavior),
    metadata: metadataOf(before.metadata, params.metadata),
    ...(params.phases ? { phases: phasesAfter(step, before, params.phases) } : {}),
  };
  const after = change(step, { of: "schedules", id }, patch, "subscription_schedule.updated");
  const runs = runningIn(after);
  if (!params.phases || !runs) return after;
  change(step, { of: "schedules", id }, { current_phase: { start_date: runs.start_date, end_date: runs.end_date } });
  const proration = or(params.proration_behavior, "create_prorations");
  if (JSON.stringify(runs.items) !== JSON.stringify(runningIn(before)?.items)) applyPhase(step, id, runs, proration);
  return require(step, "schedules", id);
}

/** Lets a subscription go on by itself. */
export function releaseSchedule(step: Step, id: string): Schedule {
  const { subscription } = requireOpen(step, id);
  if (subscription) detach(step, subscription);
  const released = change(
    step,
    { of: "schedules", id },
    {
      current_phase: null,
      released_at: step.now,
      released_subscription: subscription,
      status: "released",
      subscription: null,
    },
  );
  emit(step, "subscription_schedule.released", released);
  return released;
}

/** Ends the schedule, and its subscription with it. */
export function cancelSchedule(step: Step, params: Stripe.SubscriptionScheduleCancelParams, id: string): Schedule {
  const { subscription } = requireOpen(step, id);
  const patch = { canceled_at: step.now, current_phase: null, status: "canceled" } as const;
  const canceled = change(step, { of: "schedules", id }, patch);
  emit(step, "subscription_schedule.canceled", canceled);
  if (subscription) {
    const { invoice_now = true, prorate = true } = params;
    cancelSubscription(step, { invoice_now, prorate }, subscription);
  }
  return require(step, "schedules", id);
}

function scheduleNew(step: Step, params: CreateParams): Schedule {
  if (params.customer === undefined) throw parameterMissing("customer");
  const customer = requireCustomer(step, params.customer);
  const start = params.start_date === undefined || params.start_date === "now" ? step.now : params.start_date;
  if (start < step.now)
    throw invalid("This sandbox starts no schedule in the past.", "start_date", "sandbox_parameter_not_built");
  const phases = readPhases(step, params.phases ?? [], { start });
  const { id } = step.world.put("schedules", {
    ...buildSchedule(step, {
      customer,
      subscription: null,
      phases,
      endBehavior: or(params.end_behavior, "release"),
      metadata: metadataOf({}, params.metadata),
    }),
  });
  emitSettled(step, "subscription_schedule.created", { of: "schedules", id });
  if (start <= step.now) beginPhase(step, id, 0);
  return require(step, "schedules", id);
}

function scheduleRunning(step: Step, params: CreateParams): Schedule {
  if (params.phases ?? params.customer ?? params.start_date) {
    throw invalid(
      "With `from_subscription` only `metadata` and `end_behavior` can be given; update the schedule then.",
      "from_subscription",
    );
  }
  const subscription = require(step, "subscriptions", params.from_subscription ?? "", "from_subscription");
  if (subscription.ended_at !== null)
    throw invalid("A subscription that has ended can not be scheduled.", "from_subscription");
  if (subscription.schedule !== null) {
    throw invalid(
      `You cannot migrate a subscription that is already attached to a schedule: ${subscription.schedule}.`,
      "from_subscription",
    );
  }
  const phase = phaseOf(subscription);
  const built = buildSchedule(step, {
    customer: requireCustomer(step, subscription.customer),
    subscription,
    phases: [phase],
    endBehavior: or(params.end_behavior, "release"),
    metadata: metadataOf({}, params.metadata),
  });
  const current_phase = { start_date: phase.start_date, end_date: phase.end_date };
  const made = step.world.put("schedules", { ...built, current_phase, status: "active" });
  emit(step, "subscription_schedule.created", made);
  change(step, { of: "subscriptions", id: subscription.id }, { schedule: made.id }, "customer.subscription.updated");
  return made;
}

function requireOpen(step: Step, id: string): Schedule {
  const schedule = require(step, "schedules", id);
  if (schedule.status === "not_started" || schedule.status === "active") return schedule;
  throw invalid(`You cannot change a subscription schedule that is ${schedule.status}.`);
}

function runningIn({ phases, current_phase: current }: Schedule): SchedulePhase | undefined {
  return current ? phases.find((phase) => phase.start_date === current.start_date) : undefined;
}

/** What is over stays as it was; the phase that runs must be named again, since it can change but not begin anew. */
function phasesAfter(step: Step, before: Schedule, asked: NonNullable<UpdateParams["phases"]>): SchedulePhase[] {
  return before.current_phase
    ? phasesFrom(step, before, { asked, runs: before.current_phase })
    : readPhases(step, asked, { start: firstStart(before, asked), currency: before.phases[0]?.currency });
}

function phasesFrom(
  step: Step,
  { phases }: Schedule,
  { asked, runs }: { asked: NonNullable<UpdateParams["phases"]>; runs: { start_date: number } },
): SchedulePhase[] {
  const start = asked[0]?.start_date ?? runs.start_date;
  if (start !== runs.start_date) {
    throw invalid("The first phase must be the one that runs now.", "phases[0][start_date]");
  }
  const fresh = readPhases(step, asked, { start: runs.start_date, currency: phases[0]?.currency });
  if ((fresh[0]?.end_date ?? 0) <= step.now) {
    throw invalid("The phase that runs now can not end in the past.", "phases[0][end_date]");
  }
  return [...phases.filter((phase) => phase.end_date <= runs.start_date), ...fresh];
}

/** A schedule that has not begun may begin at another time, if that is still to come. */
function firstStart({ phases }: Schedule, [first]: NonNullable<UpdateParams["phases"]>): number {
  return typeof first?.start_date === "number" ? first.start_date : (phases[0]?.start_date ?? 0);
}

function detach(step: Step, subscription: string): void {
  change(step, { of: "subscriptions", id: subscription }, { schedule: null }, "customer.subscription.updated");
}
