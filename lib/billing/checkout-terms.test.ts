import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { startCheckout } from "@/lib/billing/checkout";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import type { Currency } from "@/lib/billing/schema";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, customerOf, pay } from "@/lib/billing/testing/world";

beforeAll(ensurePrices);

const pageIdOf = (url: string) => new URL(url).pathname.split("/").at(-1) ?? "";

describe("the currency", () => {
  const PRO = { plan: "pro", interval: "month" } as const;
  const currencyOf = async (url: string) => {
    const { currency, amount_total } = await stripe.checkout.sessions.retrieve(pageIdOf(url));
    return [currency, amount_total];
  };
  /** A trial is skipped, so that there is an amount to see. */
  async function aFormerTrier(currency: Currency) {
    const person = await aPerson();
    const { url } = await startCheckout(person, { ...PRO, currency });
    await pay(url);
    const customer = await customerOf(person);
    for (const { id } of (await stripe.subscriptions.list({ customer })).data) await stripe.subscriptions.cancel(id);
    await syncCustomer(customer);
    return person;
  }

  test.each([
    ["as where the visitor is", {}, "en-GB", "gbp"],
    ["as the page showed it, wherever they are", { currency: "eur" }, "en-GB", "eur"],
    ["dollars where there is no other price", {}, "en-JP", "usd"],
    ["dollars where nothing is known", {}, undefined, "usd"],
  ] as const)("is %s", async (_what, wished, locale, currency) => {
    const { url } = await startCheckout(await aPerson(), { ...PRO, ...wished }, locale ? { locale } : {});
    expect((await currencyOf(url))[0]).toBe(currency);
  });

  test("another one closes the page in the first", async () => {
    const person = await aPerson();
    const first = await startCheckout(person, { ...PRO, currency: "eur" });
    await startCheckout(person, { ...PRO, currency: "gbp" });
    expect((await stripe.checkout.sessions.retrieve(pageIdOf(first.url))).status).toBe("expired");
  });

  test("of who paid before stays theirs, in what is shown and in what is charged", async () => {
    const person = await aFormerTrier("gbp");
    expect(await billingOverview(person, { locale: "en-DE" })).toMatchObject({ currency: "gbp" });
    const { url } = await startCheckout(person, PRO, { locale: "en-DE" });
    expect(await currencyOf(url)).toEqual(["gbp", 1_600]);
    const other = startCheckout(person, { ...PRO, currency: "eur" });
    await expect(other).rejects.toMatchObject({ code: "conflict" });
    await expect(other).rejects.toThrow(/^You pay in British pounds\./u);
  });

  test("is that of the subscription we show: amount and currency are what is paid", async () => {
    const person = await aFormerTrier("eur");
    const { subscription } = await billingOverview(person);
    expect(subscription?.price).toMatchObject({ amountMinor: 1_900, currency: "eur" });
    const { url } = await startCheckout(person, { plan: "enterprise", interval: "year" });
    await pay(url);
    await syncCustomer(await customerOf(person));
    const overview = await billingOverview(person);
    expect(overview.subscription?.price).toMatchObject({ amountMinor: 99_000, currency: "eur", interval: "year" });
    expect(overview.nextPayment).toMatchObject({ amountMinor: 99_000, currency: "eur" });
    expect(overview.invoices.map(({ total }) => total)).toContainEqual({ amountMinor: 99_000, currency: "eur" });
  });
});

describe("a price in Stripe that is not the one shown", () => {
  const PRO = { plan: "pro", interval: "year" } as const;
  const asPlanned = () => ensurePrices();
  afterEach(asPlanned);

  test("is not sold, in any currency, until it is put right", async () => {
    await stripe.prices.create({
      product: "parley_pro",
      currency: "usd",
      unit_amount: 19_000,
      currency_options: { eur: { unit_amount: 29_000 }, gbp: { unit_amount: 16_000 } },
      recurring: { interval: "year" },
      lookup_key: "parley_pro_year",
      transfer_lookup_key: true,
    });
    const person = await aPerson();
    const sold = startCheckout(person, PRO);
    await expect(sold).rejects.toMatchObject({ code: "payments_down" });
    await expect(sold).rejects.toThrow(/is not the one shown here/u);
    await asPlanned();
    expect(await startCheckout(person, PRO)).toEqual({ url: expect.stringMatching(/^http/u) as string });
  });

  test("nor is one that was put away", async () => {
    const [price] = (await stripe.prices.list({ lookup_keys: ["parley_pro_year"] })).data;
    await stripe.prices.update(price!.id, { active: false });
    await expect(startCheckout(await aPerson(), PRO)).rejects.toThrow(/has no price in Stripe/u);
  });
});
