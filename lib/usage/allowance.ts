import "server-only";
import { PLANS } from "@/lib/billing/plans";
import type { Period, PlanId } from "@/lib/billing/schema";
import { standingOf } from "@/lib/billing/standing";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { type CycleBalance, findCycle, putCycle } from "@/lib/usage/queries/cycles";
import type { Allowance } from "@/lib/usage/schema";

/** What grants an allowance: a plan, over a period. Billing's answer unless told otherwise. */
export type StandingSource = (userId: string, now: Clock) => Promise<{ plan: PlanId; period: Period }>;

/** What the person may still use, and until when. Opens the cycle when it is the first to be asked about it. */
export async function allowanceFor(
  userId: string,
  now: Clock = clockNow,
  standing: StandingSource = standingOf,
): Promise<Allowance> {
  const [{ plan, period }, found] = await Promise.all([standing(userId, now), findCycle(userId, now())]);
  if (found && isCycle(found, plan, period)) return view(found, plan);
  await putCycle({ userId, plan, period, grantMicros: PLANS[plan].grants.allowanceMicros }, now());
  const opened = await findCycle(userId, now());
  if (!opened) throw new Error("A cycle that was just opened is not there");
  return view(opened, plan);
}

function isCycle(cycle: CycleBalance, plan: PlanId, period: Period): boolean {
  return (
    cycle.plan === plan &&
    cycle.startsAt.getTime() === period.startsAt.getTime() &&
    cycle.endsAt.getTime() === period.endsAt.getTime() &&
    cycle.planGrantMicros >= PLANS[plan].grants.allowanceMicros
  );
}

function view(
  { grantedMicros, balanceMicros, reservedMicros, creditMicros, startsAt, endsAt }: CycleBalance,
  plan: PlanId,
): Allowance {
  return {
    plan,
    period: { startsAt, endsAt },
    grantedMicros,
    usedMicros: grantedMicros - balanceMicros - reservedMicros,
    reservedMicros,
    remainingMicros: balanceMicros,
    creditMicros,
    resetsAt: endsAt,
  };
}
