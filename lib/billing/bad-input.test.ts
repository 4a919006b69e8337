import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { startCheckout } from "@/lib/billing/checkout";
import { subscribeWithSavedCard } from "@/lib/billing/checkout-saved-card";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import { AcceptQuote, StartCheckout } from "@/lib/billing/schema";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";

beforeAll(ensurePrices);

const PRO = { plan: "pro", interval: "month" } as const;

describe("a wish that there is nothing for names what there is", () => {
  test.each([
    ["plan", { ...PRO, plan: "gold" }, "Choose pro or enterprise."],
    ["plan", { ...PRO, plan: "free" }, "Choose pro or enterprise."],
    ["interval", { ...PRO, interval: "week" }, "Choose month or year."],
    ["interval", { plan: "pro" }, "Choose month or year."],
    ["currency", { ...PRO, currency: "chf" }, "Choose usd, eur or gbp."],
    ["currency", { ...PRO, currency: "USD" }, "Choose usd, eur or gbp."],
  ])("%s of %j", (field, wish, message) => {
    const { error } = StartCheckout.safeParse(wish);
    expect(error?.issues).toMatchObject([{ path: [field], message }]);
  });
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "100", null])(
  "a yes to %j of the smallest unit is no yes",
  (dueMinor) => {
    const yes = { ...PRO, quotedAtS: 1_795_000_000, creditMinor: 0 };
    expect(AcceptQuote.safeParse({ ...yes, dueMinor: 100 }).success).toBe(true);
    expect(AcceptQuote.safeParse({ ...yes, dueMinor }).success).toBe(false);
  },
);

describe("while Stripe is away", () => {
  /** Until it is back; more often than the SDK tries by itself. */
  async function whileAway(customer: string, work: () => Promise<void>) {
    const order = { kind: "unavailable", customer, count: 20 };
    const { id } = (await stripe.rawRequest("POST", "/_sandbox/faults", order)) as unknown as { id: string };
    await work();
    await stripe.rawRequest("DELETE", `/_sandbox/faults/${id}`);
  }
  const made = async (customer: string) => {
    const [subscriptions, pages] = await Promise.all([
      stripe.subscriptions.list({ customer, status: "all" }),
      stripe.checkout.sessions.list({ customer }),
    ]);
    return subscriptions.data.length + pages.data.length;
  };

  test.each([
    ["a checkout", startCheckout],
    ["a press with a saved card", subscribeWithSavedCard],
  ])("%s says so and leaves nothing behind, and then it works", async (_name, buy) => {
    const person = await aPerson();
    const customer = await makeCustomer(person);
    await whileAway(customer, async () => {
      await expect(buy(person, PRO)).rejects.toMatchObject({ code: "payments_down", status: 503 });
    });
    expect(await made(customer)).toBe(0);
    expect(await db.subscription.count({ where: { userId: person.id } })).toBe(0);
    await buy(person, PRO);
    expect(await made(customer)).toBe(1);
  });

  test("the plan, its invoice and its card are read from our own rows", async () => {
    const person = await aPerson();
    const customer = await makeCustomer(person);
    await subscribeAtStripe(customer);
    await syncCustomer(customer);
    const before = await billingOverview(person);
    expect(before).toMatchObject({ plan: "pro", state: "active", card: { last4: "4242" } });
    expect(before.invoices).toHaveLength(1);
    await whileAway(customer, async () => {
      expect(await billingOverview(person)).toEqual(before);
    });
  });
});
