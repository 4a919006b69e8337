import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";
import { openWorld, refusalOf } from "./testing/test-world";

const MONTH_S = 31 * DAY_S;
const AT = "/v1/test_helpers/test_clocks";

function aClock(world: StillWorld, frozen_time = START_S): string {
  return (world.post(AT, { frozen_time, name: "Renewals" }) as { id: string }).id;
}

function payerOn(world: StillWorld, test_clock: string, card = "pm_card_visa"): string {
  const fields = { test_clock, payment_method: card, invoice_settings: { default_payment_method: card } };
  return (world.post("/v1/customers", fields) as { id: string }).id;
}

function move(world: StillWorld, clock: string, frozen_time: number): Fields {
  world.post(`${AT}/${clock}/advance`, { frozen_time });
  return world.get(`${AT}/${clock}`) as Fields;
}

describe("a test clock", () => {
  test("is asked to go on, says so, and is ready there", () => {
    const world = new StillWorld();
    const id = aClock(world);
    const asked = world.post(`${AT}/${id}/advance`, { frozen_time: START_S + DAY_S });
    expect(asked).toMatchObject({
      status: "advancing",
      frozen_time: START_S,
      status_details: { advancing: { target_frozen_time: START_S + DAY_S } },
    });
    expect(world.get(`${AT}/${id}`)).toMatchObject({
      status: "ready",
      frozen_time: START_S + DAY_S,
      status_details: {},
    });
    expect(world.told("test_helpers.")).toEqual([
      "test_helpers.test_clock.created",
      "test_helpers.test_clock.advancing",
      "test_helpers.test_clock.ready",
    ]);
  });

  test("moves its own customers' time and nobody else's", () => {
    const world = new StillWorld();
    const clock = aClock(world);
    const price = world.price(1900);
    const [mine, other] = [payerOn(world, clock), world.payer("pm_card_visa")];
    const subscription = world.subscribe(mine, price);
    expect(subscription.test_clock).toBe(clock);
    world.subscribe(other, price);
    move(world, clock, START_S + MONTH_S + 7_200);
    expect(world.invoices(mine).map(({ status, test_clock }) => [status, test_clock])).toEqual([
      ["paid", clock],
      ["paid", clock],
    ]);
    expect(world.invoices(other)).toHaveLength(1);
  });

  test("stands still while the world's clock moves", () => {
    const world = new StillWorld();
    const clock = aClock(world);
    const customer = payerOn(world, clock);
    world.subscribe(customer, world.price(1900));
    world.advance(20 * DAY_S);
    expect(world.get(`${AT}/${clock}`)).toMatchObject({ frozen_time: START_S });
    expect(world.invoices(customer)).toHaveLength(1);
  });

  test("gives what is made on it its own time, while events keep the world's", () => {
    const world = new StillWorld();
    const past = START_S - 400 * DAY_S;
    const customer = payerOn(world, aClock(world, past));
    const { created, items } = world.subscribe(customer, world.price(1900));
    expect([created, items.data[0]?.current_period_start]).toEqual([past, past]);
    const [event] = world.all("events").filter(({ type }) => type === "customer.subscription.created");
    expect(event?.created).toBe(START_S);
  });

  test("ends a trial, and does all that comes with it, in order and at its own moments", () => {
    const world = new StillWorld();
    const clock = aClock(world);
    const customer = payerOn(world, clock);
    const { id } = world.subscribe(customer, world.price(1900), { trial_period_days: 7 });
    const before = world.all("events").length;
    move(world, clock, START_S + 8 * DAY_S);
    const [invoice] = world.invoices(customer);
    expect(invoice).toMatchObject({ status: "paid", created: START_S + 7 * DAY_S });
    expect(invoice?.status_transitions.paid_at).toBe(START_S + 7 * DAY_S + 3_600);
    expect(world.subscription(id).status).toBe("active");
    const told = world.told().slice(before);
    const order = ["customer.subscription.trial_will_end", "invoice.created", "invoice.paid"];
    expect(told.filter((type) => order.includes(type))).toEqual(order);
    expect([told[0], told.at(-1)]).toEqual(["test_helpers.test_clock.advancing", "test_helpers.test_clock.ready"]);
  });
});

describe("limits", () => {
  test.each<[string, number, number]>([
    ["backwards", -1, 400],
    ["nowhere", 0, 400],
    ["over two intervals of the shortest subscription", 62 * DAY_S, 400],
    ["two intervals", 61 * DAY_S, 200],
  ])("it goes %s: %i seconds are %i", (_where, seconds, status) => {
    const world = new StillWorld();
    const clock = aClock(world);
    world.subscribe(payerOn(world, clock), world.price(1900));
    const path = `${AT}/${clock}/advance`;
    expect(world.ask("POST", path, { frozen_time: START_S + seconds }).status).toBe(status);
  });

  test("without a subscription it goes two years at most", () => {
    const world = new StillWorld();
    const path = `${AT}/${aClock(world)}/advance`;
    expect(world.refused("POST", path, { frozen_time: START_S + 733 * DAY_S })[2]).toBe("frozen_time");
    expect(world.ask("POST", path, { frozen_time: START_S + 730 * DAY_S }).status).toBe(200);
  });

  test("three customers fit on it, a fourth does not, and none on one that is not there", () => {
    const world = new StillWorld();
    const clock = aClock(world);
    for (let i = 0; i < 3; i++) payerOn(world, clock);
    expect(world.refused("POST", "/v1/customers", { test_clock: clock })).toEqual([400, undefined, "test_clock"]);
    expect(world.refused("POST", "/v1/customers", { test_clock: "clock_none" })).toEqual([
      400,
      "resource_missing",
      "test_clock",
    ]);
    expect(world.refused("POST", `/v1/customers/${world.payer()}`, { test_clock: clock })[1]).toBe("parameter_unknown");
  });

  test.each(["-1", "1.5", "soon", ""])("it can not begin at %j", (frozen_time) => {
    expect(new StillWorld().refused("POST", AT, { frozen_time })[0]).toBe(400);
  });

  test("lists leave its customers out unless it is named", () => {
    const world = new StillWorld();
    const clock = aClock(world);
    const mine = payerOn(world, clock);
    const other = world.payer();
    const ids = (fields: Fields) =>
      (world.get("/v1/customers", fields) as { data: { id: string }[] }).data.map(({ id }) => id);
    expect(ids({})).toEqual([other]);
    expect(ids({ test_clock: clock })).toEqual([mine]);
    const price = world.price(1900);
    const [on, off] = [payerOn(world, clock), world.payer("pm_card_visa")].map((id) => world.subscribe(id, price).id);
    const listed = (fields: Fields) =>
      (world.get("/v1/subscriptions", fields) as { data: { id: string }[] }).data.map(({ id }) => id);
    expect([listed({}), listed({ test_clock: clock })]).toEqual([[off], [on]]);
  });
});

test("deleted, by hand or after thirty days, it takes its customers and their subscriptions along", () => {
  for (const remove of [
    (world: StillWorld, id: string) => void world.do("DELETE", `${AT}/${id}`),
    (world: StillWorld) => world.advance(30 * DAY_S),
  ]) {
    const world = new StillWorld();
    const clock = aClock(world);
    const customer = payerOn(world, clock);
    const { id } = world.subscribe(customer, world.price(1900));
    remove(world, clock);
    expect(world.refused("GET", `${AT}/${clock}`)).toEqual([404, "resource_missing", "id"]);
    expect(world.get(`/v1/customers/${customer}`)).toMatchObject({ deleted: true });
    expect(world.subscription(id).status).toBe("canceled");
    expect(world.told().at(-1)).toBe("test_helpers.test_clock.deleted");
  }
});

test("however the way is cut into steps, the same comes of it", () => {
  const outcome = (cuts: number[]) => {
    const world = new StillWorld();
    const clock = aClock(world);
    const price = world.price(1900);
    const customers = [payerOn(world, clock), payerOn(world, clock, "pm_card_chargeCustomerFail")];
    for (const customer of customers) world.subscribe(customer, price, { trial_period_days: 3 });
    const end = START_S + 40 * DAY_S;
    const stops = [...new Set(cuts.map((cut) => START_S + cut * DAY_S))].toSorted((a, b) => a - b);
    for (const stop of [...stops, end]) move(world, clock, stop);
    const seen = customers.flatMap((customer) => world.invoices(customer));
    return seen.map(({ id, status, total, created, attempt_count }) => ({ id, status, total, created, attempt_count }));
  };
  const whole = outcome([]);
  expect(whole.length).toBeGreaterThan(3);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 39 }), { maxLength: 5 }), (cuts) => {
      expect(outcome(cuts)).toEqual(whole);
    }),
    { numRuns: 15 },
  );
});

test("over the wire: the SDK's shapes hold, and the clock is ready without being asked again", async () => {
  const { stripe, events } = await openWorld();
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_577_836_800 });
  const customer = await stripe.customers.create({ test_clock: clock.id });
  expect(customer.test_clock).toBe(clock.id);
  await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: 1_580_515_200 });
  expect(await events("test_helpers.test_clock.ready")).toHaveLength(1);
  expect((await stripe.testHelpers.testClocks.list()).data).toMatchObject([{ frozen_time: 1_580_515_200 }]);
  expect(await stripe.testHelpers.testClocks.del(clock.id)).toMatchObject({ deleted: true });
  const gone = await refusalOf(stripe.testHelpers.testClocks.retrieve(clock.id));
  expect(gone).toMatchObject({ statusCode: 404 });
});
