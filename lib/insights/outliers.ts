import "server-only";
import { findOutliers } from "@/lib/insights/queries/outliers";
import type { DayOfAll, OutlierChoice, UsageOutlier } from "@/lib/insights/schema";
import { type Clock, DAY_MS, HOUR_MS, now as clockNow, plusMs } from "@/lib/platform/clock";
import { spentToday } from "@/lib/usage/ceilings";
import { CEILINGS } from "@/lib/usage/rules";

const LENGTH_MS = { day: DAY_MS, week: 7 * DAY_MS } as const;

/** Who stands out of the last 24 hours, or of 7 days, by one measure; the hour that runs is the last of them. At most 25. */
export function usageOutliers({ by, over }: OutlierChoice, now: Clock = clockNow): Promise<UsageOutlier[]> {
  const to = plusMs(new Date(Math.floor(now().getTime() / HOUR_MS) * HOUR_MS), HOUR_MS);
  return findOutliers({ by, from: plusMs(to, -LENGTH_MS[over]), to });
}

/** What all of us used today (UTC), and the ceilings that hold. */
export async function dayOfAll(now: Clock = clockNow): Promise<DayOfAll> {
  const { personMicros, globalMicros } = CEILINGS;
  return { spentMicros: await spentToday(now), globalMicros: globalMicros ?? null, personMicros: personMicros ?? null };
}
