import { expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { openPortal } from "@/lib/billing/portal";
import { aPerson } from "@/lib/billing/testing/world";
import type { AppError } from "@/lib/platform/errors";

const MORE_THAN_ANYBODY = 25;

/** How often each refusal was met, and the longest wait that one of them named. */
async function refusals(ask: () => Promise<unknown>) {
  const asked = await Promise.allSettled(Array.from({ length: MORE_THAN_ANYBODY }, ask));
  const errors = asked.flatMap((one) => (one.status === "rejected" ? [one.reason as AppError] : []));
  const throttled = errors.filter(({ code }) => code === "too_many_requests");
  return { throttled: throttled.length, retryAfterS: Math.max(...throttled.map(({ retryAfterS = 0 }) => retryAfterS)) };
}

test("a loop that opens checkouts is stopped before it reaches Stripe, and told when to come back", async () => {
  const person = await aPerson();
  // No price is there: whoever gets through is refused for that, without a call that changes anything.
  const { throttled, retryAfterS } = await refusals(() => startCheckout(person, { plan: "pro", interval: "month" }));
  expect(throttled).toBe(MORE_THAN_ANYBODY - 20);
  expect(retryAfterS).toBeGreaterThan(0);
});

test("so is one that opens the portal; another person is not held up by it", async () => {
  const [person, other] = [await aPerson(), await aPerson()];
  expect((await refusals(() => openPortal(person))).throttled).toBe(MORE_THAN_ANYBODY - 20);
  await expect(openPortal(other)).rejects.toMatchObject({ code: "conflict" });
});
