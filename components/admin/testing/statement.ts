import type { AdminBilling, AdminDuplicate, AdminEvent, AdminPayment } from "@/lib/billing/schema";
import type { RecurringLine } from "@/lib/insights/schema";

/** The operator's figures as the server hands them out, for tests. */

export const NOON = new Date("2026-11-21T12:00:00Z");

export function aPayment(changes: Partial<AdminPayment> = {}): AdminPayment {
  return {
    id: "pi_1",
    email: "ada@parley.test",
    status: "succeeded",
    amount: { amountMinor: 1_900, currency: "usd" },
    refundedMinor: 0,
    declineCode: null,
    card: "visa 4242",
    createdAt: NOON,
    ...changes,
  };
}

export function anEvent(changes: Partial<AdminEvent> = {}): AdminEvent {
  return {
    id: "evt_1",
    type: "invoice.paid",
    state: "applied",
    attempts: 1,
    reason: null,
    warning: null,
    customerId: "cus_1",
    createdAt: NOON,
    receivedAt: NOON,
    appliedAt: NOON,
    ...changes,
  };
}

export function aLine(changes: Partial<RecurringLine> = {}): RecurringLine {
  return {
    plan: "pro",
    status: "active",
    interval: "month",
    intervalCount: 1,
    price: { amountMinor: 1_900, currency: "usd" },
    count: 2,
    monthly: { amountMinor: 3_800, currency: "usd" },
    ...changes,
  };
}

export function aDuplicate(changes: Partial<AdminDuplicate> = {}): AdminDuplicate {
  return {
    subscriptionId: "sub_1",
    email: "ada@parley.test",
    plan: "pro",
    status: "active",
    price: { amountMinor: 1_900, currency: "usd", interval: "month" },
    isPrimary: true,
    ...changes,
  };
}

export function aStatement(changes: Partial<AdminBilling> = {}): AdminBilling {
  return {
    asOf: NOON,
    subscriptions: [],
    paying: 0,
    trialing: 0,
    mrr: { amountMinor: 0, currency: "usd" },
    trialMrr: { amountMinor: 0, currency: "usd" },
    payments: [],
    events: [],
    deadEvents: 0,
    duplicates: [],
    ...changes,
  };
}
