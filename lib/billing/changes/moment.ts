import { PLANS, planRank } from "@/lib/billing/plans";
import type { ChangeMoment, PlanChange, PlanWish } from "@/lib/billing/schema";

/** A plan, how it is paid, and how many of it. */
export type Target = PlanChange & { seats: number };
type Held = Target & { isTrial: boolean };

/** What a wish comes to. Seats stay as many as they are unless it says another number; what is sold without has one. */
export function targetOf(held: Target, { plan, interval, seats }: PlanWish): Target {
  const kept = PLANS[held.plan].hasSeats ? held.seats : 1;
  return { plan, interval, seats: PLANS[plan].hasSeats ? (seats ?? kept) : 1 };
}

/**
 * When a change happens: more, and what is paid longer ahead, begins at once; less of anything waits for the end of what
 * is paid. In a trial nothing is paid, so everything begins at once. Undefined for what one has.
 */
export function momentOf(held: Held, wish: PlanWish): ChangeMoment | undefined {
  const target = targetOf(held, wish);
  const { plan, interval, seats } = target;
  if (held.plan === plan && held.interval === interval && held.seats === seats) return undefined;
  if (held.isTrial || planRank(plan) > planRank(held.plan)) return "now";
  return plan === held.plan && isNoLess(held, target) ? "now" : "periodEnd";
}

function isNoLess(held: Held, { interval, seats }: Target): boolean {
  const isShorter = held.interval === "year" && interval === "month";
  return !isShorter && seats >= held.seats;
}
