import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { expect, test } from "vitest";
import { ReturnWaiting } from "@/components/billing/return-waiting";
import { pageOf } from "@/components/ui/testing/page";
import { STILL_ROUTER } from "@/components/ui/testing/still-router";

function waiting() {
  return pageOf(
    <AppRouterContext value={STILL_ROUTER}>
      <ReturnWaiting title="Waiting for your payment">Stripe has not confirmed it yet.</ReturnWaiting>
    </AppRouterContext>,
  );
}

test("while the payment is not confirmed nothing is claimed, and there is a way out", () => {
  const { text, links } = waiting();
  expect(text).toBe("Waiting for your payment Stripe has not confirmed it yet. Go to billing");
  expect(text).not.toMatch(/you are on|paid|thank/i);
  expect(links).toEqual({ "Go to billing": "/billing" });
});

test("what changes while one waits is read out, and the moving line is not", () => {
  const { html } = waiting();
  expect(html).toMatch(/<div aria-live="polite"[^>]*><h1[^>]*>Waiting/);
  expect(html).toMatch(/aria-hidden="true"><div class="[^"]*animate-breathe/);
});

test("patience is not lost at once", () => {
  expect(waiting().text).not.toContain("longer than usual");
});
