import "server-only";
import type { Period } from "@/lib/billing/schema";

/**
 * The month-long cycle, counted from `anchor`, that holds `moment`: `startsAt <= moment < endsAt`. Cycles start on the
 * anchor's day and time (UTC) in every month, or on a shorter month's last day, and so follow each other without gap
 * or overlap. A moment before the anchor is in the cycle that ends there, or in one before it.
 */
export function cycleAt(anchor: Date, moment: Date): Period {
  const guess = monthsBetween(anchor, moment);
  const startsAt = plusMonths(anchor, guess);
  if (startsAt > moment) return { startsAt: plusMonths(anchor, guess - 1), endsAt: startsAt };
  return { startsAt, endsAt: plusMonths(anchor, guess + 1) };
}

/** The same day and time so many months on; where that month is too short, its last day. */
export function plusMonths(anchor: Date, months: number): Date {
  const moved = new Date(anchor);
  moved.setUTCDate(1);
  moved.setUTCMonth(anchor.getUTCMonth() + months);
  moved.setUTCDate(Math.min(anchor.getUTCDate(), daysIn(moved)));
  return moved;
}

function monthsBetween(from: Date, to: Date): number {
  return (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
}

function daysIn(month: Date): number {
  return new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).getUTCDate();
}
