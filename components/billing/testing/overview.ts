import type { BillingOverview, InvoiceView, SubscriptionView } from "@/lib/billing/schema";

/** Views as the server hands them out, for tests. */

export const DAY_OF_RENEWAL = new Date("2026-12-05T09:00:00Z");

/** Somebody new, on Free. */
export function anOverview(changes: Partial<BillingOverview> = {}): BillingOverview {
  return {
    plan: "free",
    planName: "Free",
    state: "free",
    reason: "You are on Free.",
    needsAttention: false,
    through: null,
    subscription: null,
    hasDuplicates: false,
    renewsAt: null,
    endsAt: null,
    nextPayment: null,
    card: null,
    invoices: [],
    canOpenPortal: false,
    canTrial: true,
    isTrialRefused: false,
    currency: "usd",
    ...changes,
  };
}

/** Somebody who pays for Pro by the month. */
export function aProOverview(changes: Partial<BillingOverview> = {}): BillingOverview {
  return anOverview({
    plan: "pro",
    planName: "Pro",
    state: "active",
    reason: "You have Pro. It renews on December 5, 2026.",
    subscription: aSubscription(),
    renewsAt: DAY_OF_RENEWAL,
    nextPayment: { amountMinor: 1_900, currency: "usd", at: DAY_OF_RENEWAL },
    card: { brand: "visa", last4: "4242", expMonth: 4, expYear: 2030 },
    invoices: [anInvoice()],
    canOpenPortal: true,
    canTrial: false,
    ...changes,
  });
}

export function aSubscription(changes: Partial<SubscriptionView> = {}): SubscriptionView {
  return {
    id: "sub_1",
    plan: "pro",
    status: "active",
    price: { amountMinor: 1_900, currency: "usd", interval: "month", intervalCount: 1, quantity: 1 },
    period: { startsAt: new Date("2026-11-05T09:00:00Z"), endsAt: DAY_OF_RENEWAL },
    trialEndsAt: null,
    givenUntil: null,
    cancelAt: null,
    endedAt: null,
    isPrimary: true,
    isDuplicate: false,
    createdAt: new Date("2026-11-05T09:00:00Z"),
    ...changes,
  };
}

export function anInvoice(changes: Partial<InvoiceView> = {}): InvoiceView {
  return {
    id: "in_1",
    number: "PAR-0001",
    status: "paid",
    total: { amountMinor: 1_900, currency: "usd" },
    amountPaid: { amountMinor: 1_900, currency: "usd" },
    createdAt: new Date("2026-11-05T09:00:00Z"),
    paidAt: new Date("2026-11-05T09:00:05Z"),
    hostedUrl: "https://stripe.example/invoice/in_1",
    pdfUrl: "https://stripe.example/invoice/in_1/pdf",
    ...changes,
  };
}
