import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_S, type Fields, StillWorld } from "../testing/still-world";
import type { StripeFailure } from "./failures";
import { fingerprintOf, RunningKeys } from "./idempotency";

function bodyOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    const { status, body } = error as StripeFailure;
    return { status, ...body };
  }
  throw new Error("It was taken");
}

describe("a key that is held", () => {
  test("is refused to others until it is let go, and then free again", () => {
    const keys = new RunningKeys();
    const release = keys.hold("k");
    expect(bodyOf(() => keys.hold("k"))).toMatchObject({
      status: 409,
      code: "idempotency_key_in_use",
      type: "idempotency_error",
    });
    keys.hold("other")();
    release();
    expect(() => keys.hold("k")).not.toThrow();
  });

  test("no key holds up nobody", () => {
    const keys = new RunningKeys();
    keys.hold(undefined);
    expect(() => keys.hold(undefined)).not.toThrow();
  });

  test("a key can be 255 characters long and no longer", () => {
    const keys = new RunningKeys();
    expect(() => keys.hold("k".repeat(255))).not.toThrow();
    expect(bodyOf(() => keys.hold("k".repeat(256)))).toMatchObject({ status: 400, type: "invalid_request_error" });
  });
});

test("a fingerprint differs by method, path and every byte of the body", () => {
  const text = fc.string({ maxLength: 20 });
  fc.assert(
    fc.property(fc.tuple(text, text), fc.tuple(text, text), (a, b) => {
      const same = a[0] === b[0] && a[1] === b[1];
      const [one, two] = [a, b].map(([path, body]) => fingerprintOf("POST", `/v1/${encodeURIComponent(path)}`, body));
      expect(one === two).toBe(same);
    }),
  );
  expect(fingerprintOf("POST", "/v1/a", "")).not.toBe(fingerprintOf("DELETE", "/v1/a", ""));
});

describe("a request with a key", () => {
  const keyed = (world: StillWorld, path: string, fields: Fields, idempotencyKey = "k") =>
    world.ask("POST", path, fields, { idempotencyKey });
  const idOf = (reply: { body: unknown }) => (reply.body as { id: string }).id;

  test("is done once however often it is sent, and each answer is the first, byte for byte", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.string({ unit: "grapheme", maxLength: 30 }), (times, name) => {
        const world = new StillWorld();
        const first = keyed(world, "/v1/customers", { name });
        for (let i = 0; i < times; i++) {
          const again = keyed(world, "/v1/customers", { name });
          expect(again.body).toEqual(first.body);
          expect(again.headers).toMatchObject({ "idempotent-replayed": "true", "original-request": "req_1" });
        }
        expect(first.headers).not.toHaveProperty("idempotent-replayed");
        expect(world.all("customers")).toHaveLength(1);
        expect(world.told()).toEqual(["customer.created"]);
      }),
      { numRuns: 30 },
    );
  });

  test("its answer stays the first also when the thing has changed since", () => {
    const world = new StillWorld();
    const id = idOf(keyed(world, "/v1/customers", { name: "before" }));
    world.post(`/v1/customers/${id}`, { name: "after" });
    expect(keyed(world, "/v1/customers", { name: "before" }).body).toHaveProperty("name", "before");
  });

  test("with other parameters, or for another route, is refused and does nothing", () => {
    const world = new StillWorld();
    keyed(world, "/v1/customers", { name: "a" });
    const other = keyed(world, "/v1/customers", { name: "b" });
    const elsewhere = keyed(world, "/v1/products", { name: "a" });
    expect([other, elsewhere].map((reply) => reply.status)).toEqual([400, 400]);
    expect(other.body).toHaveProperty("error.type", "idempotency_error");
    expect(elsewhere.body).toHaveProperty(
      "error.message",
      expect.stringContaining("'/v1/products' vs '/v1/customers'"),
    );
    expect([world.all("customers"), world.all("products")].map((each) => each.length)).toEqual([1, 0]);
  });

  test.each<[string, Fields]>([
    ["/v1/customers", { nonsense: 1 }],
    ["/v1/payment_intents", { amount: 10, currency: "usd" }],
    ["/v1/subscriptions", { customer: "cus_none", items: [{ price: "p" }] }],
  ])("what %s refuses of it is not kept: the corrected request goes through under the same key", (path, wrong) => {
    const world = new StillWorld();
    expect(keyed(world, path, wrong).status).toBe(400);
    expect(keyed(world, path, wrong).headers).not.toHaveProperty("idempotent-replayed");
    expect(keyed(world, "/v1/customers", {}).status).toBe(200);
  });

  test("a card that was refused is kept: it is not tried again under the same key", () => {
    const world = new StillWorld();
    const customer = world.payer("pm_card_chargeCustomerFail");
    const price = world.price(1900);
    for (const [path, fields] of [
      [
        "/v1/payment_intents",
        { amount: 500, currency: "usd", payment_method: "pm_card_chargeDeclined", confirm: true },
      ],
      ["/v1/payment_methods/pm_card_chargeDeclined/attach", { customer }],
      ["/v1/subscriptions", { customer, items: [{ price }], payment_behavior: "error_if_incomplete" }],
    ] as const) {
      const first = keyed(world, path, fields, path);
      const again = keyed(world, path, fields, path);
      expect([first.status, again.status]).toEqual([402, 402]);
      expect(again.headers).toHaveProperty("idempotent-replayed", "true");
      expect(again.body).toEqual(first.body);
    }
    expect(world.all("subscriptions")).toEqual([]);
  });

  test("is forgotten after a day, and not before", () => {
    for (const [wait, customers] of [
      [DAY_S - 1, 1],
      [DAY_S + 1, 2],
    ] as const) {
      const world = new StillWorld();
      keyed(world, "/v1/customers", {});
      world.advance(wait);
      expect(keyed(world, "/v1/customers", {}).status).toBe(200);
      expect(world.all("customers")).toHaveLength(customers);
    }
  });

  test("only POST knows keys", () => {
    const world = new StillWorld();
    const id = idOf(world.ask("POST", "/v1/customers"));
    for (const method of ["GET", "DELETE"]) {
      const reply = world.ask(method, `/v1/customers/${id}`, {}, { idempotencyKey: "k" });
      expect(reply.headers).not.toHaveProperty("original-request");
    }
    expect(world.all("idempotent_results")).toEqual([]);
  });

  test("its events name it and its request; those of time name neither", () => {
    const world = new StillWorld();
    keyed(world, "/v1/customers", {}, "mine");
    const price = world.price(1900);
    world.subscribe(world.payer("pm_card_visa"), price);
    world.advance(32 * DAY_S);
    const marks = world.all("events").map((event) => event.request);
    expect(marks[0]).toEqual({ id: "req_1", idempotency_key: "mine" });
    expect(marks.at(-1)).toEqual({ id: null, idempotency_key: null });
  });
});
