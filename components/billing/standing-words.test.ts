import { describe, expect, test } from "vitest";
import {
  anInvoice,
  anOverview,
  aProOverview,
  aSubscription,
  DAY_OF_RENEWAL,
} from "@/components/billing/testing/overview";
import { changeNote, paymentAnswer, stateBadge } from "@/components/billing/standing-words";

const answer = (overview: Parameters<typeof paymentAnswer>[0]) => {
  const { amount, when, invoice } = paymentAnswer(overview, "en-GB");
  return [amount, when, invoice?.id];
};
const RETRY = new Date("2026-11-24T09:00:00Z");

describe("what will I pay, and when", () => {
  test("on Free nothing is due", () => {
    expect(answer(anOverview())).toEqual(["US$0.00", "Nothing is due.", undefined]);
  });

  test("a subscription renews", () => {
    expect(answer(aProOverview())).toEqual(["US$19.00", "On 5 December 2026, then every month.", undefined]);
  });

  test("a trial names its first payment", () => {
    expect(answer(aProOverview({ state: "trialing" }))).toEqual([
      "US$19.00",
      "On 5 December 2026, when the trial ends, then every month.",
      undefined,
    ]);
  });

  test("every quarter is every three months", () => {
    const price = { amountMinor: 1_900, currency: "usd", interval: "month", intervalCount: 3, quantity: 1 };
    expect(answer(aProOverview({ subscription: aSubscription({ price }) }))[1]).toBe(
      "On 5 December 2026, then every 3 months.",
    );
  });

  test("what is open beside a renewal is not paid by paying now", () => {
    const invoices = [anInvoice({ id: "in_open", status: "open" }), anInvoice()];
    expect(answer(aProOverview({ invoices }))[2]).toBeUndefined();
  });

  test("what is planned to be paid by another interval is said by that one", () => {
    const nextPayment = { amountMinor: 1_900, currency: "usd", at: DAY_OF_RENEWAL, interval: "year" } as const;
    expect(answer(aProOverview({ nextPayment }))[1]).toBe("On 5 December 2026, then every year.");
  });

  test("what is cancelled costs nothing more", () => {
    const overview = aProOverview({ renewsAt: null, endsAt: DAY_OF_RENEWAL, nextPayment: null });
    expect(answer(overview)).toEqual(["US$0.00", "Nothing more is charged for Pro.", undefined]);
  });

  test("a missing payment is tried again, and can be paid at once", () => {
    const invoices = [anInvoice({ id: "in_open", status: "open" }), anInvoice()];
    const overview = aProOverview({
      state: "grace",
      nextPayment: { amountMinor: 1_900, currency: "usd", at: RETRY },
      invoices,
    });
    expect(answer(overview)).toEqual(["US$19.00", "Your card is tried again on 24 November 2026.", "in_open"]);
  });

  test("an open invoice that nobody tries again is due in what is left of it", () => {
    const open = anInvoice({ status: "open", amountPaid: { amountMinor: 400, currency: "usd" } });
    expect(answer(anOverview({ state: "overdue", invoices: [open] }))).toEqual([
      "US$15.00",
      "Due since 5 November 2026.",
      "in_1",
    ]);
  });
});

describe("the badge", () => {
  test("does not call a cancelled plan active", () => {
    expect(stateBadge({ state: "active", endsAt: null })?.text).toBe("Active");
    expect(stateBadge({ state: "active", endsAt: DAY_OF_RENEWAL })?.text).toBe("Cancelled");
    expect(stateBadge({ state: "trialing", endsAt: DAY_OF_RENEWAL })?.text).toBe("Cancelled");
  });

  test("a missing payment is said also when the plan is to end", () => {
    expect(stateBadge({ state: "grace", endsAt: DAY_OF_RENEWAL })?.text).toBe("Payment missing");
  });

  test("Free needs none", () => {
    expect(stateBadge({ state: "free", endsAt: null })).toBeUndefined();
    expect(stateBadge({ state: "ended", endsAt: null })).toBeUndefined();
  });
});

describe("how to change plan", () => {
  test("says when a bigger one begins, and when a smaller one", () => {
    expect(changeNote(aProOverview(), "en-GB")).toBe(
      "Change to another plan below: a bigger one begins at once, for the difference to the cent; a smaller one when what you paid for Pro ends.",
    );
  });

  test("in a trial there is no difference to pay", () => {
    expect(changeNote(aProOverview({ state: "trialing" }), "en-GB")).toMatch(/the trial goes on\.$/);
  });

  test("of what is cancelled begins with resuming it", () => {
    expect(changeNote(aProOverview({ renewsAt: null, endsAt: DAY_OF_RENEWAL }), "en-GB")).toBe(
      "Pro runs until 5 December 2026. Resume it first, or choose another plan after that.",
    );
  });

  test.each(["grace", "overdue", "paused", "unconfirmed"] as const)("waits while it is %s", (state) => {
    expect(changeNote(aProOverview({ state }), "en-GB")).toBe("To change to another plan, put Pro right first.");
  });

  test("of what is none of our plans is made in the portal", () => {
    const overview = aProOverview({ subscription: aSubscription({ plan: null }) });
    expect(changeNote(overview, "en-GB")).toContain("in the portal first");
  });
});
