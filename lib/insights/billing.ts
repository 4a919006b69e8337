import "server-only";
import { CURRENCY } from "@/lib/billing/plans";
import { RECURRING_STATUSES } from "@/lib/billing/recurring-changes";
import type { AdminBilling, AdminDuplicate, AdminEvent, AdminPayment } from "@/lib/billing/schema";
import { paidPlan } from "@/lib/billing/standing";
import {
  countEvents,
  countPeople,
  countSubscriptions,
  findDuplicates,
  findRecentEvents,
  findRecentPayments,
  sumRecurring,
} from "@/lib/insights/queries/billing";
import { monthlyMinor } from "@/lib/insights/recurring";
import { type Clock, DAY_MS, now as clockNow, plusMs } from "@/lib/platform/clock";

const TRYING = ["trialing"] as const;
const EVENT_DAYS = 30;

/** The operator's view of billing, from our projection of Stripe. Revenue is that in one currency. */
export async function adminBilling(
  { currency = CURRENCY }: { currency?: string } = {},
  now: Clock = clockNow,
): Promise<AdminBilling> {
  const asOf = now();
  const [subscriptions, paying, trialing, mrr, trialMrr, payments, events, eventCounts, duplicates] = await Promise.all(
    [
      countSubscriptions(),
      countPeople(RECURRING_STATUSES),
      countPeople(TRYING),
      sumRecurring(currency, RECURRING_STATUSES),
      sumRecurring(currency, TRYING),
      findRecentPayments(),
      findRecentEvents(),
      countEvents(plusMs(asOf, -EVENT_DAYS * DAY_MS)),
      findDuplicates(),
    ],
  );
  return {
    asOf,
    subscriptions: subscriptions.map(({ plan, status, _count }) => ({
      plan: paidPlan(plan),
      status,
      count: _count._all,
    })),
    paying,
    trialing,
    mrr: { amountMinor: monthlyMinor(mrr), currency },
    trialMrr: { amountMinor: monthlyMinor(trialMrr), currency },
    payments: payments.map(paymentView),
    events: events.map(eventView),
    eventCounts: eventCounts.map(({ status, _count }) => ({ state: status, count: _count._all })),
    duplicates: duplicates.map(duplicateView),
  };
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
