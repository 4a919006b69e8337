import "server-only";
import { dayAfter, daysFrom, startOfDay } from "@/lib/platform/zones";
import { findSpanUse } from "@/lib/usage/queries/days";
import type { DayUse } from "@/lib/usage/schema";

type Days = {
  /** Both included, on the calendar of the zone. */
  first: string;
  last: string;
  zone: string;
};

/**
 * What a person used on each day of their own calendar, by model; a day without use has no row. Sums are by the hour of
 * UTC: where midnight falls within one, that hour counts with the day in which it begins.
 */
export async function usageByDay(userId: string, { first, last, zone }: Days): Promise<DayUse[]> {
  const days = daysFrom(first, last);
  if (days.length === 0) return [];
  const moments = [...days, dayAfter(last)].map((day) => startOfDay(day, zone));
  const rows = await findSpanUse(userId, moments);
  return rows.map(({ span, model, chargedMicros }) => ({ day: days[span - 1] ?? last, model, chargedMicros }));
}
