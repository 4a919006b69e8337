import { describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { INTERVALS, lookupKeyOf, PAID_PLAN_IDS, PLANS } from "@/lib/billing/plans";
import { ensurePrices, ensureWebhookEndpoint } from "@/lib/billing/provision";
import { newId } from "@/lib/platform/ids";

const KEYS = PAID_PLAN_IDS.flatMap((plan) =>
  INTERVALS.map((interval) => ({ plan, interval, key: lookupKeyOf(plan, interval) })),
);

async function priceOf(key: string) {
  const { data } = await stripe.prices.list({ lookup_keys: [key], active: true });
  return data;
}

describe("the prices", () => {
  test("are there once, as the plans say, also when several processes make them at once", async () => {
    await Promise.all([ensurePrices(), ensurePrices(), ensurePrices()]);
    for (const { plan, interval, key } of KEYS) {
      expect(await priceOf(key)).toMatchObject([
        {
          lookup_key: key,
          unit_amount: PLANS[plan].prices[interval],
          currency: "usd",
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

  test("a product that was renamed by hand gets its name back", async () => {
    await ensurePrices();
    await stripe.products.update("parley_pro", { name: "Something" });
    await ensurePrices();
    expect(await stripe.products.retrieve("parley_pro")).toMatchObject({ name: "Parley Pro" });
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
    expect(await ensureWebhookEndpoint(url)).toEqual({ id: made.id, secret: undefined });
    const [endpoint] = await at(url);
    expect(endpoint?.api_version).toBe("2026-10-28.endive");
    expect(endpoint?.enabled_events).toEqual(
      expect.arrayContaining(["checkout.session.completed", "customer.subscription.updated", "invoice.paid"]),
    );
    await stripe.webhookEndpoints.del(made.id);
  });

  test("that listens to too little, or was switched off, is completed and keeps its secret", async () => {
    const url = aUrl();
    const { id } = await stripe.webhookEndpoints.create({
      url,
      enabled_events: ["invoice.paid"],
      api_version: "2026-10-28.endive",
    });
    await stripe.webhookEndpoints.update(id, { disabled: true });
    expect(await ensureWebhookEndpoint(url)).toEqual({ id, secret: undefined });
    const [endpoint] = await at(url);
    expect(endpoint).toMatchObject({ status: "enabled" });
    expect(endpoint?.enabled_events.length).toBeGreaterThan(20);
    await stripe.webhookEndpoints.del(id);
  });

  test("whose secret was lost is replaced by one that tells it", async () => {
    const url = aUrl();
    const lost = await ensureWebhookEndpoint(url);
    const made = await ensureWebhookEndpoint(url, { knowsSecret: false });
    expect(made.secret).toMatch(/^whsec_/u);
    expect(made.secret).not.toBe(lost.secret);
    expect(await at(url)).toMatchObject([{ id: made.id }]);
    await stripe.webhookEndpoints.del(made.id);
  });

  test("of another version is replaced", async () => {
    const url = aUrl();
    await stripe.webhookEndpoints.create({ url, enabled_events: ["*"], api_version: "2020-08-27" });
    const made = await ensureWebhookEndpoint(url);
    expect(made.secret).toMatch(/^whsec_/u);
    expect(await at(url)).toMatchObject([{ id: made.id }]);
    await stripe.webhookEndpoints.del(made.id);
  });
});
