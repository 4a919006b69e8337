import { describe, expect, test } from "vitest";
import { planCall, planLink } from "@/components/marketing/plan-links";
import { PLANS } from "@/lib/billing/plans";

describe("a plan's button", () => {
  test("takes a stranger through sign-up and on to the very plan and interval", () => {
    const url = new URL(planLink("pro", "year", { isSignedIn: false }), "http://parley.test");
    expect(url.pathname).toBe("/sign-up");
    expect(url.searchParams.get("next")).toBe("/billing?plan=pro&interval=year");
  });

  test("takes who is signed in straight to billing", () => {
    expect(planLink("enterprise", "month", { isSignedIn: true })).toBe("/billing?plan=enterprise&interval=month");
  });

  test("never leads from Free to billing", () => {
    expect(planLink("free", "month", { isSignedIn: false })).toBe("/sign-up");
    expect(planLink("free", "month", { isSignedIn: true })).toBe("/chat");
  });

  test("promises a trial only to somebody who can not have had one", () => {
    expect(planCall(PLANS.pro, false)).toBe("Start 14-day trial");
    expect(planCall(PLANS.pro, true)).toBe("Choose Pro");
    expect(planCall({ ...PLANS.pro, trialDays: 0 }, false)).toBe("Choose Pro");
  });
});
