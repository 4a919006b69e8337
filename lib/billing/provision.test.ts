import { beforeEach, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { INTERVALS, lookupKeyOf, PAID_PLAN_IDS, PLANS } from "@/lib/billing/plans";
import { accountChanges, ensurePrices, ensureWebhookEndpoint, makeChanges, webhookUrl } from "@/lib/billing/provision";
import { newId } from "@/lib/platform/ids";

const KEYS = PAID_PLAN_IDS.flatMap((plan) =>
  INTERVALS.map((interval) => ({ plan, interval, key: lookupKeyOf(plan, interval) })),
);

async function priceOf(key: string) {
  const { data } = await stripe.prices.list({ lookup_keys: [key], expand: ["data.currency_options"] });
  return data;
}

describe("the prices", () => {
  test("are there once, as the plans say, also when several processes make them at once", async () => {
    await Promise.all([ensurePrices(), ensurePrices(), ensurePrices()]);
    for (const { plan, interval, key } of KEYS) {
      const { usd, eur, gbp } = PLANS[plan].prices;
      expect(await priceOf(key)).toMatchObject([
        {
          lookup_key: key,
          active: true,
          unit_amount: usd[interval],
          currency: "usd",
          currency_options: { eur: { unit_amount: eur[interval] }, gbp: { unit_amount: gbp[interval] } },
          product: `parley_${plan}`,
          recurring: { interval, interval_count: 1 },
        },
      ]);
    }
  });

  test("are left alone when they are right", async () => {
    await ensurePrices();
    const ids = async () => (await Promise.all(KEYS.map(({ key }) => priceOf(key)))).flat().map(({ id }) => id);
    const before = await ids();
    expect(await ensurePrices()).toEqual([]);
    expect(await ids()).toEqual(before);
  });

  test("a product that was renamed, or put away by hand, gets its name back", async () => {
    await ensurePrices();
    await stripe.products.update("parley_enterprise", { name: "Something", active: false });
    expect(await ensurePrices()).toEqual([
      "~ product parley_enterprise: is named “Something”, not “Parley Enterprise”, put away",
    ]);
    expect(await stripe.products.retrieve("parley_enterprise")).toMatchObject({
      name: "Parley Enterprise",
      active: true,
    });
  });
});

describe("a price that is not as the plans say", () => {
  const KEY = "parley_pro_month";
  beforeEach(() => ensurePrices());

  /** Puts another price under the key, as an older version of the plans, or a person, had it. */
  async function replaceBy(changes: Record<string, unknown>) {
    return stripe.prices.create({
      product: "parley_pro",
      currency: "usd",
      unit_amount: 1_900,
      currency_options: { eur: { unit_amount: 1_900 }, gbp: { unit_amount: 1_600 } },
      recurring: { interval: "month" },
      lookup_key: KEY,
      transfer_lookup_key: true,
      ...changes,
    });
  }

  test.each([
    ["costs less", { unit_amount: 1_500 }, "is $15.00, not $19.00"],
    ["costs more somewhere", { currency_options: { eur: { unit_amount: 2_100 } } }, "is €21.00, not €19.00"],
    ["is for longer", { recurring: { interval: "month", interval_count: 3 } }, "is not for one month"],
    ["belongs to another product", { product: "parley_enterprise" }, "belongs to parley_enterprise"],
  ])("because it %s: a new one takes its key, and the old one stays as it is", async (_what, changes, why) => {
    const old = await replaceBy(changes);
    expect(await ensurePrices()).toEqual([
      `~ price ${KEY}: ${why}; a new price takes its key, who has ${old.id} keeps it`,
    ]);
    const [fresh] = await priceOf(KEY);
    expect(fresh?.id).not.toBe(old.id);
    expect(fresh).toMatchObject({ unit_amount: 1_900, currency_options: { eur: { unit_amount: 1_900 } } });
    expect(await stripe.prices.retrieve(old.id)).toMatchObject({ lookup_key: null, unit_amount: old.unit_amount });
    expect(await ensurePrices()).toEqual([]);
  });

  test("and back again to an amount it had before", async () => {
    for (const unit_amount of [1_500, 1_400, 1_500]) {
      await replaceBy({ unit_amount });
      await ensurePrices();
      expect(await priceOf(KEY)).toMatchObject([{ unit_amount: 1_900, active: true }]);
    }
  });

  test("that was put away is replaced", async () => {
    // Not one that files beside this one subscribe to.
    const key = "parley_enterprise_year";
    const [old] = await priceOf(key);
    await stripe.prices.update(old!.id, { active: false });
    expect(await ensurePrices()).toHaveLength(1);
    expect(await priceOf(key)).toMatchObject([{ active: true }]);
  });

  test("that only lacks currencies gets them and stays", async () => {
    const { id } = await replaceBy({ currency_options: {} });
    expect(await ensurePrices()).toEqual([`~ price ${KEY}: has no amount in eur, gbp yet`]);
    expect(await priceOf(KEY)).toMatchObject([{ id, currency_options: { gbp: { unit_amount: 1_600 } } }]);
  });

  test("also has a currency that we do not sell in: no reason to touch it", async () => {
    const [price] = await priceOf(KEY);
    await stripe.prices.update(price!.id, { currency_options: { chf: { unit_amount: 1_800 } } });
    expect(await ensurePrices()).toEqual([]);
  });
});

describe("the whole account", () => {
  const anInstallation = () => ({ appUrl: `https://${newId()}.test`, isReal: true, knowsSecret: false });

  test("is looked at without a change, made so, and then has nothing left to do", async () => {
    const installation = anInstallation();
    const planned = await accountChanges(installation);
    expect(planned.map(({ what }) => what)).toContain(`+ webhook endpoint ${webhookUrl(installation.appUrl)}`);
    expect((await accountChanges(installation)).map(({ what }) => what)).toEqual(planned.map(({ what }) => what));
    expect(await makeChanges(planned)).toMatch(/^whsec_/u);
    expect(await accountChanges({ ...installation, knowsSecret: true })).toEqual([]);
  });

  test("gets no endpoint at an address that Stripe can not reach; a stand-in reaches any", async () => {
    const local = { ...anInstallation(), appUrl: "http://localhost:3000" };
    const endpoints = async (isReal: boolean) =>
      (await accountChanges({ ...local, isReal })).filter(({ what }) => what.includes("webhook"));
    expect(await endpoints(true)).toEqual([]);
    expect(await endpoints(false)).toHaveLength(1);
  });

  test("a portal that some hand has changed allows again what the pages promise", async () => {
    const installation = anInstallation();
    await makeChanges(await accountChanges(installation));
    const { data } = await stripe.billingPortal.configurations.list({ active: true, limit: 100 });
    const ours = data.find(({ metadata }) => metadata?.["parley"] !== undefined)!;
    const subscription_cancel = { enabled: true, mode: "immediately" } as const;
    await stripe.billingPortal.configurations.update(ours.id, {
      features: { subscription_cancel, invoice_history: { enabled: false } },
    });
    const changes = await accountChanges({ ...installation, knowsSecret: true });
    expect(changes.map(({ what }) => what)).toEqual([
      `~ portal configuration ${ours.id}: does not show invoices, cancel at the period's end`,
    ]);
    await makeChanges(changes);
    expect(await accountChanges({ ...installation, knowsSecret: true })).toEqual([]);
  });
});

describe("the webhook endpoint", () => {
  const aUrl = () => `http://127.0.0.1:1/${newId()}`;
  const at = async (url: string) =>
    (await stripe.webhookEndpoints.list({ limit: 100 })).data.filter((one) => one.url === url);

  test("is made with a pinned version, and tells its secret that once", async () => {
    const url = aUrl();
    const made = await ensureWebhookEndpoint(url);
    expect(made.secret).toMatch(/^whsec_/u);
    expect(await ensureWebhookEndpoint(url)).toEqual({ secret: undefined });
    const [endpoint, ...others] = await at(url);
    expect(others).toEqual([]);
    expect(endpoint?.api_version).toBe("2026-10-28.endive");
    expect(endpoint?.enabled_events).toEqual(
      expect.arrayContaining(["checkout.session.completed", "customer.subscription.updated", "invoice.paid"]),
    );
  });

  test("that listens to too little, or was switched off, is completed and keeps its secret", async () => {
    const url = aUrl();
    const { id } = await stripe.webhookEndpoints.create({
      url,
      enabled_events: ["invoice.paid"],
      api_version: "2026-10-28.endive",
    });
    await stripe.webhookEndpoints.update(id, { disabled: true });
    expect(await ensureWebhookEndpoint(url)).toEqual({ secret: undefined });
    const [endpoint] = await at(url);
    expect(endpoint).toMatchObject({ id, status: "enabled" });
    expect(endpoint?.enabled_events.length).toBeGreaterThan(20);
  });

  test("whose secret was lost is replaced by one that tells it", async () => {
    const url = aUrl();
    const lost = await ensureWebhookEndpoint(url);
    const made = await ensureWebhookEndpoint(url, { knowsSecret: false });
    expect(made.secret).toMatch(/^whsec_/u);
    expect(made.secret).not.toBe(lost.secret);
    expect(await at(url)).toHaveLength(1);
  });

  test("of another version is replaced", async () => {
    const url = aUrl();
    await stripe.webhookEndpoints.create({ url, enabled_events: ["*"], api_version: "2020-08-27" });
    const made = await ensureWebhookEndpoint(url);
    expect(made.secret).toMatch(/^whsec_/u);
    expect(await at(url)).toMatchObject([{ api_version: "2026-10-28.endive" }]);
  });
});
