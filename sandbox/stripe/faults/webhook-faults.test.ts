import { describe, expect, test } from "vitest";
import { visit } from "../testing/still-pages";
import { StillWorld } from "../testing/still-world";
import type { Delivery } from "../store/wire";
import { readOrder } from "./order";
import { placeOrder, takeOffAll } from "./orders";

type Order = { kind: string; [field: string]: unknown };

/** A world with so many endpoints, where everything is owed and nothing is ever sent. */
function hearing(orders: Order[], endpoints = 1) {
  const still = new StillWorld();
  const arm = (order: Order) => {
    placeOrder(still.world, readOrder(JSON.stringify(order)), { now: still.nowS });
    still.world.commit();
  };
  for (let i = 0; i < endpoints; i++) {
    still.post("/v1/webhook_endpoints", { url: `http://127.0.0.1:9/${i}`, enabled_events: ["*"] });
  }
  for (const order of orders) arm(order);
  const happen = (count = 1) => Array.from({ length: count }, () => still.payer());
  const owed = () => still.all("deliveries");
  const inS = ({ nextAttemptAtMs }: Delivery) => nextAttemptAtMs && nextAttemptAtMs / 1000 - still.nowS;
  const left = () => still.all("faults").map((order) => order.left);
  const unheard = () =>
    (still.get("/v1/events", { delivery_success: false, limit: 100 }) as { data: { id: string }[] }).data.length;
  return { still, arm, happen, owed, inS, left, unheard };
}

describe("an event that is dropped", () => {
  test("is given up with one attempt on record, and is found by delivery_success=false", () => {
    const { still, happen, owed, left, unheard } = hearing([{ kind: "webhook_drop" }], 2);
    happen();
    for (const delivery of owed()) {
      expect(delivery).toMatchObject({ state: "failed", nextAttemptAtMs: null });
      expect(delivery.attempts).toMatchObject([{ status: null, error: "Dropped by the order flt_1", durationMs: 0 }]);
    }
    expect([owed().length, unheard(), still.all("events")[0]?.pending_webhooks, left()]).toEqual([2, 1, 2, [0]]);
  });

  test("is one event, and the next ones travel as ever", () => {
    const { happen, owed } = hearing([{ kind: "webhook_drop" }]);
    happen(3);
    expect(owed().map(({ state, fate }) => [state, fate?.kind])).toEqual([
      ["failed", "webhook_drop"],
      ["pending", undefined],
      ["pending", undefined],
    ]);
  });
});

test("an event that is duplicated is owed so many times more, and counts as heard without its copies", () => {
  const { still, happen, owed, unheard } = hearing([{ kind: "webhook_duplicate", times: 3 }], 2);
  happen();
  expect(owed()).toHaveLength(8);
  expect(new Set(owed().map(({ id }) => id)).size).toBe(8);
  expect(new Set(owed().map(({ event }) => event)).size).toBe(1);
  expect(still.all("events")[0]?.pending_webhooks).toBe(2);
  for (const delivery of owed().filter(({ fate }) => !fate)) {
    still.world.put("deliveries", { ...delivery, state: "delivered" });
  }
  expect(unheard()).toBe(0);
});

test("an event that is delayed begins later, in world time and in real time", () => {
  const { happen, owed, inS } = hearing([{ kind: "webhook_delay", ms: 250, seconds: 90 }, { kind: "webhook_delay" }]);
  happen(3);
  expect(owed().map(inS)).toEqual([90, 60, 0]);
  expect(owed().map(({ fate }) => fate)).toEqual([
    { kind: "webhook_delay", order: "flt_1", waitMs: 250 },
    { kind: "webhook_delay", order: "flt_2", waitMs: 0 },
    undefined,
  ]);
});

test("an event that is to fail says how often, and whether it is heard", () => {
  const { happen, owed, inS } = hearing([{ kind: "webhook_fail", tries: 3, heard: "true" }]);
  happen();
  const fate = { kind: "webhook_fail", order: "flt_1", tries: 3, heard: true };
  expect(owed()).toMatchObject([{ fate, state: "pending", attempts: [] }]);
  expect(owed().map(inS)).toEqual([0]);
});

describe("a batch that is reordered", () => {
  const turns = (owed: Delivery[]) => {
    const behind = (delivery: Delivery) => (delivery.fate?.kind === "webhook_reorder" ? delivery.fate.behind : null);
    const order: string[] = [];
    let next = owed.find((delivery) => delivery.fate && behind(delivery) === null)?.id;
    for (; next; next = owed.find((delivery) => behind(delivery) === next)?.id) order.push(next);
    return order.map((id) => owed.findIndex((delivery) => delivery.id === id));
  };

  test("waits until it is full and goes out backwards, each behind the one before", () => {
    const { happen, owed, inS, left } = hearing([{ kind: "webhook_reorder", size: 3 }]);
    happen(2);
    expect([owed().map(inS), left()]).toEqual([[60, 60], [0]]);
    happen(2);
    expect([owed().map(inS), turns(owed().slice(0, 3))]).toEqual([
      [0, 0, 0, 0],
      [2, 1, 0],
    ]);
    expect(owed()[3]?.fate).toBeUndefined();
  });

  test.each(["a", "b", "c", "d", "e", "f"])("shuffled by %s it is the same each time, and never as it came", (seed) => {
    const turn = () => {
      const { happen, owed } = hearing([{ kind: "webhook_reorder", size: 3, order: "shuffled", seed }]);
      happen(3);
      return turns(owed());
    };
    expect(turn()).toEqual(turn());
    expect(turn()).not.toEqual([0, 1, 2]);
    expect(turn().toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test("is turned for each endpoint by itself, so that a dead one holds up nobody else", () => {
    const { happen, owed } = hearing([{ kind: "webhook_reorder", size: 2 }], 2);
    happen(2);
    for (const endpoint of new Set(owed().map((delivery) => delivery.endpoint))) {
      expect(turns(owed().filter((delivery) => delivery.endpoint === endpoint))).toEqual([1, 0]);
    }
  });

  test("goes out as it came when it has waited too long, and the next event begins a new one", () => {
    const { still, happen, owed, inS, left } = hearing([
      { kind: "webhook_reorder", size: 3, hold_seconds: 10, count: 2 },
    ]);
    happen(2);
    still.advance(10);
    expect(owed().map(inS)).toEqual([0, 0]);
    happen(3);
    expect(owed().map(inS)).toEqual([0, 0, 0, 0, 0]);
    expect([turns(owed().slice(2)), left()]).toEqual([[2, 1, 0], [0]]);
  });

  test("goes out at once, as it came, when the order is taken off", () => {
    const { still, happen, owed, inS } = hearing([{ kind: "webhook_reorder", size: 5 }]);
    happen(3);
    still.advance(1);
    expect(takeOffAll(still.world, still.nowS)).toBe(1);
    expect([owed().map(inS), turns(owed())]).toEqual([
      [0, 0, 0],
      [0, 1, 2],
    ]);
  });
});

const typeOf = (still: StillWorld, event: string) => still.world.find("events", event)?.type;

describe("which events an order meets", () => {
  test.each([
    ["*", ["customer.created", "customer.updated", "product.created"]],
    ["customer.*", ["customer.created", "customer.updated"]],
    ["customer.updated, product.*", ["customer.updated", "product.created"]],
    ["custom", []],
  ])("%s meets %j", (events, met) => {
    const { still } = hearing([{ kind: "webhook_drop", events, count: 10 }]);
    still.post(`/v1/customers/${still.payer()}`, { name: "Ann" });
    still.post("/v1/products", { name: "Pro" });
    const dropped = still.all("deliveries").filter(({ fate }) => fate);
    expect(dropped.map(({ event }) => still.world.find("events", event)?.type)).toEqual(met);
  });

  test("only those of a customer: the customer's own and those of what is his", () => {
    const { still, arm } = hearing([]);
    const [price, his, other] = [still.price(1900), still.payer("pm_card_createDispute"), still.payer("pm_card_visa")];
    arm({ kind: "webhook_drop", customer: his, count: 100 });
    for (const customer of [other, his]) still.subscribe(customer, price);
    still.post(`/v1/customers/${his}`, { name: "Ann" });
    const types = still
      .all("deliveries")
      .filter(({ fate }) => fate)
      .map(({ event }) => still.world.find("events", event)?.type);
    expect(types).toEqual(expect.arrayContaining(["customer.updated", "invoice.paid", "charge.dispute.created"]));
    const whose = still.all("events").filter(({ type }) => type === "invoice.paid");
    expect(whose).toHaveLength(2);
    expect(types.filter((type) => type === "invoice.paid")).toHaveLength(1);
  });

  test("only those a request of the route causes, of the API or of a page, and so many of them", async () => {
    const { still, arm, left } = hearing([]);
    const [price, ann] = [still.price(1900), still.payer("pm_card_visa")];
    arm({ kind: "webhook_drop", route: "POST /v1/subscriptions", events: "invoice.*", count: 2 });
    arm({ kind: "webhook_delay", route: "* /c/pay/:id", events: "checkout.*" });
    const struck = () => still.all("deliveries").flatMap(({ event, fate }) => (fate ? [typeOf(still, event)] : []));
    still.post(`/v1/customers/${ann}`, { name: "Ann" });
    still.post("/v1/invoiceitems", { customer: ann, amount: 100, currency: "usd" });
    still.post("/v1/invoices", { customer: ann });
    expect(struck()).toEqual([]);
    still.subscribe(ann, price);
    expect(struck()).toEqual(["invoice.created", "invoice.finalized"]);
    const buying = {
      mode: "subscription",
      customer: ann,
      success_url: "http://a.test/",
      line_items: [{ price, quantity: 1 }],
    };
    const { id } = still.post("/v1/checkout/sessions", buying) as { id: string };
    expect(left()).toEqual([0, 1]);
    const card = { number: "4242424242424242", expiry: "12 / 40", cvc: "123", name: "Ann", email: "ann@example.test" };
    const paid = await visit(still, `/c/pay/${id}`, card);
    expect(paid.status).toBe(303);
    expect([struck().slice(2), left()]).toEqual([["checkout.session.completed"], [0, 0]]);
  });

  test("what falls due by itself is met where no route is named, and only there", () => {
    for (const [route, met] of [
      ["POST /v1/subscriptions", 0],
      ["*", 3],
    ] as const) {
      const { still, arm } = hearing([]);
      still.subscribe(still.payer("pm_card_visa"), still.price(1900));
      arm({ kind: "webhook_drop", route, events: "invoice.*", count: 3 });
      still.advance(32 * 86_400);
      expect(still.all("deliveries").filter(({ fate }) => fate)).toHaveLength(met);
    }
  });

  test("of several the oldest that fits, one for each event; without an endpoint none is used up", () => {
    const { happen, owed, left } = hearing([
      { kind: "webhook_drop", events: "invoice.*" },
      { kind: "webhook_fail" },
      { kind: "webhook_delay" },
    ]);
    happen(3);
    expect(owed().map(({ fate }) => fate?.kind)).toEqual(["webhook_fail", "webhook_delay", undefined]);
    expect(left()).toEqual([1, 0, 0]);
    const deaf = hearing([{ kind: "webhook_drop" }], 0);
    deaf.happen(2);
    expect(deaf.left()).toEqual([1]);
  });

  test("by chance, the same for the same seed", () => {
    const dropped = (seed: string) => {
      const { happen, owed } = hearing([{ kind: "webhook_drop", count: 100, probability: 0.5, seed }]);
      happen(40);
      return owed().map(({ state }) => state === "failed");
    };
    expect(dropped("a")).toEqual(dropped("a"));
    expect(dropped("a")).not.toEqual(dropped("b"));
    expect(new Set(dropped("a")).size).toBe(2);
  });
});

test("a request that is refused leaves the orders of webhooks as they were", () => {
  const { still, left } = hearing([{ kind: "webhook_drop" }]);
  still.refused("POST", "/v1/customers", { nmae: "x" });
  still.refused("POST", "/v1/payment_methods/pm_card_chargeDeclined/attach", { customer: "cus_none" });
  expect(left()).toEqual([1]);
});
