import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { startCheckout } from "@/lib/billing/checkout";
import { billingOverview } from "@/lib/billing/overview";
import { openPortal } from "@/lib/billing/portal";
import { ensurePrices } from "@/lib/billing/provision";
import { findSubscription } from "@/lib/billing/subscription";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, makeCustomer, subscribe, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";

beforeAll(ensurePrices);

const onFile = async (card?: string) => {
  const person = await aPerson();
  return { person, customerId: await makeCustomer(person, card) };
};
const dateOf = (seconds: number | null) => new Date((seconds ?? 0) * 1_000);

describe("what a person sees of their billing", () => {
  test("before anything was bought", async () => {
    expect(await billingOverview(await aPerson())).toEqual({
      plan: "free",
      planName: "Free",
      state: "free",
      reason: "You are on Free.",
      needsAttention: false,
      through: null,
      subscription: null,
      hasDuplicates: false,
      renewsAt: null,
      endsAt: null,
      nextPayment: null,
      card: null,
      invoices: [],
      canOpenPortal: false,
      canTrial: true,
      isTrialRefused: false,
      currency: "usd",
    });
  });

  test("of a subscription that is paid for: the renewal, its price, the invoice and the card", async () => {
    const { person, customerId } = await onFile("pm_card_mastercard");
    const made = await subscribeAtStripe(customerId);
    await syncCustomer(customerId);
    const renewsAt = dateOf(made.items.data[0]!.current_period_end);
    const overview = await billingOverview(person);
    expect(overview).toMatchObject({
      plan: "pro",
      planName: "Pro",
      state: "active",
      subscription: { id: made.id, price: { amountMinor: 1_900, currency: "usd", interval: "month" } },
      renewsAt,
      endsAt: null,
      nextPayment: { amountMinor: 1_900, currency: "usd", at: renewsAt },
      card: { brand: "mastercard", last4: "4444" },
      invoices: [{ status: "paid", total: { amountMinor: 1_900, currency: "usd" } }],
      canOpenPortal: true,
      canTrial: false,
    });
    expect(overview.invoices[0]?.hostedUrl).toMatch(/^http/u);
    expect(overview.invoices[0]?.pdfUrl).toMatch(/^http/u);
  });

  test("of one that will end: until when it runs, and no next payment", async () => {
    const { person, customerId } = await onFile();
    const { id } = await subscribeAtStripe(customerId);
    const canceled = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await syncCustomer(customerId);
    const endsAt = dateOf(canceled.cancel_at);
    const overview = await billingOverview(person);
    expect(overview).toMatchObject({ plan: "pro", renewsAt: null, endsAt, nextPayment: null });
    expect(overview.reason).toMatch(/^You have Pro until .+ It will not renew\.$/u);

    await stripe.subscriptions.update(id, { cancel_at_period_end: false });
    await syncCustomer(customerId);
    expect(await billingOverview(person)).toMatchObject({ endsAt: null, nextPayment: { amountMinor: 1_900 } });
  });

  test("of a payment that failed: what to do, until when, and the next try", async () => {
    const { person, customerId } = await onFile("pm_card_chargeCustomerFail");
    const { id } = await subscribeAtStripe(customerId, { trial: true });
    await stripe.subscriptions.update(id, { trial_end: "now" });
    await syncCustomer(customerId);
    const overview = await billingOverview(person);
    expect(overview).toMatchObject({
      plan: "pro",
      state: "grace",
      needsAttention: true,
      renewsAt: null,
      nextPayment: null,
    });
    expect(overview.reason).toMatch(/Pay it to keep Pro\.$/u);

    const at = new Date("2099-01-01T00:00:00Z");
    await db.invoice.updateMany({ where: { userId: person.id, status: "open" }, data: { nextAttemptAt: at } });
    expect((await billingOverview(person)).nextPayment).toEqual({ amountMinor: 1_900, currency: "usd", at });
  });

  test("of one that has ended: why, and the invoices that were paid", async () => {
    const { person, customerId } = await onFile();
    const { id } = await subscribeAtStripe(customerId);
    await stripe.subscriptions.cancel(id);
    await syncCustomer(customerId);
    const overview = await billingOverview(person);
    expect(overview).toMatchObject({ plan: "free", state: "ended", renewsAt: null, endsAt: null, nextPayment: null });
    expect(overview.invoices).toHaveLength(1);
  });

  test("of two at once: that there are two", async () => {
    const { person, customerId } = await onFile();
    await subscribeAtStripe(customerId);
    await subscribeAtStripe(customerId, { plan: "enterprise" });
    await syncCustomer(customerId);
    expect(await billingOverview(person)).toMatchObject({ plan: "enterprise", hasDuplicates: true });
  });

  test("never anything of another person's", async () => {
    const { customerId } = await onFile();
    await subscribeAtStripe(customerId);
    await syncCustomer(customerId);
    const other = await billingOverview(await aPerson());
    expect(other).toMatchObject({ plan: "free", subscription: null, invoices: [], card: null });
  });
});

describe("one subscription by its id", () => {
  test("is its owner's and an admin's; to anybody else there is none", async () => {
    const { person, customerId } = await onFile();
    const { id } = await subscribeAtStripe(customerId);
    await syncCustomer(customerId);
    const seen = await findSubscription(person, id);
    expect(seen).toMatchObject({ id, plan: "pro", status: "active" });
    expect(await findSubscription(await aPerson({ role: "admin" }), id)).toEqual(seen);
    const [others, none] = await Promise.all(
      [findSubscription(await aPerson(), id), findSubscription(person, "sub_none")].map((call) =>
        call.then(
          () => undefined,
          (error: unknown) => error,
        ),
      ),
    );
    expect(others).toMatchObject({ code: "not_found" });
    expect(String(others)).toBe(String(none));
    await expect(findSubscription(person, "sub_\u0000")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the portal", () => {
  test("opens for a customer, on a page of Stripe's, where a cancellation takes effect at the period's end", async () => {
    const person = await aPerson();
    await subscribe(person);
    expect((await openPortal(person)).url).toMatch(/^http/u);
    const kept = async () => {
      const { data } = await stripe.billingPortal.configurations.list({ limit: 100 });
      return data.filter(({ metadata }) => metadata?.["parley"]);
    };
    const ours = await kept();
    await openPortal(person);
    expect(await kept()).toHaveLength(ours.length);
    expect(ours[0]?.features).toMatchObject({
      subscription_cancel: { enabled: true, mode: "at_period_end" },
      payment_method_update: { enabled: true },
      subscription_update: { enabled: false },
    });
  });

  test("has nothing to show to somebody who never chose a plan", async () => {
    await expect(openPortal(await aPerson())).rejects.toMatchObject({ code: "conflict" });
  });

  test("nor to a customer that was deleted", async () => {
    const person = await aPerson();
    await startCheckout(person, { plan: "pro", interval: "month" });
    const { stripeCustomerId } = await db.user.findUniqueOrThrow({ where: { id: person.id } });
    await stripe.customers.del(stripeCustomerId!);
    await expect(openPortal(person)).rejects.toMatchObject({ code: "conflict" });
  });
});
