import "server-only";
import { type Access, type AccessSubject, access } from "@/lib/billing/access";
import { cycleAt } from "@/lib/billing/cycle";
import { findStanding, type StandingRow } from "@/lib/billing/queries/standing";
import { PaidPlanId, type Period } from "@/lib/billing/schema";
import { betterOf } from "@/lib/billing/seats/access-through";
import { throughTeam } from "@/lib/billing/seats/through-team";
import { type Clock, DAY_MS, now as clockNow, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** `period` is the cycle an allowance is for: a month, never longer than what is paid for. */
export type Standing = Omit<Access, "period" | "periodHeldUntil"> & {
  period: Period;
  subscriptionId: string | undefined;
};

/**
 * What a person has at this moment, and why.
 * @throws AppError `not_found` when there is no such person.
 */
export async function standingOf(userId: string, now: Clock = clockNow): Promise<Standing> {
  const row = await findStanding(userId);
  if (row === undefined) throw new AppError("not_found");
  const moment = now();
  const own = access(subjectOf(row), moment);
  const team = row.isInTeam ? await throughTeam(userId, moment) : undefined;
  const { period, periodHeldUntil, ...granted } = betterOf(own, team);
  return {
    ...granted,
    period: allowanceCycle({ period, periodHeldUntil }, row.signedUpAt, moment),
    subscriptionId: row.id ?? undefined,
  };
}

function subjectOf(row: StandingRow): AccessSubject | undefined {
  return row.id === null ? undefined : { ...row, plan: paidPlan(row.plan) };
}

/** The column as our type: what is none of our plans is none. */
export function paidPlan(plan: string | null): AccessSubject["plan"] {
  return PaidPlanId.safeParse(plan).data ?? null;
}

/** Stripe's months are at most this long; what is longer was paid in advance and is granted by the month. */
const LONGEST_MONTH_MS = 31 * DAY_MS;

/**
 * The month an allowance is for: of the paid period, or else from sign-up on. A year's months are counted from its
 * end, so that there are twelve of them also when it began on a leap day. While a renewal is unconfirmed the last
 * month goes on: a new one is granted only once Stripe confirms that it began.
 */
export function allowanceCycle(
  { period, periodHeldUntil }: Pick<Access, "period" | "periodHeldUntil">,
  signedUpAt: Date,
  moment: Date,
): Period {
  if (period === undefined) return cycleAt(signedUpAt, moment);
  // Stripe's clock may be ahead of ours: a period that begins in a moment has begun.
  const within = moment < period.startsAt ? period.startsAt : moment;
  if (within < period.endsAt) return notBeyond(monthOf(period, within), periodHeldUntil);
  const { startsAt, endsAt } = monthOf(period, plusMs(period.endsAt, -1));
  return { startsAt, endsAt: periodHeldUntil ?? endsAt };
}

/** Nobody may come by when the plan ends, so the allowance of the plan has to end by itself. */
function notBeyond({ startsAt, endsAt }: Period, limit: Date | undefined): Period {
  return { startsAt, endsAt: limit !== undefined && limit < endsAt ? limit : endsAt };
}

function monthOf(period: Period, moment: Date): Period {
  if (period.endsAt.getTime() - period.startsAt.getTime() <= LONGEST_MONTH_MS) return period;
  const { startsAt, endsAt } = cycleAt(period.endsAt, moment);
  return { startsAt: startsAt > period.startsAt ? startsAt : period.startsAt, endsAt };
}
