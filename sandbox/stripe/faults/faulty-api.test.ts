import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Fields, StillWorld } from "../testing/still-world";
import { faultsDesk } from "./desk";

type Armed = { id: string; left: number; looked_at: number; kind: string; card: string | null };
type Order = { kind: string; [field: string]: unknown };

function aWorldWith(...orders: Order[]) {
  const still = new StillWorld();
  const desk = (method: string, body: object = {}) => {
    const request = { method, path: "/_sandbox/faults", query: "", body: JSON.stringify(body), origin: "" };
    const answer = faultsDesk(still, request);
    still.world.commit();
    return JSON.parse(String(answer.body)) as { faults: Armed[] };
  };
  for (const order of orders) desk("POST", order);
  const create = (key?: string, fields: Fields = { name: "Ann" }) =>
    still.ask("POST", "/v1/customers", fields, { idempotencyKey: key });
  const errorOf = (reply: { body: unknown }) => (reply.body as { error: { code?: string; type: string } }).error;
  return { still, desk, create, errorOf, left: () => desk("GET").faults.map((order) => order.left) };
}

describe("a request that is refused before anything is done", () => {
  test.each([
    ["rate_limited", 429, "rate_limit", undefined],
    ["lock_timeout", 429, "lock_timeout", "true"],
    ["server_error", 500, undefined, "true"],
    ["unavailable", 503, undefined, "true"],
  ])("by %s is answered %i with code %s, and its key stays free for the retry", (kind, status, code, shouldRetry) => {
    const { still, create, errorOf, left } = aWorldWith({ kind });
    const refused = create("key_1");
    expect([refused.status, errorOf(refused).code]).toEqual([status, code]);
    expect(refused.headers["stripe-should-retry"]).toBe(shouldRetry);
    expect([still.all("customers"), still.all("events"), still.all("idempotent_results"), left()]).toEqual([
      [],
      [],
      [],
      [0],
    ]);
    const retried = create("key_1");
    expect([retried.status, retried.headers["idempotent-replayed"]]).toEqual([200, undefined]);
    expect(still.all("customers")).toHaveLength(1);
  });

  test("by a rate limit says which and how long, and whether to retry only if it was ordered", () => {
    const reason = "global-concurrency";
    const { create } = aWorldWith(
      { kind: "rate_limited", reason, retry_after: 7 },
      { kind: "rate_limited", should_retry: "true" },
      { kind: "rate_limited", should_retry: "false" },
    );
    expect(create().headers).toEqual({ "retry-after": "7", "stripe-rate-limited-reason": reason });
    expect([create(), create()].map(({ headers }) => headers["stripe-should-retry"])).toEqual(["true", "false"]);
  });

  test("has used no id: the world goes on as if it had never been asked", () => {
    const faulty = aWorldWith({ kind: "server_error", count: 2 }, { kind: "cut_before_write" });
    for (let i = 0; i < 3; i++) faulty.create();
    expect(faulty.create().body).toEqual(aWorldWith().create().body);
  });
});

describe("a 500 after execution began", () => {
  test("and was undone is kept by its key, and by nothing else", () => {
    const { still, create } = aWorldWith({ kind: "server_error_kept" });
    const [first, again] = [create("key_1"), create("key_1")];
    expect([first.status, first.headers["stripe-should-retry"]]).toEqual([500, "false"]);
    expect([again.status, again.headers["idempotent-replayed"], again.body]).toEqual([500, "true", first.body]);
    expect(still.all("customers")).toEqual([]);
    expect(create("key_2").body).toEqual(aWorldWith().create().body);
  });

  test("and went through is kept by its key, and the thing and its events are there", () => {
    const { still, create } = aWorldWith({ kind: "server_error_after_write" });
    const [first, again] = [create("key_1"), create("key_1")];
    expect([first.status, again.status, again.headers["idempotent-replayed"]]).toEqual([500, 500, "true"]);
    expect([still.all("customers").length, still.told()]).toEqual([1, ["customer.created"]]);
  });

  test("does not come where execution would not begin: what is invalid is refused as ever, and not kept", () => {
    const { still, create, errorOf } = aWorldWith({ kind: "server_error_kept" }, { kind: "server_error_after_write" });
    for (let i = 0; i < 2; i++) {
      const refused = create("key_1", { nmae: "Ann" });
      expect([refused.status, errorOf(refused).code]).toEqual([400, "parameter_unknown"]);
    }
    expect(still.all("idempotent_results")).toEqual([]);
    expect(create("key_1").status).toBe(200);
  });

  test("leaves the replay of an earlier success alone", () => {
    const { desk, create } = aWorldWith();
    const { body } = create("key_1");
    desk("POST", { kind: "server_error_kept" });
    expect(create("key_1")).toMatchObject({ status: 200, body });
  });

  test("is a plain 500 without a key and for a GET", () => {
    const { still, create } = aWorldWith({ kind: "server_error_kept", count: 2 });
    expect([create().status, still.ask("GET", "/v1/customers").status, create().status]).toEqual([500, 500, 200]);
    expect(still.all("idempotent_results")).toEqual([]);
  });
});

test.each([
  ["timeout_before_write", { hold_ms: 5 }, { kind: "hold", ms: 5 }, 0],
  ["timeout_after_write", { hold_ms: 5 }, { kind: "hold", ms: 5 }, 1],
  ["cut_before_write", {}, { kind: "cut" }, 0],
  ["cut_after_write", {}, { kind: "cut" }, 1],
  ["cut_in_reply", {}, { kind: "halve" }, 1],
  ["slow", { ms: 9 }, { kind: "late", ms: 9 }, 1],
])("%s with %o meets %o on the wire and leaves %i customers", (kind, options, fate, made) => {
  const { still, create } = aWorldWith({ kind, ...options });
  expect([create("key_1").fate, still.all("customers").length]).toEqual([fate, made]);
  const retried = create("key_1");
  expect([retried.status, retried.fate, still.all("customers").length]).toEqual([200, undefined, 1]);
  expect(retried.headers["idempotent-replayed"]).toBe(made === 1 ? "true" : undefined);
});

describe("whom an order meets", () => {
  test.each<[string, string, string, boolean]>([
    ["*", "GET", "/v1/customers", true],
    ["POST /v1/customers", "POST", "/v1/customers", true],
    ["POST /v1/customers", "GET", "/v1/customers", false],
    ["* /v1/customers", "GET", "/v1/customers", true],
    ["* /v1/customers", "GET", "/v1/customers/cus_1", false],
    ["GET /v1/customers/:id", "GET", "/v1/customers/cus_1", true],
    ["GET /v1/customers/:id", "GET", "/v1/customers/cus_1/payment_methods", false],
    ["* /v1/customers/*", "GET", "/v1/customers/cus_1/payment_methods", true],
    ["* /v1/customers/*", "GET", "/v1/customers", false],
    ["* /v1/*", "DELETE", "/v1/coupons/x", true],
    ["GET /i/:id", "GET", "/v1/invoices", false],
  ])("one for %s meets %s %s: %s", (route, method, path, isMet) => {
    const { still } = aWorldWith({ kind: "unavailable", route });
    expect(still.ask(method, path).status === 503).toBe(isMet);
  });

  test("one for a customer meets what names him or what is his, in path, query or body", () => {
    const { still, desk } = aWorldWith();
    const [price, his, other] = [still.price(1900), still.payer("pm_card_visa"), still.payer("pm_card_visa")];
    const { id } = still.subscribe(his, price);
    const { id: theirs } = still.subscribe(other, price);
    desk("POST", { kind: "unavailable", customer: his, count: 100 });
    const statuses = (asked: [string, string, Fields?][]) => asked.map((request) => still.ask(...request).status);
    expect(
      statuses([
        ["GET", `/v1/customers/${his}`],
        ["GET", "/v1/subscriptions", { customer: his }],
        ["POST", `/v1/subscriptions/${id}`, { description: "x" }],
        ["POST", "/v1/invoices/create_preview", { subscription: id }],
      ]),
    ).toEqual([503, 503, 503, 503]);
    expect(
      statuses([
        ["GET", `/v1/customers/${other}`],
        ["GET", "/v1/subscriptions"],
        ["POST", `/v1/subscriptions/${theirs}`, { description: "x" }],
      ]),
    ).toEqual([200, 200, 200]);
  });

  test("of several the oldest that fits is used up first, one for each request", () => {
    const { still, create, left } = aWorldWith(
      { kind: "unavailable", route: "GET /v1/customers" },
      { kind: "rate_limited", count: 2 },
      { kind: "server_error" },
    );
    expect([create(), create(), create(), create()].map(({ status }) => status)).toEqual([429, 429, 500, 200]);
    expect(left()).toEqual([1, 0, 0]);
    expect(still.ask("GET", "/v1/customers").status).toBe(503);
  });

  test("a request that is refused anyway uses it up too, and so does one without a key to the API", () => {
    const { still, left } = aWorldWith({ kind: "timeout_after_write", count: 3 });
    still.ask("POST", "/v1/customers", { nmae: "x" });
    still.ask("GET", "/v1/nothing");
    still.ask("GET", "/v1/customers", {}, { authorization: undefined });
    expect(left()).toEqual([0]);
  });
});

test("the same seed gives the same faults, in any world and under any id", () => {
  const pattern = (seed: string, probability: number, other: number) => {
    const { still, desk } = aWorldWith(
      ...Array.from({ length: other }, () => ({ kind: "slow", route: "GET /v1/plans" })),
    );
    desk("POST", { kind: "server_error", count: 1000, probability, seed });
    return Array.from({ length: 30 }, () => still.ask("GET", "/v1/products").status);
  };
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 9 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (raw, p) => {
      const seed = `s${raw.trim()}`;
      expect(pattern(seed, p, 0)).toEqual(pattern(seed, p, 2));
    }),
    { numRuns: 20 },
  );
  expect(pattern("a", 0.5, 0)).not.toEqual(pattern("b", 0.5, 0));
});

test.each([0.1, 0.5, 0.9])("a probability of %d is about that", (probability) => {
  const { still, left } = aWorldWith({ kind: "server_error", count: 1000, probability, seed: "fair" });
  for (let i = 0; i < 500; i++) still.ask("GET", "/v1/products");
  expect((1000 - (left()[0] ?? 0)) / 500).toBeCloseTo(probability, 1);
});
