import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Fields, START_S, StillWorld } from "../testing/still-world";
import { changed, metadataOf, or, orNull } from "./fields";

describe("fields", () => {
  test("given, not given and emptied are three things", () => {
    expect([undefined, "", null, 0, false, "x"].map((value) => orNull(value))).toEqual([
      null,
      null,
      null,
      0,
      false,
      "x",
    ]);
    expect([undefined, "", 0, false].map((value) => or<unknown>(value, "else"))).toEqual(["else", "", 0, false]);
    expect([undefined, "", null, "new"].map((value) => changed(value, "old"))).toEqual(["old", null, null, "new"]);
  });

  const maps = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("", "1", "2"), {
    noNullPrototype: true,
  });

  test("metadata: what is given wins, an empty value drops its key, what is not named stays", () => {
    fc.assert(
      fc.property(maps, maps, (first, given) => {
        const before = metadataOf({}, first);
        const after = metadataOf(before, given);
        for (const key of ["a", "b", "c", "d"]) {
          const wanted = Object.hasOwn(given, key) ? given[key] : before[key];
          expect(after[key]).toBe(wanted === "" ? undefined : wanted);
        }
        expect(Object.values(after)).not.toContain("");
        expect(metadataOf(after, given)).toEqual(after);
      }),
    );
  });

  test("metadata: nothing said leaves it, an empty text empties it, and what was there is not touched", () => {
    const before = { a: "1" };
    expect(metadataOf(before, undefined)).toEqual({ a: "1" });
    expect(metadataOf(before, "")).toEqual({});
    expect(metadataOf(null, undefined)).toEqual({});
    metadataOf(before, { a: "", b: "2" });
    expect(before).toEqual({ a: "1" });
  });
});

/** Where each kind of thing is, how it begins, and a field to change. */
const KINDS: [path: string, made: Fields, id: RegExp, change: Fields][] = [
  ["/v1/customers", { email: "a@b.co" }, /^cus_\w{14}$/, { name: "N" }],
  ["/v1/products", { name: "Pro" }, /^prod_\w{14}$/, { description: "D" }],
  ["/v1/payment_methods", { type: "card", card: { token: "tok_visa" } }, /^pm_1\w{23}$/, { metadata: { a: "1" } }],
  ["/v1/payment_intents", { amount: 500, currency: "usd" }, /^pi_3\w{23}$/, { description: "D" }],
  ["/v1/setup_intents", {}, /^seti_1\w{23}$/, {}],
  [
    "/v1/webhook_endpoints",
    { url: "http://127.0.0.1:9/", enabled_events: ["*"] },
    /^we_1\w{23}$/,
    { description: "D" },
  ],
];

describe.each(KINDS)("%s", (path, made, id, change) => {
  const create = (world: StillWorld, more: Fields = {}) => world.post(path, { ...made, ...more }) as Fields;

  test("has an id of its kind, is of now, is not live, and reads back the same", () => {
    const world = new StillWorld();
    const thing = create(world);
    expect(thing["id"]).toMatch(id);
    expect(thing).toMatchObject({ created: START_S, livemode: false, metadata: {} });
    const { secret: _told, ...kept } = thing;
    expect(world.get(`${path}/${String(thing["id"])}`)).toEqual(kept);
  });

  test("in two worlds of one seed is the same to the last field", () => {
    expect(create(new StillWorld())).toEqual(create(new StillWorld()));
  });

  test("keeps the metadata it is given, refuses too much of it", () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, "v"]));
    expect(create(new StillWorld(), { metadata: { plan: "pro" } })["metadata"]).toEqual({ plan: "pro" });
    expect(new StillWorld().refused("POST", path, { ...made, metadata: many })).toEqual([400, undefined, "metadata"]);
  });

  test("is changed only where it is told to be", () => {
    const world = new StillWorld();
    const before = create(world);
    world.advance(60);
    const at = `${path}/${String(before["id"])}`;
    const after = Object.keys(change).length > 0 ? (world.post(at, change) as Fields) : before;
    const moved = Object.keys(after).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
    expect(moved.filter((key) => key !== "updated" && key !== "status")).toEqual(Object.keys(change));
    expect(after["created"]).toBe(START_S);
  });
});

describe("prices", () => {
  const product = (world: StillWorld) => (world.post("/v1/products", { name: "Pro" }) as { id: string }).id;
  const price = (more: Fields) => {
    const world = new StillWorld();
    return world.post("/v1/prices", { product: product(world), currency: "usd", unit_amount: 1900, ...more });
  };

  test.each<[Fields, Fields]>([
    [{}, { type: "one_time", recurring: null, unit_amount_decimal: "1900" }],
    [{ currency: "EUR" }, { currency: "eur" }],
    [{ unit_amount: 0 }, { unit_amount: 0, unit_amount_decimal: "0" }],
    [{ unit_amount: undefined, unit_amount_decimal: "250" }, { unit_amount: 250 }],
    [
      { unit_amount: undefined, unit_amount_decimal: "0.25" },
      { unit_amount: null, unit_amount_decimal: "0.25" },
    ],
    [{ recurring: { interval: "year" } }, { type: "recurring", recurring: { interval: "year", interval_count: 1 } }],
    [{ recurring: { interval: "week", interval_count: 2 } }, { recurring: { interval: "week", interval_count: 2 } }],
  ])("of %o: %o", (given, shown) => {
    expect(price(given)).toMatchObject(shown);
  });

  test.each<[Fields, string | undefined, string]>([
    [{ product: "prod_none" }, "resource_missing", "product"],
    [{ product: undefined }, "parameter_missing", "product"],
    [{ currency: "usdollar" }, undefined, "currency"],
    [{ unit_amount: -1 }, "parameter_invalid_integer", "unit_amount"],
    [{ unit_amount: undefined, unit_amount_decimal: "1.5x" }, "parameter_invalid_decimal", "unit_amount_decimal"],
    [{ unit_amount: undefined }, "parameter_missing", "unit_amount"],
    [{ recurring: { interval: "fortnight" } }, undefined, "recurring[interval]"],
    [{ billing_scheme: "tiered", tiers: [{ up_to: "inf", unit_amount: 1 }] }, "sandbox_parameter_not_built", "tiers"],
  ])("with %o are refused: %s at %s", (given, code, param) => {
    const world = new StillWorld();
    const fields = { product: product(world), currency: "usd", unit_amount: 1900, ...given };
    expect(world.refused("POST", "/v1/prices", fields)).toEqual([400, code, param]);
    expect(world.all("prices")).toEqual([]);
  });

  test("one price at a time holds a lookup key, through any row of takings", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), (transfers) => {
        const world = new StillWorld();
        const fields = { product: product(world), currency: "usd", unit_amount: 1, lookup_key: "pro" };
        for (const transfer_lookup_key of transfers)
          world.ask("POST", "/v1/prices", { ...fields, transfer_lookup_key });
        const holders = world.all("prices").filter((each) => each.lookup_key === "pro");
        const listed = world.get("/v1/prices", { lookup_keys: ["pro"] }) as { data: { id: string }[] };
        expect(holders).toHaveLength(1);
        expect(listed.data.map((each) => each.id)).toEqual([holders[0]?.id]);
        expect(world.all("prices").at(-1)).toEqual(holders[0]);
      }),
      { numRuns: 30 },
    );
  });
});

describe("cards", () => {
  test("the same number has the same fingerprint, another one another; the number itself is never shown", () => {
    const world = new StillWorld();
    const card = (number: string) =>
      world.post("/v1/payment_methods", { type: "card", card: { number, exp_month: 1, exp_year: 2040 } }) as {
        card: { fingerprint: string; last4: string };
      };
    const [a, b, c] = [card("4242424242424242"), card("4242 4242 4242 4242"), card("5555555555554444")];
    expect(a.card.fingerprint).toBe(b.card.fingerprint);
    expect(a.card.fingerprint).not.toBe(c.card.fingerprint);
    expect([a.card.last4, c.card.last4]).toEqual(["4242", "4444"]);
    expect(JSON.stringify([a, b, c, world.all("events")])).not.toMatch(/4242\s?4242|5555\s?5555/);
  });

  test("a card taken off its customer is nobody's default any more, here and on subscriptions", () => {
    const world = new StillWorld();
    const customer = world.payer("pm_card_visa");
    const [card] = world.all("payment_methods");
    const { id } = world.subscribe(customer, world.price(1900), { default_payment_method: card?.id });
    world.post(`/v1/payment_methods/${card?.id}/detach`);
    expect(world.subscription(id).default_payment_method).toBeNull();
    expect(world.get(`/v1/customers/${customer}`)).toMatchObject({
      invoice_settings: { default_payment_method: null },
    });
    expect(world.refused("POST", `/v1/payment_methods/${card?.id}/detach`)[0]).toBe(400);
  });

  test("one card is one customer's", () => {
    const world = new StillWorld();
    const owner = world.payer("pm_card_visa");
    const [card] = world.all("payment_methods");
    const path = `/v1/payment_methods/${card?.id}/attach`;
    expect(world.refused("POST", path, { customer: world.payer() })[0]).toBe(400);
    expect(world.post(path, { customer: owner })).toHaveProperty("customer", owner);
    expect(world.told("payment_method.attached")).toHaveLength(1);
  });
});
