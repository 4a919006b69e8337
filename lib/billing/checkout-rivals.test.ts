import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { startCheckout } from "@/lib/billing/checkout";
import { subscribeWithSavedCard } from "@/lib/billing/checkout-saved-card";
import { CURRENCIES, INTERVALS, PAID_PLAN_IDS } from "@/lib/billing/plans";
import { ensurePrices } from "@/lib/billing/provision";
import type { StartCheckout } from "@/lib/billing/schema";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, customerOf, makeCustomer, pay } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";

beforeAll(ensurePrices);

type Way = "opens a page" | "opens a page and pays" | "pays with the saved card" | "pays on whatever page is open";
type Act = { way: Way; wish: StartCheckout };

const act = fc.record<Act>({
  way: fc.constantFrom<Way>(
    "opens a page",
    "opens a page and pays",
    "pays with the saved card",
    "pays on whatever page is open",
  ),
  wish: fc.record({
    plan: fc.constantFrom(...PAID_PLAN_IDS),
    interval: fc.constantFrom(...INTERVALS),
    currency: fc.constantFrom(...CURRENCIES),
  }),
});

async function payOpenPages(customer: string): Promise<void> {
  const { data } = await stripe.checkout.sessions.list({ customer, status: "open" });
  await Promise.all(data.map(({ url }) => pay(url ?? "")));
}

const WAYS: Record<Way, (person: Viewer, wish: StartCheckout) => Promise<unknown>> = {
  "opens a page": startCheckout,
  "opens a page and pays": async (person, wish) => pay((await startCheckout(person, wish)).url),
  "pays with the saved card": subscribeWithSavedCard,
  "pays on whatever page is open": async (person) => payOpenPages(await customerOf(person)),
};

/** Nothing where it was done, or where we or Stripe said why not; else what is a fault of the program. */
function faultOf(outcome: PromiseSettledResult<unknown>): unknown {
  if (outcome.status === "fulfilled") return undefined;
  const reason: unknown = outcome.reason;
  if (reason instanceof AppError && reason.status === 409) return undefined;
  return /can no longer be completed|combine currencies/u.test(String(reason)) ? undefined : reason;
}

test("however many ways to pay are taken side by side, one person has one customer and at most one live subscription", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 8 }), async (acts) => {
      const person = await aPerson();
      const customer = await makeCustomer(person);
      const outcomes = await Promise.allSettled(acts.map(({ way, wish }) => WAYS[way](person, wish)));
      expect(outcomes.map(faultOf)).toEqual(acts.map(() => undefined));
      // Whatever page was left open may be paid later.
      await payOpenPages(customer).catch(() => undefined);
      const { data } = await stripe.subscriptions.list({ customer, status: "all" });
      expect(data.filter(({ status }) => status !== "canceled").length).toBeLessThanOrEqual(1);
      expect(await customerOf(person)).toBe(customer);
      await syncCustomer(customer);
      expect(await db.subscription.count({ where: { userId: person.id, isDuplicate: true } })).toBe(0);
    }),
    { numRuns: 6 },
  );
});
