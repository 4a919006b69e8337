import { describe, expect, test } from "vitest";
import { BillingNotices } from "@/components/billing/billing-notices";
import { anOverview, aProOverview } from "@/components/billing/testing/overview";
import { pageOf } from "@/components/ui/testing/page";
import type { BillingOverview } from "@/lib/billing/schema";

function notices(overview: BillingOverview, given: { isBackFromCheckout?: boolean; arePaymentsDown?: boolean } = {}) {
  return pageOf(<BillingNotices overview={overview} isBackFromCheckout={false} arePaymentsDown={false} {...given} />);
}

function buttonsOf(overview: BillingOverview): string[] {
  return notices(overview)
    .all("button")
    .map(({ text }) => text);
}

test("on an ordinary day nothing is said", () => {
  expect(notices(anOverview()).text).toBe("");
  expect(notices(aProOverview()).text).toBe("");
});

describe("back from the checkout", () => {
  const back = (overview: BillingOverview) => notices(overview, { isBackFromCheckout: true });

  test("a trial is told that nothing is charged yet, a plan where its invoice is", () => {
    expect(back(aProOverview({ state: "trialing" })).text).toMatch(
      /You are on Pro Nothing is charged before the trial/,
    );
    expect(back(aProOverview()).text).toMatch(/You are on Pro Your invoice is below\./);
  });

  test("it is said also to who does not look", () => {
    expect(back(aProOverview()).html).toContain('aria-live="polite"');
  });

  test("success is not claimed while the plan is not there, or its payment is in doubt", () => {
    expect(back(anOverview()).text).toBe("");
    const doubtful = aProOverview({ state: "grace", needsAttention: true });
    expect(back(doubtful).text).not.toContain("You are on Pro");
  });
});

describe("when something is wrong", () => {
  test("a past-due payment is a warning with the one button that puts it right", () => {
    const overview = aProOverview({ state: "grace", needsAttention: true });
    expect(notices(overview).text).toContain(
      "Warning: Your last payment did not go through You keep your plan for now.",
    );
    expect(notices(overview).links).toEqual({ "Pay now": "/billing/fix" });
    expect(buttonsOf(overview)).toEqual([]);
  });

  test("a plan that is gone is a problem", () => {
    const overview = anOverview({ state: "overdue", needsAttention: true, canOpenPortal: true });
    expect(notices(overview).text).toContain("Problem: Your plan is waiting for its payment");
  });

  test("what is no missing payment is put right in the portal", () => {
    const overview = anOverview({ state: "paused", needsAttention: true, canOpenPortal: true });
    expect(buttonsOf(overview)).toEqual(["Resume"]);
    expect(notices(overview).links).toEqual({});
  });

  test("where there is no portal to open, no button promises one", () => {
    expect(buttonsOf(anOverview({ state: "unknown", needsAttention: true, canOpenPortal: false }))).toEqual([]);
  });

  test("two subscriptions are a problem even while all is paid", () => {
    const overview = aProOverview({ hasDuplicates: true });
    expect(notices(overview).text).toContain("Problem: You have more than one subscription");
    expect(buttonsOf(overview)).toEqual(["Cancel one of them"]);
  });

  test("of two things to do, one has the accent", () => {
    const overview = aProOverview({ hasDuplicates: true, state: "grace", needsAttention: true });
    expect(notices(overview).links).toEqual({ "Pay now": "/billing/fix" });
    expect(buttonsOf(overview)).toEqual(["Cancel one of them"]);
    expect(notices(overview).html.match(/bg-accent text-on-accent/g)).toHaveLength(1);
  });

  test("Stripe not answering is said without taking anything away", () => {
    expect(notices(aProOverview(), { arePaymentsDown: true }).text).toMatch(
      /Warning: Payments are not answering right now What you see is what we last heard/,
    );
  });
});
