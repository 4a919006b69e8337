import { describe, expect, test } from "vitest";
import { aSubscription, anOverview } from "@/components/billing/testing/overview";
import { isHeld, planOffer } from "@/components/billing/plan-offer";
import { PLAN_IDS } from "@/lib/billing/plans";
import type { AccessState } from "@/lib/billing/schema";

function offers(overview = anOverview()) {
  return PLAN_IDS.map((plan) => planOffer(plan, overview));
}

describe("what the page offers", () => {
  test("somebody new gets a trial of either plan", () => {
    expect(offers()).toEqual([
      { kind: "current" },
      { kind: "checkout", call: "Start 14-day trial" },
      { kind: "checkout", call: "Start 14-day trial" },
    ]);
  });

  test("somebody who had a subscription gets no second trial", () => {
    expect(offers(anOverview({ state: "ended", canTrial: false, subscription: aSubscription() }))).toEqual([
      { kind: "current" },
      { kind: "checkout", call: "Upgrade to Pro" },
      { kind: "checkout", call: "Upgrade to Enterprise" },
    ]);
  });

  test("nobody with a running subscription is led to a second one", () => {
    for (const state of ["trialing", "active", "grace"] as const) {
      const overview = anOverview({ plan: "pro", state, canTrial: false, subscription: aSubscription() });
      expect(offers(overview)).toEqual([{ kind: "none" }, { kind: "current" }, { kind: "none" }]);
    }
  });

  test("a plan whose payment is missing is neither the current one nor to be bought again", () => {
    const overview = anOverview({ state: "overdue", canTrial: false, subscription: aSubscription() });
    expect(offers(overview)).toEqual([
      { kind: "current" },
      { kind: "waiting", why: "Waiting for the payment" },
      { kind: "none" },
    ]);
  });

  test("a first payment that never came, or a plan we do not sell, stands in nobody's way", () => {
    for (const state of ["incomplete", "unknown"] as const) {
      const overview = anOverview({ state, canTrial: false, subscription: aSubscription() });
      expect(planOffer("pro", overview)).toEqual({ kind: "checkout", call: "Upgrade to Pro" });
    }
  });
});

test.each([
  ["free", false],
  ["trialing", true],
  ["active", true],
  ["grace", true],
  ["overdue", true],
  ["paused", true],
  ["incomplete", false],
  ["ended", false],
  ["unconfirmed", true],
  ["unknown", false],
] as const satisfies [AccessState, boolean][])("a subscription that is %s stands in the way: %s", (state, expected) => {
  expect(isHeld({ state })).toBe(expected);
});
