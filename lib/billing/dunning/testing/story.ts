import type { Story, ToldInvoice, ToldSubscription } from "@/lib/billing/dunning/story";

/** Pro by the month, whose payment of December 2 is missing, and what may differ from that. */

export const FAILED_AT = new Date("2026-12-02T10:00:00.000Z");

/** So many days after the payment failed. */
export function afterDays(days: number): Date {
  return new Date(FAILED_AT.getTime() + days * 86_400_000);
}

export function aSubscription(overrides: Partial<ToldSubscription> = {}): ToldSubscription {
  return {
    id: "sub_1",
    plan: "pro",
    status: "past_due",
    isPrimary: true,
    interval: "month",
    intervalCount: 1,
    currency: "usd",
    unitAmountMinor: 1_900,
    quantity: 1,
    currentPeriodStart: FAILED_AT,
    currentPeriodEnd: afterDays(31),
    trialEnd: null,
    cancelAt: null,
    endedAt: null,
    pastDueSince: FAILED_AT,
    cancellationReason: null,
    plannedPlan: null,
    plannedInterval: null,
    plannedQuantity: null,
    pausedFrom: null,
    pausedUntil: null,
    plannedAt: null,
    ...overrides,
  };
}

export function anInvoice(overrides: Partial<ToldInvoice> = {}): ToldInvoice {
  return {
    id: "in_1",
    subscriptionId: "sub_1",
    number: "A-1",
    status: "open",
    currency: "usd",
    amountPaidMinor: 0,
    amountRemainingMinor: 1_900,
    attemptCount: 1,
    nextAttemptAt: afterDays(3),
    paidAt: null,
    createdAt: FAILED_AT,
    ...overrides,
  };
}

export function paidInvoice(overrides: Partial<ToldInvoice> = {}): ToldInvoice {
  const paid = { status: "paid", amountPaidMinor: 1_900, amountRemainingMinor: 0, nextAttemptAt: null };
  return anInvoice({ ...paid, paidAt: FAILED_AT, ...overrides });
}

export function aStory(overrides: Partial<Story> = {}): Story {
  return {
    subscriptions: [aSubscription()],
    invoices: [anInvoice()],
    refunded: [],
    card: null,
    endings: new Set(),
    told: new Set(),
    ...overrides,
  };
}
