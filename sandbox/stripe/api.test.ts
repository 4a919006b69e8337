import net from "node:net";
import fc from "fast-check";
import Stripe from "stripe";
import { expect, test } from "vitest";
import { makeCatalog, openWorld, refusalOf, sdkFor } from "./testing/test-world";

type Body = { error?: { type: string; message: string; code?: string; param?: string } };
const AUTH = { authorization: "Bearer sk_test_123456789012" };

async function post(url: string, path: string, body: string, headers: Record<string, string> = {}) {
  const type = { "content-type": "application/x-www-form-urlencoded" };
  const response = await fetch(url + path, { method: "POST", headers: { ...AUTH, ...type, ...headers }, body });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Body & { id?: string },
  };
}

test("no key, a wrong one and a live one get 401 without a code", async () => {
  const { url } = await openWorld();
  for (const authorization of [
    undefined,
    "Bearer ",
    "Bearer nonsense",
    "Bearer sk_live_12345678",
    "Basic !!",
    "Digest x",
  ]) {
    const response = await fetch(
      `${url}/v1/customers`,
      authorization === undefined ? {} : { headers: { authorization } },
    );
    const { error } = (await response.json()) as Body;
    expect(response.status).toBe(401);
    expect(error).toMatchObject({ type: "invalid_request_error" });
    expect(error).not.toHaveProperty("code");
  }
  const stripe = sdkFor(url);
  expect(await stripe.customers.list()).toMatchObject({ data: [] });
});

test("an unknown path, a route of Stripe's that is not built, and a wrong method all keep Stripe's shape", async () => {
  const { url, stripe } = await openWorld();
  expect(await refusalOf(stripe.quotes.list())).toMatchObject({ statusCode: 404, code: "sandbox_route_not_built" });
  expect((await post(url, "/v1/nothing", "")).body.error?.message).toMatch(
    /^Unrecognized request URL \(POST: \/v1\/nothing\)/,
  );
  const put = await fetch(`${url}/v1/customers`, { method: "PUT", headers: AUTH, body: "" });
  expect(put.status).toBe(404);
  expect(await put.json()).toHaveProperty("error.type", "invalid_request_error");
  const v2 = await fetch(`${url}/v2/core/events`, { headers: AUTH });
  expect(await v2.json()).toHaveProperty("error");
});

test("what Stripe would not know is refused at every depth, by name", async () => {
  const { url } = await openWorld();
  const cases = [
    ["/v1/customers", "foo=1", "foo"],
    ["/v1/customers", "address[planet]=x", "address[planet]"],
    ["/v1/subscriptions", "customer=c&items[0][prize]=x", "items[0][prize]"],
    ["/v1/payment_intents", "amount=100&currency=usd&__proto__[a]=1", "__proto__"],
  ] as const;
  for (const [path, body, param] of cases) {
    const reply = await post(url, path, body);
    expect(reply).toMatchObject({ status: 400, body: { error: { code: "parameter_unknown", param } } });
  }
});

test.each([
  ["/v1/prices", "currency=usd", "parameter_missing", "product"],
  ["/v1/products", "", "parameter_missing", "name"],
  ["/v1/payment_intents", "amount=0&currency=usd", "parameter_invalid_integer", "amount"],
  ["/v1/payment_intents", "amount=1e9&currency=usd", "parameter_invalid_integer", "amount"],
  [
    "/v1/payment_intents",
    "amount=100&currency=usd&payment_method_types[0]=card",
    "payment_method_types_no_longer_supported",
    "payment_method_types",
  ],
])("%s with %s is %s", async (path, body, code, param) => {
  const { url } = await openWorld();
  const version = { "stripe-version": "2026-10-28.endive" };
  expect(await post(url, path, body, version)).toMatchObject({ status: 400, body: { error: { code, param } } });
});

test("a body that is not a form is refused", async () => {
  const { url } = await openWorld();
  const reply = await post(url, "/v1/customers", '{"email":"a@b.co"}', { "content-type": "application/json" });
  expect(reply.status).toBe(400);
  expect(reply.body.error?.message).toMatch(/application\/x-www-form-urlencoded/);
});

test("the same key and parameters give the first reply again; other parameters are refused", async () => {
  const { url, stripe } = await openWorld();
  const key = { "idempotency-key": "ensure-customer-1" };
  const first = await post(url, "/v1/customers", "email=a@b.co", key);
  const again = await post(url, "/v1/customers", "email=a@b.co", key);
  expect(again.body.id).toBe(first.body.id);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(again.headers.get("original-request")).toBe(first.headers.get("request-id"));
  expect(first.headers.get("idempotent-replayed")).toBeNull();
  expect((await stripe.customers.list()).data).toHaveLength(1);
  const other = await refusalOf(stripe.customers.create({ email: "c@d.co" }, { idempotencyKey: "ensure-customer-1" }));
  expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  expect(other.statusCode).toBe(400);
  const elsewhere = await refusalOf(stripe.products.create({ name: "x" }, { idempotencyKey: "ensure-customer-1" }));
  expect(elsewhere.message).toMatch(/same endpoint/);
});

test("a refusal before the work is not kept under the key, a refused card is", async () => {
  const { stripe } = await openWorld();
  const options = { idempotencyKey: "pay-once" };
  await refusalOf(stripe.paymentIntents.create({ amount: 10, currency: "usd" }, options));
  const pay = () =>
    refusalOf(
      stripe.paymentIntents.create(
        { amount: 500, currency: "usd", payment_method: "pm_card_chargeDeclined", confirm: true },
        options,
      ),
    );
  const [first, again] = [await pay(), await pay()];
  expect(first).toMatchObject({ statusCode: 402, decline_code: "generic_decline" });
  expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
  expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
});

test("while a request holds its key another with that key gets 409", async () => {
  const { url } = await openWorld();
  const { port } = new URL(url);
  const socket = net.connect(Number(port), "127.0.0.1");
  const body = "email=slow@example.test";
  socket.write(
    `POST /v1/customers HTTP/1.1\r\nhost: x\r\nauthorization: ${AUTH.authorization}\r\ncontent-type: application/x-www-form-urlencoded\r\nidempotency-key: busy\r\ncontent-length: ${body.length}\r\n\r\n`,
  );
  await expect
    .poll(() => post(url, "/v1/customers", body, { "idempotency-key": "busy" }), { timeout: 5_000 })
    .toMatchObject({ status: 409, body: { error: { code: "idempotency_key_in_use", type: "idempotency_error" } } });
  const answered = new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
  socket.write(body);
  expect(await answered).toMatch(/^HTTP\/1.1 (200|400)/);
  socket.destroy();
});

test("lists page forwards and back without losing or repeating, newest first", async () => {
  const { stripe } = await openWorld();
  const made: string[] = [];
  for (let i = 0; i < 7; i++) made.unshift((await stripe.customers.create({ name: `c${i}` })).id);
  const first = await stripe.customers.list({ limit: 3 });
  expect(first).toMatchObject({ has_more: true, object: "list", url: "/v1/customers" });
  const second = await stripe.customers.list({ limit: 3, starting_after: first.data[2]!.id });
  expect([...first.data, ...second.data].map((c) => c.id)).toEqual(made.slice(0, 6));
  const back = await stripe.customers.list({ limit: 3, ending_before: second.data[0]!.id });
  expect(back.data.map((c) => c.id)).toEqual(made.slice(0, 3));
  const all: string[] = [];
  for await (const customer of stripe.customers.list({ limit: 2 })) all.push(customer.id);
  expect(all).toEqual(made);
  expect(await refusalOf(stripe.customers.list({ limit: 101 }))).toMatchObject({ statusCode: 400, param: "limit" });
  expect(await refusalOf(stripe.customers.list({ starting_after: "cus_none" }))).toMatchObject({
    code: "resource_missing",
  });
});

test("expanding goes through lists and ids, and refuses what leads nowhere or too deep", async () => {
  const { stripe } = await openWorld();
  const { product } = await makeCatalog(stripe);
  const { data } = await stripe.prices.list({ lookup_keys: ["pro_month"], expand: ["data.product"] });
  expect(data[0]?.product).toMatchObject({ id: product.id, name: "Pro" });
  expect(await refusalOf(stripe.products.retrieve(product.id, { expand: ["nothing"] }))).toMatchObject({
    statusCode: 400,
  });
  // A list's `data` counts as a level.
  expect(await refusalOf(stripe.subscriptions.list({ expand: ["data.items.data.price.product"] }))).toMatchObject({
    statusCode: 400,
    code: "property_expansion_max_depth",
  });
});

test("any bytes on any route get Stripe's shape and never a 500, and the world goes on", async () => {
  const { url, stripe } = await openWorld();
  const paths = fc.oneof(
    fc.constantFrom(
      "/v1/customers",
      "/v1/subscriptions",
      "/v1/invoices/x/pay",
      "/v1/checkout/sessions",
      "/v1/payment_methods",
      "/v1/events",
    ),
    fc.webPath().map((path) => `/v1${path}`),
  );
  const fields = fc.constantFrom(
    "items[0][price]",
    "expand[]",
    "metadata[a]",
    "limit",
    "customer",
    "a[",
    "[]",
    "%",
    "amount",
    "trial_end",
    "items",
  );
  const form = fc
    .array(fc.tuple(fields, fc.string({ unit: "grapheme" })))
    .map((pairs) => pairs.map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join("&"));
  const bodies = fc.oneof(form, fc.uint8Array({ maxLength: 2_000 }));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("GET", "POST", "DELETE"), paths, bodies, async (method, path, body) => {
      const type = { "content-type": "application/x-www-form-urlencoded" };
      const sent = method === "GET" ? {} : { body: typeof body === "string" ? body : Buffer.from(body) };
      const response = await fetch(url + path, { method, headers: { ...AUTH, ...type }, ...sent });
      const reply = (await response.json()) as Body & { object?: string };
      expect(response.status).toBeLessThan(500);
      expect(response.status >= 400 ? reply.error?.message : reply.object).toEqual(expect.any(String));
    }),
    { numRuns: 300 },
  );
  expect((await stripe.customers.create()).object).toBe("customer");
});

test("bytes that are not HTTP, and a body too large, are answered in Stripe's shape", async () => {
  const { url } = await openWorld();
  const socket = net.connect(Number(new URL(url).port), "127.0.0.1");
  const answered = new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
  socket.write("\u0000\u0001 nonsense\r\n\r\n");
  expect(await answered).toMatch(/400[^]*"error"/);
  socket.destroy();
  const big = await post(url, "/v1/customers", `description=${"x".repeat(1_000_001)}`);
  expect(big).toMatchObject({ status: 413, body: { error: { type: "invalid_request_error" } } });
});
