import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { openWorld, postForm, refusalOf, type TestWorld, until } from "../testing/test-world";

type Armed = { id: string; kind: string; left: number; [field: string]: unknown };
/** The SDK's own retries, and patience for a test. */
const RETRIES = { timeout: 1500, maxNetworkRetries: 2 };

async function arm({ url }: TestWorld, order: { kind: string; [field: string]: string }): Promise<Armed> {
  const reply = await postForm(`${url}/_sandbox/faults`, order);
  expect(reply.status).toBe(201);
  return (await reply.json()) as Armed;
}

async function armed({ url }: TestWorld): Promise<Armed[]> {
  return ((await (await fetch(`${url}/_sandbox/faults`)).json()) as { faults: Armed[] }).faults;
}

test("the SDK's own retries get through every fault that may be tried again, and make one of each", async () => {
  const world = await openWorld();
  const { stripe } = world;
  await arm(world, { kind: "timeout_after_write", route: "POST /v1/customers" });
  await arm(world, { kind: "timeout_before_write", route: "POST /v1/products" });
  await arm(world, { kind: "lock_timeout", route: "POST /v1/coupons", count: "2" });
  await arm(world, { kind: "cut_after_write", route: "POST /v1/webhook_endpoints", count: "2" });
  await arm(world, { kind: "cut_before_write", route: "POST /v1/billing/meters", count: "2" });
  await arm(world, { kind: "server_error", route: "POST /v1/test_helpers/test_clocks" });
  await arm(world, { kind: "rate_limited", should_retry: "true", route: "POST /v1/setup_intents", count: "2" });
  await arm(world, { kind: "unavailable", route: "GET /v1/events" });
  const meter = { display_name: "Words", event_name: "words", default_aggregation: { formula: "sum" } } as const;
  const made = await Promise.all([
    stripe.customers.create({ name: "Ann" }, RETRIES),
    stripe.products.create({ name: "Pro" }, RETRIES),
    stripe.coupons.create({ percent_off: 10, duration: "once" }, RETRIES),
    stripe.webhookEndpoints.create({ url: "http://127.0.0.1:9/", enabled_events: ["plan.created"] }, RETRIES),
    stripe.billing.meters.create(meter, RETRIES),
    stripe.testHelpers.testClocks.create({ frozen_time: 1_900_000_000 }, RETRIES),
    stripe.setupIntents.create({}, RETRIES),
    stripe.events.list({}, RETRIES),
  ]);
  const there = await Promise.all([
    stripe.customers.list(),
    stripe.products.list(),
    stripe.coupons.list(),
    stripe.webhookEndpoints.list(),
    stripe.billing.meters.list(),
    stripe.testHelpers.testClocks.list(),
    stripe.setupIntents.list(),
  ]);
  const ids = there.map(({ data }) => data.map(({ id }) => id));
  expect(ids).toEqual(made.slice(0, -1).map((thing) => ["id" in thing ? thing.id : ""]));
  expect((await armed(world)).map(({ left }) => left)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

describe("what the SDK does not try again is told by its errors", () => {
  test("a plain 429 carries Stripe's reason and wait; the third call by hand succeeds", async () => {
    const world = await openWorld();
    const { stripe } = world;
    await arm(world, { kind: "rate_limited", count: "2", reason: "global-rate", retry_after: "3" });
    for (let i = 0; i < 2; i++) {
      const error = await refusalOf(stripe.customers.create({}, RETRIES));
      expect(error).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
      expect([error.code, error.headers?.["retry-after"], error.headers?.["stripe-rate-limited-reason"]]).toEqual([
        "rate_limit",
        "3",
        "global-rate",
      ]);
    }
    expect((await stripe.customers.create({}, RETRIES)).object).toBe("customer");
  });

  test.each([
    ["server_error_kept", 0],
    ["server_error_after_write", 1],
  ])("%s is an API error, once, and leaves %i customers", async (kind, count) => {
    const world = await openWorld();
    await arm(world, { kind });
    const key = { idempotencyKey: "key_1", ...RETRIES };
    const first = await refusalOf(world.stripe.customers.create({}, key));
    expect(first).toBeInstanceOf(Stripe.errors.StripeAPIError);
    const replayed = await refusalOf(world.stripe.customers.create({}, key));
    expect([first.headers?.["idempotent-replayed"], replayed.headers?.["idempotent-replayed"]]).toEqual([
      undefined,
      "true",
    ]);
    expect((await world.stripe.customers.list()).data).toHaveLength(count);
  });
});

test("half an answer is an error of the SDK, and the same key brings the whole one", async () => {
  const world = await openWorld();
  await arm(world, { kind: "cut_in_reply" });
  const key = { idempotencyKey: "key_1", maxNetworkRetries: 0 };
  await refusalOf(world.stripe.customers.create({}, key));
  const { id } = await world.stripe.customers.create({}, key);
  expect((await world.stripe.customers.list()).data.map((customer) => customer.id)).toEqual([id]);
});

function raw({ url }: TestWorld, key: string): Promise<Response> {
  const headers = { authorization: "Bearer sk_test_x", "idempotency-key": key };
  return fetch(`${url}/v1/customers`, { method: "POST", headers, body: new URLSearchParams({ name: "Ann" }) });
}

test("while an answer is only slow its key is in use; then it is replayed", async () => {
  const world = await openWorld();
  await arm(world, { kind: "slow", ms: "300" });
  const slow = raw(world, "key_1");
  await until(async () => (await armed(world))[0]?.left === 0);
  expect((await raw(world, "key_1")).status).toBe(409);
  expect((await slow).status).toBe(200);
  expect((await raw(world, "key_1")).headers.get("idempotent-replayed")).toBe("true");
});

test("a connection that is held is cut in the end, and holds up neither others nor the end of the sandbox", async () => {
  const world = await openWorld();
  await arm(world, { kind: "timeout_after_write", hold_ms: "150" });
  await expect(raw(world, "key_1")).rejects.toThrow("fetch failed");
  await arm(world, { kind: "timeout_after_write" });
  const held = raw(world, "key_2").catch((error: unknown) => String(error));
  await until(async () => (await armed(world))[1]?.left === 0);
  expect((await raw(world, "key_2")).headers.get("idempotent-replayed")).toBe("true");
  await world.sandbox.close();
  expect(await held).toBe("TypeError: fetch failed");
});

test("orders and what is left of them survive a restart, and a reset clears them", async () => {
  const world = await openWorld();
  await arm(world, { kind: "server_error", count: "3", seed: "a", probability: "0.9" });
  await raw(world, "key_1");
  await arm(world, { kind: "webhook_reorder", size: "4" });
  const before = await armed(world);
  await world.sandbox.close();
  const after = await openWorld({ dataDir: world.dataDir });
  expect(await armed(after)).toEqual(before);
  expect(before.map(({ looked_at }) => looked_at)).toEqual([1, 0]);
  await postForm(`${after.url}/_sandbox/reset`, {});
  expect(await armed(after)).toEqual([]);
});

describe("what people see", () => {
  test("is out of reach of an order for the API, and of one for the sandbox's own routes", async () => {
    const world = await openWorld();
    await arm(world, { kind: "unavailable", count: "9" });
    expect((await fetch(`${world.url}/`)).status).toBe(200);
    expect((await postForm(`${world.url}/_sandbox/faults`, { kind: "slow", route: "* /_sandbox/faults" })).status).toBe(
      400,
    );
    expect((await raw(world, "key_1")).status).toBe(503);
  });

  test.each([
    ["unavailable", 503],
    ["server_error_kept", 500],
    ["server_error_after_write", 500],
  ])("fails by %s with a page that says %i, where the page is named", async (kind, status) => {
    const world = await openWorld();
    await arm(world, { kind, route: "GET /" });
    const reply = await fetch(`${world.url}/`);
    expect([reply.status, await reply.text()]).toEqual([status, expect.stringContaining(String(status))]);
    expect((await fetch(`${world.url}/`)).status).toBe(200);
  });

  test.each(["cut_before_write", "cut_after_write", "cut_in_reply"])("is cut off by %s", async (kind) => {
    const world = await openWorld();
    await arm(world, { kind, route: "* /" });
    await expect(fetch(`${world.url}/`).then((reply) => reply.text())).rejects.toThrow(/fetch failed|terminated/);
    expect((await fetch(`${world.url}/`)).status).toBe(200);
  });
});
