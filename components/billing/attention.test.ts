import { expect, test } from "vitest";
import { attention } from "@/components/billing/attention";

test("who need not do anything is told nothing", () => {
  expect(attention({ state: "active", needsAttention: false })).toBeUndefined();
  expect(attention({ state: "unknown", needsAttention: false })).toBeUndefined();
});

test("a payment that may still come is a warning, a plan that is gone a problem", () => {
  expect(attention({ state: "grace", needsAttention: true })).toMatchObject({ tone: "warn", call: "Pay now" });
  expect(attention({ state: "overdue", needsAttention: true })).toMatchObject({ tone: "bad", call: "Pay now" });
});

test.each(["overdue", "paused", "incomplete", "unconfirmed", "unknown", "active"] as const)(
  "only grace promises that the plan is kept, not %s",
  (state) => {
    expect(attention({ state, needsAttention: true })?.text).not.toMatch(/keep your plan/);
  },
);

test("whoever has to do something finds a button, whatever the state", () => {
  expect(attention({ state: "active", needsAttention: true })?.call).toBe("Look at it");
});
