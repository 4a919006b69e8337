import "server-only";
import { type Clock, DAY_MS, SECOND_MS } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { dayOf } from "@/lib/usage/admission-bounds";
import type { RefusalReason } from "@/lib/usage/admission-request";
import { sumSpent } from "@/lib/usage/queries/spend";

/** What a person is told where a ceiling of the day is in the way; nothing where another thing is. */
export function ceilingReached(reason: RefusalReason | null, moment: Date): AppError | undefined {
  if (reason === "person_ceiling")
    return new AppError("day_spent", undefined, { retryAfterS: secondsToMidnight(moment) });
  return reason === "global_ceiling" ? new AppError("spend_stopped") : undefined;
}

/** Micro-dollars that all of us used since midnight, UTC. */
export function spentToday(now: Clock): Promise<bigint> {
  return sumSpent(dayOf(now()));
}

/** Whole seconds, at least 1, until the day is over in UTC. */
export function secondsToMidnight(moment: Date): number {
  return Math.ceil((DAY_MS - (moment.getTime() % DAY_MS)) / SECOND_MS);
}
