import { z } from "zod";
import { MOST_MONTHS_PAUSED } from "@/lib/billing/plans";

/** Wire shapes of pausing, shared by browser and server. */

export const PausePlan = z.strictObject({
  months: z.int("Whole months.").min(1, "At least one month.").max(MOST_MONTHS_PAUSED, "At most three months."),
});
export type PausePlan = z.infer<typeof PausePlan>;

/** Yes to going on: what was shown, so that nothing else is charged. */
export const GoOn = z.strictObject({ dueMinor: z.int().nonnegative() });
export type GoOn = z.infer<typeof GoOn>;

/** What going on costs now; nothing while what was paid for still runs. */
export type GoOnQuote = GoOn & { currency: string; renewsAt: Date };
