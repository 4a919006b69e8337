import { expect, test } from "vitest";
import { buildCustomer } from "../objects/customer";
import { change, emit, emitSettled, settleEvents, startStep, untold } from "./step";
import { World } from "./world";

const NOW = 1_800_000_000;

function aStep() {
  const world = new World("s");
  const step = startStep(world, NOW, { origin: "http://here" });
  const customer = world.put("customers", buildCustomer(step, { email: "a@example.test" }));
  return { world, step, customer, named: { of: "customers" as const, id: customer.id } };
}

test("events come out in the order they happened, each with a new id, all of one second", () => {
  const { world, step, customer } = aStep();
  for (const type of ["one", "two", "three"]) emit(step, type, customer);
  const events = settleEvents(step);
  expect(events.map((event) => event.type)).toEqual(["one", "two", "three"]);
  expect(new Set(events.map((event) => event.id)).size).toBe(3);
  expect(new Set(events.map((event) => event.created))).toEqual(new Set([NOW]));
  expect(world.all("events")).toEqual(events);
});

test("an event shows the thing as it was then, not as it became", () => {
  const { step, customer, named } = aStep();
  emit(step, "seen", customer);
  change(step, named, { email: "later@example.test" });
  expect(settleEvents(step)[0]?.data.object).toMatchObject({ email: "a@example.test" });
});

test("a settled event keeps its place and shows how the thing ended up", () => {
  const { step, customer, named } = aStep();
  emitSettled(step, "customer.created", named);
  emit(step, "between", customer);
  change(step, named, { email: "later@example.test" });
  const [created, between] = settleEvents(step);
  expect([created?.type, between?.type]).toEqual(["customer.created", "between"]);
  expect(created?.data.object).toMatchObject({ email: "later@example.test" });
});

test("a settled event of a thing that went in the same step shows it as it was seen", () => {
  const { world, step, customer, named } = aStep();
  emitSettled(step, "customer.created", named);
  world.remove("customers", customer.id);
  expect(settleEvents(step)[0]?.data.object).toEqual(customer);
});

test("a change on the way to what an event of this step settles is no event; one of anything else is", () => {
  const { world, step, named } = aStep();
  const other = world.put("customers", buildCustomer(step, { email: "other@example.test" }));
  emitSettled(step, "customer.created", named);
  change(step, named, { phone: "1" }, "customer.updated");
  change(step, { of: "customers", id: other.id }, { phone: "1" }, "customer.updated");
  expect(settleEvents(step).map(({ data }) => (data.object as { id: string }).id)).toEqual([named.id, other.id]);
});

test("what is done untold is no event of that thing, also when it fails, and only while it is done", () => {
  const { world, step, customer, named } = aStep();
  const other = world.put("customers", buildCustomer(step, { email: "other@example.test" }));
  untold(step, customer.id, () => {
    change(step, named, { phone: "1" }, "customer.updated");
    change(step, { of: "customers", id: other.id }, { phone: "2" }, "customer.updated");
  });
  const failing = () => {
    throw new Error("no");
  };
  expect(() => untold(step, customer.id, failing)).toThrow("no");
  change(step, named, { phone: "3" }, "customer.updated");
  expect(settleEvents(step).map(({ data }) => data)).toMatchObject([
    { object: { id: other.id }, previous_attributes: { phone: null } },
    { object: { id: customer.id, phone: "3" }, previous_attributes: { phone: "1" } },
  ]);
});

test("a change tells what differs, as it was; what stays the same is no event", () => {
  const { step, named } = aStep();
  change(step, named, { email: "b@example.test", name: null }, "customer.updated");
  change(step, named, { email: "b@example.test" }, "customer.updated");
  change(step, named, { phone: "1" });
  const events = settleEvents(step);
  expect(events.map((event) => event.data.previous_attributes)).toEqual([{ email: "a@example.test" }]);
});

test("a change is a new value: whoever holds the old one still holds the old one", () => {
  const { world, step, customer, named } = aStep();
  change(step, named, { email: "b@example.test" });
  expect(customer.email).toBe("a@example.test");
  expect(world.find("customers", customer.id)?.email).toBe("b@example.test");
});

test("what is not there can not be changed", () => {
  const { step } = aStep();
  expect(() => change(step, { of: "customers", id: "cus_none" }, { email: "x" })).toThrow("customers cus_none is gone");
});

test("an event has exactly the fields of the envelope, and previous_attributes only where something was before", () => {
  const { step, customer } = aStep();
  emit(step, "seen", customer);
  const [event] = settleEvents(step);
  expect(event).toEqual({
    id: expect.stringMatching(/^evt_1\w{23}$/) as string,
    object: "event",
    api_version: "2026-10-28.endive",
    created: NOW,
    data: { object: customer },
    livemode: false,
    pending_webhooks: 0,
    request: { id: null, idempotency_key: null },
    type: "seen",
  });
});
