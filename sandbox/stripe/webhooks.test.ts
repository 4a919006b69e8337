import Stripe from "stripe";
import { expect, test } from "vitest";
import { openListener, openWorld, refusalOf, until } from "./testing/test-world";
import { judge } from "./testing/judged";
import type { Delivery } from "./store/wire";

async function deliveriesOf(url: string): Promise<Delivery[]> {
  const response = await fetch(`${url}/_sandbox/deliveries`);
  return ((await response.json()) as { deliveries: Delivery[] }).deliveries;
}

test("an endpoint that fails twice gets the same event again, signed anew, until it answers", async () => {
  const { stripe, url, advance } = await openWorld();
  const listener = await openListener([500, 302]);
  const { secret } = await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["customer.created"] });
  const { id } = await stripe.customers.create({ email: "heard@example.test" });
  await until(() => listener.heard.length === 1);
  const [event] = (await stripe.events.list({ type: "customer.created" })).data;
  expect(event?.pending_webhooks).toBe(1);
  expect((await stripe.events.list({ delivery_success: false })).data.map((e) => e.id)).toEqual([event!.id]);
  await advance(2);
  await until(() => listener.heard.length === 2);
  await advance(6);
  await until(() => listener.heard.length === 3);
  for (const { body, headers } of listener.heard) {
    const heard = stripe.webhooks.constructEvent(body, String(headers["stripe-signature"]), secret ?? "");
    expect(heard).toMatchObject({ id: event!.id, type: "customer.created", livemode: false, data: { object: { id } } });
    expect(judge.faultsOf(JSON.parse(body))).toEqual([]);
  }
  await until(async () => (await stripe.events.retrieve(event!.id)).pending_webhooks === 0);
  const [delivery] = await deliveriesOf(url);
  expect(delivery).toMatchObject({ state: "delivered", nextAttemptAtMs: null });
  expect(delivery?.attempts.map((attempt) => attempt.status)).toEqual([500, 302, 200]);
});

test("a byte more or another secret is not accepted", async () => {
  const { stripe } = await openWorld();
  const listener = await openListener();
  const { secret } = await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["*"] });
  await stripe.customers.create();
  await until(() => listener.heard.length === 1);
  const { body, headers } = listener.heard[0]!;
  const signature = String(headers["stripe-signature"]);
  expect(() => stripe.webhooks.constructEvent(`${body} `, signature, secret ?? "")).toThrow(
    Stripe.errors.StripeSignatureVerificationError,
  );
  expect(() => stripe.webhooks.constructEvent(body, signature, `${secret}x`)).toThrow(
    Stripe.errors.StripeSignatureVerificationError,
  );
});

test("the signature carries wall time even when the world's clock is a year ahead", async () => {
  const { stripe, advance } = await openWorld();
  await advance(365 * 86_400);
  const listener = await openListener();
  const { secret } = await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["*"] });
  await stripe.customers.create();
  await until(() => listener.heard.length === 1);
  const { body, headers } = listener.heard[0]!;
  const event = stripe.webhooks.constructEvent(body, String(headers["stripe-signature"]), secret ?? "");
  const signedAt = Number(/t=(\d+)/.exec(String(headers["stripe-signature"]))?.[1]);
  expect(Math.abs(signedAt - Date.now() / 1000)).toBeLessThan(60);
  expect(event.created - signedAt).toBeGreaterThan(364 * 86_400);
});

test("only what an endpoint asked for reaches it, and nothing once it is disabled or gone", async () => {
  const { stripe } = await openWorld();
  const listener = await openListener();
  const { id } = await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["product.created"] });
  await stripe.customers.create();
  await stripe.products.create({ name: "Heard" });
  await until(() => listener.heard.length === 1);
  await stripe.webhookEndpoints.update(id, { disabled: true });
  await stripe.products.create({ name: "Not heard" });
  expect((await stripe.events.list({ limit: 1 })).data[0]).toMatchObject({
    type: "product.created",
    pending_webhooks: 0,
  });
  await stripe.webhookEndpoints.del(id);
  expect(await refusalOf(stripe.webhookEndpoints.retrieve(id))).toMatchObject({ statusCode: 404 });
  expect(listener.heard).toHaveLength(1);
});

test("a redirect is a failure and is not followed", async () => {
  const { stripe, url } = await openWorld();
  const target = await openListener();
  const listener = await openListener([307], { location: target.url });
  await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["*"] });
  await stripe.customers.create();
  await until(async () => (await deliveriesOf(url))[0]?.attempts.length === 1);
  expect((await deliveriesOf(url))[0]).toMatchObject({ state: "pending", attempts: [{ status: 307 }] });
  expect(target.heard).toEqual([]);
});

test("a listener that is down is on record as failed and is tried later", async () => {
  const { stripe, url } = await openWorld();
  const listener = await openListener();
  await listener.close();
  await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["*"] });
  await stripe.customers.create();
  await until(async () => (await deliveriesOf(url))[0]?.attempts.length === 1);
  const [delivery] = await deliveriesOf(url);
  expect(delivery?.attempts[0]).toMatchObject({ status: null, error: expect.stringMatching(/ECONNREFUSED/) as string });
  expect(delivery?.nextAttemptAtMs).not.toBeNull();
});

test.each([
  "https://example.test/hook",
  "http://10.0.0.1/hook",
  "http://127.0.0.1.example.test/",
  "http://[::ffff:10.0.0.1]/",
])("%s is not this machine and is refused", async (target) => {
  const { stripe, url } = await openWorld();
  await stripe.webhookEndpoints.create({ url: target, enabled_events: ["*"] });
  await stripe.customers.create();
  await until(async () => (await deliveriesOf(url))[0]?.attempts.length === 1);
  expect((await deliveriesOf(url))[0]?.attempts[0]?.error).toMatch(/^Refused/);
});

test("patience ends after three days", async () => {
  const { stripe, url, advance } = await openWorld();
  const listener = await openListener(Array.from({ length: 20 }, () => 503));
  await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["customer.created"] });
  await stripe.customers.create();
  for (let tries = 1; tries <= 10; tries++) {
    await until(async () => (await deliveriesOf(url))[0]?.attempts.length === tries);
    await advance(31 * 3_600);
  }
  await until(async () => (await deliveriesOf(url))[0]?.state === "failed");
  expect(listener.heard).toHaveLength(11);
});

test("the secret is told once", async () => {
  const { stripe } = await openWorld();
  const made = await stripe.webhookEndpoints.create({ url: "http://127.0.0.1:1/x", enabled_events: ["*"] });
  expect(made.secret).toMatch(/^whsec_\w{32}$/);
  expect(await stripe.webhookEndpoints.retrieve(made.id)).not.toHaveProperty("secret");
});
