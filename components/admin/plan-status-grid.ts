import { PLAN_IDS } from "@/lib/billing/plans";
import type { AdminBilling, PlanId } from "@/lib/billing/schema";

/** From being paid for to being over; a status that is not here comes last, under its own name. */
const ORDER = [
  "active",
  "trialing",
  "given",
  "past_due",
  "unpaid",
  "paused",
  "incomplete",
  "incomplete_expired",
  "canceled",
];

export type PlanStatusGrid = {
  /** Those that occur. */
  statuses: string[];
  rows: { plan: PlanId | null; counts: number[]; total: number }[];
  totals: number[];
  total: number;
};

/** Subscriptions as a table: plans down, statuses across, with both sums. */
export function planStatusGrid(subscriptions: AdminBilling["subscriptions"]): PlanStatusGrid {
  const statuses = [...new Set(subscriptions.map(({ status }) => status))].toSorted(
    (one, other) => placeOf(one) - placeOf(other) || one.localeCompare(other),
  );
  const plans = [...PLAN_IDS, null].filter((plan) => subscriptions.some((each) => each.plan === plan));
  const countOf = (isWanted: (each: AdminBilling["subscriptions"][number]) => boolean) =>
    subscriptions.filter(isWanted).reduce((sum, { count }) => sum + count, 0);
  return {
    statuses,
    rows: plans.map((plan) => ({
      plan,
      counts: statuses.map((status) => countOf((each) => each.plan === plan && each.status === status)),
      total: countOf((each) => each.plan === plan),
    })),
    totals: statuses.map((status) => countOf((each) => each.status === status)),
    total: countOf(() => true),
  };
}

function placeOf(status: string): number {
  const place = ORDER.indexOf(status);
  return place < 0 ? ORDER.length : place;
}
