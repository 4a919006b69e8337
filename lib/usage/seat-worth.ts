import type { Period } from "@/lib/billing/schema";
import { DAY_MS } from "@/lib/platform/clock";
import { shareOfRest } from "@/lib/usage/grant";

/** What is known of a team's seats in a cycle, the owner's own among them. */
export type SeatsKnown = {
  /** That this cycle has already. */
  here: number;
  /** That the last cycle before it had, where there was one. */
  before: number | undefined;
  /** The owner came to the plan within this cycle, and was granted the share that was left of it. */
  isJoinedWithin: boolean;
};

export type SeatWorth = { place: number; grantMicros: bigint };

/** What is added so soon costs all but a thirtieth, and nobody is told of a share of it. */
const WHOLE_WITHIN_MS = DAY_MS;

/**
 * The seats that a cycle still lacks, and what each is worth: all that the plan grants, or, for one that was added
 * within the cycle, the share that was left of it, as it was paid for. Pure.
 */
export function seatsLacking(
  known: SeatsKnown,
  { seats, period, grantMicros }: { seats: number; period: Period; grantMicros: bigint },
  now: Date,
): SeatWorth[] {
  const isYoung = now.getTime() - period.startsAt.getTime() < WHOLE_WITHIN_MS;
  const whole = wholeSeats(known, { seats, isYoung });
  const share = shareOfRest(grantMicros, period, now);
  const lacking = Math.max(0, seats - known.here);
  return Array.from({ length: lacking }, (_, index) => known.here + index + 1).map((place) => ({
    place,
    grantMicros: place <= whole ? grantMicros : share,
  }));
}

type Opening = { seats: number; isYoung: boolean };

/** How many were there as the cycle began, as far as anybody knows. */
function wholeSeats({ here, before, isJoinedWithin }: SeatsKnown, { seats, isYoung }: Opening): number {
  if (isYoung) return seats;
  if (here > 0) return here;
  return isJoinedWithin ? 0 : (before ?? seats);
}
