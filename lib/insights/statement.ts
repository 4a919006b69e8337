import "server-only";
import { CURRENCY } from "@/lib/billing/plans";
import { RECURRING_STATUSES } from "@/lib/billing/recurring-changes";
import type { AdminEvent } from "@/lib/billing/schema";
import { paidPlan } from "@/lib/billing/standing";
import { findDeadEvents, findOpenEvents, measureOpenEvents } from "@/lib/insights/queries/statement";
import { findTallies, type Tally } from "@/lib/insights/queries/sums";
import { monthlyMinor } from "@/lib/insights/recurring";
import type { OpenEvents, RecurringLine } from "@/lib/insights/schema";
import { type Clock, DAY_MS, now as clockNow, plusMs } from "@/lib/platform/clock";

/** The statuses that `adminBilling` counts as recurring revenue, and those of a trial. */
const IN_THE_STATEMENT: ReadonlySet<string> = new Set([...RECURRING_STATUSES, "trialing"]);
const DEAD_SHOWN_DAYS = 30;

/** What the recurring revenue is made of: one line a plan, price and status. Trials are lines of their own. */
export async function recurringLines({ currency = CURRENCY }: { currency?: string } = {}): Promise<RecurringLine[]> {
  const tallies = await findTallies();
  return tallies
    .filter((tally) => tally.plan !== null && tally.currency === currency && IN_THE_STATEMENT.has(tally.status))
    .toSorted((a, b) => a.priceMinor - b.priceMinor || (a.interval < b.interval ? -1 : 1))
    .map(lineView);
}

function lineView({ plan, status, currency, interval, intervalCount, priceMinor, count, yearlyMinor }: Tally) {
  return {
    plan: paidPlan(plan),
    status,
    interval,
    intervalCount,
    price: { amountMinor: priceMinor, currency },
    count,
    monthly: { amountMinor: monthlyMinor(yearlyMinor), currency },
  };
}

/** How far our copy of Stripe may be behind. */
export function openEvents(): Promise<OpenEvents> {
  return measureOpenEvents();
}

/** Not applied yet, the oldest first; or given up in the last 30 days, the newest first. */
export async function eventsToLookAt(choice: "open" | "dead", now: Clock = clockNow): Promise<AdminEvent[]> {
  const rows =
    choice === "open" ? await findOpenEvents() : await findDeadEvents(plusMs(now(), -DEAD_SHOWN_DAYS * DAY_MS));
  return rows.map(({ id, type, status, attempts, reason, warning, customerId, ...at }) => ({
    id,
    type,
    state: status,
    attempts,
    reason,
    warning,
    customerId,
    createdAt: at.stripeCreatedAt,
    receivedAt: at.receivedAt,
    appliedAt: at.appliedAt,
  }));
}
