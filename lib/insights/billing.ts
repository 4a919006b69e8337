import "server-only";
import { CURRENCY } from "@/lib/billing/plans";
import { RECURRING_STATUSES } from "@/lib/billing/recurring-changes";
import type { AdminBilling, AdminDuplicate, AdminEvent, AdminPayment } from "@/lib/billing/schema";
import { paidPlan } from "@/lib/billing/standing";
import { countDead, findDuplicates, findRecentEvents, findRecentPayments } from "@/lib/insights/queries/billing";
import { countPaying, findTallies, type Tally } from "@/lib/insights/queries/sums";
import { monthlyMinor } from "@/lib/insights/recurring";
import { type Clock, DAY_MS, now as clockNow, plusMs } from "@/lib/platform/clock";

const RECURRING: ReadonlySet<string> = new Set(RECURRING_STATUSES);
const EVENT_DAYS = 30;

/** The operator's view of billing, from our projection of Stripe. Revenue, and who pays it, is that in one currency. */
export async function adminBilling(
  { currency = CURRENCY }: { currency?: string } = {},
  now: Clock = clockNow,
): Promise<AdminBilling> {
  const asOf = now();
  const [tallies, paying, payments, events, deadEvents, duplicates] = await Promise.all([
    findTallies(),
    countPaying(currency),
    findRecentPayments(),
    findRecentEvents(),
    countDead(plusMs(asOf, -EVENT_DAYS * DAY_MS)),
    findDuplicates(),
  ]);
  const ours = tallies.filter((tally) => tally.plan !== null && tally.currency === currency);
  const trials = ours.filter(({ status }) => status === "trialing");
  return {
    asOf,
    subscriptions: byPlanAndStatus(tallies),
    paying,
    trialing: trials.reduce((sum, { count }) => sum + count, 0),
    mrr: { amountMinor: monthlyOf(ours.filter(({ status }) => RECURRING.has(status))), currency },
    trialMrr: { amountMinor: monthlyOf(trials), currency },
    payments: payments.map(paymentView),
    events: events.map(eventView),
    deadEvents,
    duplicates: duplicates.map(duplicateView),
  };
}

function monthlyOf(tallies: readonly Tally[]): number {
  return monthlyMinor(tallies.reduce((sum, { yearlyMinor }) => sum + yearlyMinor, 0n));
}

function byPlanAndStatus(tallies: readonly Tally[]): AdminBilling["subscriptions"] {
  const counts = new Map<string, AdminBilling["subscriptions"][number]>();
  for (const { plan, status, count } of tallies) {
    const key = `${plan} ${status}`;
    counts.set(key, { plan: paidPlan(plan), status, count: (counts.get(key)?.count ?? 0) + count });
  }
  return [...counts.values()];
}

export function paymentView(row: Awaited<ReturnType<typeof findRecentPayments>>[number]): AdminPayment {
  return {
    id: row.id,
    email: row.user.email,
    status: row.status,
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    refundedMinor: row.refundedMinor,
    declineCode: row.declineCode,
    card: row.cardLast4 === null ? null : `${row.cardBrand ?? "card"} ${row.cardLast4}`,
    createdAt: row.stripeCreatedAt,
  };
}

export function eventView(row: Awaited<ReturnType<typeof findRecentEvents>>[number]): AdminEvent {
  const { id, type, status, attempts, reason, warning, customerId, stripeCreatedAt, receivedAt, appliedAt } = row;
  return {
    id,
    type,
    state: status,
    attempts,
    reason,
    warning,
    customerId,
    createdAt: stripeCreatedAt,
    receivedAt,
    appliedAt,
  };
}

function duplicateView(row: Awaited<ReturnType<typeof findDuplicates>>[number]): AdminDuplicate {
  return {
    subscriptionId: row.id,
    email: row.user.email,
    plan: row.plan,
    status: row.status,
    price: { amountMinor: row.unitAmountMinor * row.quantity, currency: row.currency, interval: row.interval },
    isPrimary: row.isPrimary,
  };
}
