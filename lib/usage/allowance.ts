import "server-only";
import { PLANS } from "@/lib/billing/plans";
import type { Period, PlanId } from "@/lib/billing/schema";
import { standingOf } from "@/lib/billing/standing";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { type CycleBalance, findCycle, putCycle } from "@/lib/usage/queries/cycles";
import type { Allowance } from "@/lib/usage/schema";
import { countSeats, putSeatCycle } from "@/lib/usage/seat-cycles";

/** What grants an allowance: a plan, over a period. Billing's answer unless told otherwise. */
export type StandingSource = (userId: string, now: Clock) => Promise<Granting>;
type Granting = { plan: PlanId; period: Period; seatOf?: string | undefined };

/** Of somebody whose team changes under them while they look; more often than that it does not. */
const TRIES = 4;

/**
 * What the person may still use, and until when. Opens the cycle when it is the first to be asked about it.
 * @throws an error when the team through which they have it changes faster than it can be read.
 */
export async function allowanceFor(
  userId: string,
  now: Clock = clockNow,
  standing: StandingSource = standingOf,
): Promise<Allowance> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const [granting, found] = await Promise.all([standing(userId, now), findCycle(userId, now())]);
    if (found && isCycle(found, granting)) return view(found, granting.plan);
    if (!(await open(userId, granting, now))) continue;
    const opened = await findCycle(userId, now());
    if (!opened) throw new Error("A cycle that was just opened is not there");
    return view(opened, granting.plan);
  }
  throw new Error("A team changed each time that its seats were looked at");
}

/** False where the seat is not theirs any more: what they have has to be read again. */
async function open(userId: string, { plan, period, seatOf }: Granting, now: Clock): Promise<boolean> {
  const grant = { userId, plan, period, grantMicros: PLANS[plan].grants.allowanceMicros };
  if (seatOf !== undefined) return putSeatCycle({ ...grant, ownerId: seatOf }, now);
  await putCycle(grant, now());
  if (PLANS[plan].hasSeats) await countSeats(userId, now);
  return true;
}

function isCycle(cycle: CycleBalance, { plan, period, seatOf }: Granting): boolean {
  return (
    (seatOf === undefined || cycle.seatOf === seatOf) &&
    cycle.plan === plan &&
    cycle.startsAt.getTime() === period.startsAt.getTime() &&
    cycle.endsAt.getTime() === period.endsAt.getTime() &&
    cycle.planGrantMicros >= PLANS[plan].grants.allowanceMicros
  );
}

function view(
  { grantedMicros, balanceMicros, reservedMicros, giftMicros, creditMicros, startsAt, endsAt, ...cycle }: CycleBalance,
  plan: PlanId,
): Allowance {
  return {
    plan,
    period: { startsAt, endsAt },
    grantedMicros,
    usedMicros: grantedMicros - balanceMicros - reservedMicros,
    reservedMicros,
    remainingMicros: balanceMicros,
    giftMicros,
    creditMicros,
    resetsAt: endsAt,
    lessBecause: grantedMicros < cycle.planGrantMicros ? reasonOf(cycle) : null,
  };
}

/** Where a seat granted less than its plan does. */
function reasonOf({ seatOf, hasAllOfSeat }: Pick<CycleBalance, "seatOf" | "hasAllOfSeat">): Allowance["lessBecause"] {
  if (seatOf === null) return null;
  return hasAllOfSeat ? "seat-added" : "seat-used";
}
