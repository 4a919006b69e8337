import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aggregate, windowsOf } from "../rules/metering";
import { DAY_S, type Fields, START_S, StillWorld } from "../testing/still-world";
import { openWorld, refusalOf } from "../testing/test-world";

const AT = "/v1/billing/meters";

function aMeter(formula = "sum", more: Fields = {}) {
  const world = new StillWorld();
  const fields = { display_name: "Tokens", event_name: "tokens", default_aggregation: { formula }, ...more };
  const { id } = world.post(AT, fields) as { id: string };
  const customer = world.payer();
  const tell = (value: string, extra: Fields = {}) =>
    world.ask("POST", "/v1/billing/meter_events", {
      event_name: "tokens",
      payload: { stripe_customer_id: customer, value },
      ...extra,
    });
  const span = { customer, start_time: START_S - DAY_S, end_time: START_S + DAY_S };
  const summaries = (extra: Fields = {}) =>
    (world.get(`${AT}/${id}/event_summaries`, { ...span, ...extra }) as { data: { aggregated_value: number }[] }).data;
  return {
    world,
    id,
    customer,
    tell,
    span,
    values: (extra?: Fields) => summaries(extra).map((s) => s.aggregated_value),
  };
}

test.each([
  ["sum", 8],
  ["count", 3],
  ["last", 1],
])("uses come to their %s, which is %i", (formula, expected) => {
  const { tell, values } = aMeter(formula);
  for (const value of ["5", "2", "1"]) expect(tell(value).status).toBe(200);
  expect(values()).toEqual([expected]);
});

test("another customer's uses, another meter's and those outside the span do not count", () => {
  const { world, tell, values, customer } = aMeter();
  tell("5");
  tell("7", { timestamp: START_S - 2 * DAY_S });
  tell("9", { payload: { stripe_customer_id: world.payer(), value: "9" } });
  world.post(AT, { display_name: "Images", event_name: "images", default_aggregation: { formula: "sum" } });
  const other = { event_name: "images", payload: { stripe_customer_id: customer, value: "3" } };
  world.post("/v1/billing/meter_events", other);
  expect(values()).toEqual([5]);
});

test("by day, newest first, days without uses are left out", () => {
  const { tell, values } = aMeter();
  const midnight = START_S - (START_S % DAY_S);
  for (const [value, day] of [
    ["1", 0],
    ["2", 0],
    ["4", 2],
  ] as const)
    tell(value, { timestamp: midnight - 3 * DAY_S + day * DAY_S });
  const span = { start_time: midnight - 3 * DAY_S, end_time: midnight, value_grouping_window: "day" };
  expect(values(span)).toEqual([4, 3]);
});

describe("a use is refused", () => {
  test.each<[string, Fields, string]>([
    ["for an event no meter knows", { event_name: "none" }, "no_meter"],
    ["without a customer", { payload: { value: "1" } }, "meter_event_payload_missing_key"],
    ["from before 35 days", { timestamp: START_S - 35 * DAY_S - 1 }, "timestamp_too_far_in_past"],
    ["from the future", { timestamp: START_S + 301 }, "timestamp_in_future"],
  ])("%s", (_what, fields, code) => {
    const { tell, values } = aMeter();
    const { status, body } = tell("1", fields);
    expect([status, (body as { error: Fields }).error["code"]]).toEqual([400, code]);
    expect(values()).toEqual([]);
  });

  test.each(["", "abc", "1e9", "NaN", "1,5", "0x10"])("with the value %j", (value) => {
    expect(aMeter().tell(value).status).toBe(400);
  });

  test("when it was told before; a day later the identifier is free", () => {
    const { world, tell, values } = aMeter();
    expect(tell("1", { identifier: "a" }).status).toBe(200);
    expect(tell("1", { identifier: "a" }).status).toBe(400);
    expect(values()).toEqual([1]);
    world.advance(DAY_S);
    expect(tell("1", { identifier: "a" }).status).toBe(200);
  });
});

test("a use can be taken back within a day, once", () => {
  const { world, tell, values } = aMeter();
  tell("5", { identifier: "a" });
  tell("6", { identifier: "b" });
  const asked = { event_name: "tokens", type: "cancel", cancel: { identifier: "a" } };
  expect(world.post("/v1/billing/meter_event_adjustments", asked)).toMatchObject({ status: "complete" });
  expect(values()).toEqual([6]);
  expect(world.ask("POST", "/v1/billing/meter_event_adjustments", asked).status).toBe(400);
  world.advance(DAY_S);
  const late = { ...asked, cancel: { identifier: "b" } };
  expect(world.ask("POST", "/v1/billing/meter_event_adjustments", late).status).toBe(400);
});

test("one event name goes to one active meter; an inactive one takes no uses", () => {
  const { world, id, tell } = aMeter();
  const again = { display_name: "More", event_name: "tokens", default_aggregation: { formula: "sum" } };
  expect(world.refused("POST", AT, again)[1]).toBe("resource_already_exists");
  world.post(`${AT}/${id}/deactivate`);
  expect(tell("1").status).toBe(400);
  expect(world.ask("POST", `${AT}/${id}/deactivate`).status).toBe(400);
  world.post(AT, again);
  expect(world.refused("POST", `${AT}/${id}/reactivate`)[1]).toBe("resource_already_exists");
  expect(world.told("billing.meter.")).toEqual([
    "billing.meter.created",
    "billing.meter.deactivated",
    "billing.meter.created",
  ]);
});

test.each<[string, Fields]>([
  ["not on a minute", { start_time: START_S + 1 }],
  ["backwards", { end_time: START_S - 2 * DAY_S }],
  ["by day, not on midnight", { value_grouping_window: "day" }],
  ["of nobody", { customer: "cus_none" }],
  ["endless", { end_time: START_S + 20_000_000 * 60 }],
])("a summary %s is refused", (_what, fields) => {
  const { world, id, span } = aMeter();
  expect(world.ask("GET", `${AT}/${id}/event_summaries`, { ...span, ...fields }).status).toBe(400);
});

test("windows neither overlap nor leave a gap, and their sums are the whole's", () => {
  const uses = fc.array(
    fc.record({ timestamp: fc.integer({ min: 0, max: 400_000 }), value: fc.integer({ min: 0, max: 99 }) }),
  );
  fc.assert(
    fc.property(uses, fc.constantFrom("hour", "day"), (told, window) => {
      const spans = windowsOf({ start: 0, end: 432_000 }, window);
      const parts = spans.map(({ start, end }) => told.filter((u) => u.timestamp >= start && u.timestamp < end));
      expect(parts.flat()).toHaveLength(told.length);
      expect(parts.reduce((sum, part) => sum + aggregate(part, "sum"), 0)).toBe(aggregate(told, "sum"));
    }),
  );
});

test("over the wire the SDK's shapes hold", async () => {
  const { stripe, eventTypes } = await openWorld();
  const meter = await stripe.billing.meters.create({
    display_name: "Tokens",
    event_name: "tokens",
    default_aggregation: { formula: "sum" },
  });
  const customer = await stripe.customers.create();
  const payload = { stripe_customer_id: customer.id, value: "12" };
  await stripe.billing.meterEvents.create({ event_name: "tokens", payload, identifier: "one" });
  const minute = Math.floor(Date.now() / 60_000) * 60;
  const span = { customer: customer.id, start_time: minute - 60, end_time: minute + 120 };
  const { data } = await stripe.billing.meters.listEventSummaries(meter.id, span);
  expect(data).toMatchObject([{ aggregated_value: 12, meter: meter.id }]);
  await stripe.billing.meterEventAdjustments.create({
    event_name: "tokens",
    type: "cancel",
    cancel: { identifier: "one" },
  });
  await stripe.billing.meters.update(meter.id, { display_name: "Words" });
  await stripe.billing.meters.deactivate(meter.id);
  await stripe.billing.meters.reactivate(meter.id);
  expect(await refusalOf(stripe.billing.meters.retrieve("mtr_none"))).toMatchObject({ statusCode: 404 });
  expect((await eventTypes()).filter((type) => type.startsWith("billing.meter"))).toHaveLength(4);
});
