import { describe, expect, test } from "vitest";
import { declineText, eventHealth, paymentState, planText, statusText } from "@/components/admin/statement-words";

const NOW = new Date("2026-11-21T12:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const HOUR = 3_600_000;

describe("health", () => {
  test("is good when nothing is left", () => {
    expect(eventHealth({ count: 0, oldestReceivedAt: null }, 0, NOW)).toEqual({
      tone: "good",
      text: "Every event is applied",
    });
  });

  test("events of this minute are on their way; after it they are late", () => {
    expect(eventHealth({ count: 3, oldestReceivedAt: ago(59_999) }, 0, NOW).tone).toBe("good");
    expect(eventHealth({ count: 3, oldestReceivedAt: ago(60_000) }, 0, NOW)).toEqual({
      tone: "warn",
      text: "3 events not applied, the oldest for 1 minute",
    });
  });

  test("what was given up is never hidden, neither by silence nor by what still waits", () => {
    expect(eventHealth({ count: 0, oldestReceivedAt: null }, 1, NOW)).toEqual({
      tone: "bad",
      text: "1 event given up",
    });
    expect(eventHealth({ count: 1, oldestReceivedAt: ago(5 * HOUR) }, 2, NOW)).toEqual({
      tone: "bad",
      text: "1 event not applied, the oldest for 5 hours; 2 events given up",
    });
  });
});

describe("a payment", () => {
  const payment = { status: "succeeded", refundedMinor: 0, declineCode: null, amount: { amountMinor: 1_900 } };

  test.each([
    [payment, "Paid"],
    [{ ...payment, refundedMinor: 1_899 }, "Partly refunded"],
    [{ ...payment, refundedMinor: 1_900 }, "Refunded"],
    [{ ...payment, status: "requires_payment_method", declineCode: "card_declined" }, "Declined"],
    [{ ...payment, status: "requires_payment_method" }, "Waits for a card"],
    [{ ...payment, status: "something_new" }, "something_new"],
    [{ ...payment, status: "valueOf" }, "valueOf"],
  ])("%j reads “%s”", (figures, text) => {
    expect(paymentState(figures).text).toBe(text);
  });

  test("only money that came and stayed looks good", () => {
    expect(paymentState(payment).tone).toBe("good");
    expect(paymentState({ ...payment, refundedMinor: 1 }).tone).not.toBe("good");
  });

  test("a refusal is told in words", () => {
    expect(declineText("insufficient_funds")).toBe("insufficient funds");
  });
});

test("plans and statuses we do not know are shown for what they are", () => {
  expect([planText("pro"), planText(null)]).toEqual(["Pro", "None of ours"]);
  expect([statusText("canceled"), statusText("brand_new"), statusText("toString")]).toEqual([
    "Ended",
    "brand_new",
    "toString",
  ]);
});
