import "server-only";
import { CURRENCY } from "@/lib/billing/plans";
import type { AdminEvent } from "@/lib/billing/schema";
import { paidPlan } from "@/lib/billing/standing";
import {
  findDeadEvents,
  findLines,
  findOpenEvents,
  type LineRow,
  measureOpenEvents,
} from "@/lib/insights/queries/statement";
import { monthlyMinor } from "@/lib/insights/recurring";
import type { OpenEvents, RecurringLine } from "@/lib/insights/schema";
import { type Clock, DAY_MS, now as clockNow, plusMs } from "@/lib/platform/clock";

/** The statuses that `adminBilling` counts as recurring revenue, and those of a trial. */
const IN_THE_STATEMENT = ["active", "past_due", "trialing"] as const;
const DEAD_SHOWN_DAYS = 30;

/** What the recurring revenue is made of: one line a plan, price and status. Trials are lines of their own. */
export async function recurringLines({ currency = CURRENCY }: { currency?: string } = {}): Promise<RecurringLine[]> {
  return (await findLines(currency, IN_THE_STATEMENT)).map((row) => lineView(row, currency));
}

function lineView(
  { plan, status, interval, intervalCount, priceMinor, count, total }: LineRow,
  currency: string,
): RecurringLine {
  const monthly = monthlyMinor([{ interval, intervalCount, totalMinor: BigInt(total) }]);
  return {
    plan: paidPlan(plan),
    status,
    interval,
    intervalCount,
    price: { amountMinor: priceMinor, currency },
    count,
    monthly: { amountMinor: monthly, currency },
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
