import { PathnameContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import { expect, test } from "vitest";
import { attention } from "@/components/billing/attention";
import { PaymentBanner } from "@/components/billing/payment-banner";
import { pageOf } from "@/components/ui/testing/page";
import type { AccessState } from "@/lib/billing/schema";

function banner(state: AccessState, path = "/chat") {
  return pageOf(
    <PathnameContext value={path}>
      <PaymentBanner state={state} needsAttention />
    </PathnameContext>,
  );
}

test.each(["grace", "overdue"] as const)("in %s it stands on every page, with the way out", (state) => {
  for (const path of ["/chat", "/chat/0190", "/settings", "/billing/return"]) {
    expect(banner(state, path).links).toEqual({ "Pay now": "/billing/fix" });
  }
});

test.each(["grace", "overdue"] as const)("in %s it says what the billing page says, which has its own", (state) => {
  const words = attention({ state, needsAttention: true })!;
  expect(banner(state).text).toContain(`${words.title}. ${words.text}`);
  expect(banner(state, "/billing").text).toBe("");
});

test.each(["free", "trialing", "active", "paused", "incomplete", "ended", "unconfirmed", "unknown"] as const)(
  "%s is not a missing payment",
  (state) => {
    expect(banner(state).html).toBe("");
  },
);

test("it has a name, for who can not see where it stands", () => {
  expect(banner("overdue").all("aside")).toMatchObject([{ text: "Payment" }]);
});
