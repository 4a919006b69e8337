import type { ChangeActions } from "@/components/billing/change/change-actions";
import { DAY_OF_RENEWAL } from "@/components/billing/testing/overview";
import type { ChangeQuote, PlanChanges } from "@/lib/billing/schema";

/** Views of a change as the server hands them out, for tests. */

/** Somebody on Enterprise by the month. */
export function someChanges(changes: Partial<PlanChanges> = {}): PlanChanges {
  return {
    held: { plan: "enterprise", interval: "month", seats: 1, isTrial: false, endsAt: DAY_OF_RENEWAL },
    options: [
      { plan: "pro", interval: "month", when: "periodEnd", amountMinor: 1_900 },
      { plan: "pro", interval: "year", when: "periodEnd", amountMinor: 19_000 },
      { plan: "enterprise", interval: "year", when: "now", amountMinor: 99_000 },
    ],
    currency: "usd",
    planned: null,
    pending: null,
    cancelAt: null,
    paused: null,
    canPause: false,
    ...changes,
  };
}

export function aQuote(changes: Partial<ChangeQuote> = {}): ChangeQuote {
  return {
    plan: "enterprise",
    interval: "month",
    quotedAtS: 1_795_000_000,
    dueMinor: 4_012,
    creditMinor: 0,
    currency: "usd",
    lines: [
      { text: "Unused time on Pro", amountMinor: -953 },
      { text: "Remaining time on Enterprise", amountMinor: 4_965 },
    ],
    usedCreditMinor: 0,
    renews: { at: DAY_OF_RENEWAL, amountMinor: 9_900, hasDiscount: false },
    expiresAt: new Date("2026-11-20T09:10:00Z"),
    ...changes,
  };
}

const never = () => Promise.reject(new Error("Nothing is pressed here"));
export const NO_ACTIONS: ChangeActions = {
  quote: never,
  accept: never,
  planAhead: never,
  keep: never,
  cancel: never,
  resume: never,
  drop: never,
  pause: never,
  quoteGoingOn: never,
  goOn: never,
};
