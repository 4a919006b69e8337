import { planRank } from "@/lib/billing/plans";
import type { ChangeMoment, PlanChange } from "@/lib/billing/schema";

type Held = PlanChange & { isTrial: boolean };

/**
 * When a change happens: more, and what is paid longer ahead, begins at once; less waits for the end of what is paid.
 * In a trial nothing is paid, so everything begins at once. Undefined for what one has.
 */
export function momentOf(held: Held, { plan, interval }: PlanChange): ChangeMoment | undefined {
  if (held.plan === plan && held.interval === interval) return undefined;
  if (held.isTrial || planRank(plan) > planRank(held.plan)) return "now";
  return plan === held.plan && interval === "year" ? "now" : "periodEnd";
}
