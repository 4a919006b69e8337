import { NOON } from "@/components/admin/testing/statement";
import { anOverview } from "@/components/billing/testing/overview";
import type { SubscriptionView } from "@/lib/billing/schema";
import type { CustomerStory } from "@/lib/insights/schema";

/** Somebody's story as the server hands it out, for tests. */
export function aStory(changes: Partial<CustomerStory> = {}): CustomerStory {
  return {
    person: { id: "person", email: "ada@parley.test", name: "Ada", createdAt: NOON, customerId: "cus_1" },
    overview: anOverview(),
    allowance: { remainingMicros: 1n, grantedMicros: 1n, giftMicros: 0n, creditMicros: 0n, resetsAt: NOON },
    gifts: [],
    subscriptions: [],
    payments: [],
    events: [],
    letters: [],
    deeds: [],
    ...changes,
  };
}

export function aSubscriptionView(changes: Partial<SubscriptionView> = {}): SubscriptionView {
  return {
    id: "sub_1",
    plan: "pro",
    status: "active",
    price: { amountMinor: 1_900, currency: "usd", interval: "month", intervalCount: 1, quantity: 1 },
    period: null,
    trialEndsAt: null,
    givenUntil: null,
    cancelAt: null,
    endedAt: null,
    isPrimary: true,
    isDuplicate: false,
    createdAt: NOON,
    ...changes,
  };
}
