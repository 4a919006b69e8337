import { describe, expect, test } from "vitest";
import { ladderOf } from "@/lib/billing/dunning/ladder";
import { afterDays, anInvoice, aSubscription, FAILED_AT, paidInvoice } from "@/lib/billing/dunning/testing/story";

describe("no ladder", () => {
  test.each(["active", "trialing", "incomplete", "incomplete_expired", "paused", "canceled", "something_new"])(
    "while it is %s",
    (status) => {
      expect(ladderOf(aSubscription({ status }), [anInvoice()])).toBeUndefined();
    },
  );
  test.each([
    ["paid", paidInvoice()],
    ["a draft", anInvoice({ status: "draft" })],
    ["taken back", anInvoice({ status: "void" })],
    ["another one's", anInvoice({ subscriptionId: "sub_2" })],
    ["of nothing", anInvoice({ amountRemainingMinor: 0 })],
  ])("when the invoice is %s", (_what, invoice) => {
    expect(ladderOf(aSubscription(), [invoice])).toBeUndefined();
  });
});

describe("the steps", () => {
  test("are a reminder, the end of the grace, a last notice, the end", () => {
    expect(ladderOf(aSubscription(), [anInvoice()])).toMatchObject({
      failedAt: FAILED_AT,
      remindFrom: afterDays(2),
      graceEndsAt: afterDays(3),
      lastNoticeFrom: afterDays(6),
      endsAt: afterDays(7),
    });
  });
  test("end with the grace once Stripe has tried again and tries no more", () => {
    const last = anInvoice({ attemptCount: 2, nextAttemptAt: null });
    expect(ladderOf(aSubscription(), [last])).toMatchObject({ endsAt: afterDays(3), lastNoticeFrom: undefined });
  });
  test("are not shortened where Stripe never tries again", () => {
    const only = anInvoice({ attemptCount: 1, nextAttemptAt: null });
    expect(ladderOf(aSubscription(), [only])?.endsAt).toEqual(afterDays(7));
  });
  test("count from the period where the failure has no date, and from the invoice where that has none either", () => {
    const undated = aSubscription({ pastDueSince: null, currentPeriodStart: afterDays(-1) });
    expect(ladderOf(undated, [anInvoice()])?.graceEndsAt).toEqual(afterDays(2));
    expect(ladderOf({ ...undated, currentPeriodStart: null }, [anInvoice()])?.graceEndsAt).toEqual(afterDays(3));
  });
  test("are about the oldest invoice, in whatever order they come", () => {
    const invoices = [anInvoice({ id: "in_2", createdAt: afterDays(5) }), anInvoice()];
    expect(ladderOf(aSubscription(), invoices)?.invoice.id).toBe("in_1");
    expect(ladderOf(aSubscription(), invoices.toReversed())?.invoice.id).toBe("in_1");
  });
});
