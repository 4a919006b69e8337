import { describe, expect, test } from "vitest";
import type { Schedule } from "./store/wire-billing";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";
import { SCHEDULES, planned } from "./testing/planned-downgrade";

describe("a schedule that begins a subscription", () => {
  const begin = (world: StillWorld, customer: string, more: Fields) => {
    const phases = [{ items: [{ price: world.price(500), quantity: 2 }], metadata: { by: "plan" } }];
    return world.post(SCHEDULES, { customer, phases, ...more }) as Schedule;
  };

  test("now, with the first phase", () => {
    const world = new StillWorld();
    const { id, subscription, status } = begin(world, world.payer("pm_card_visa"), { start_date: "now" });
    expect(status).toBe("active");
    expect(world.subscription(subscription!)).toMatchObject({
      schedule: id,
      status: "active",
      metadata: { by: "plan" },
    });
  });

  test("on its day, not before", () => {
    const world = new StillWorld();
    const customer = world.payer("pm_card_visa");
    const { id, subscription, status } = begin(world, customer, { start_date: START_S + 5 * DAY_S });
    expect([subscription, status]).toEqual([null, "not_started"]);
    world.advance(5 * DAY_S - 1);
    expect(world.all("subscriptions")).toEqual([]);
    world.advance(1);
    const started = world.get(`${SCHEDULES}/${id}`) as Schedule;
    expect(world.subscription(started.subscription!)).toMatchObject({ start_date: START_S + 5 * DAY_S, customer });
    expect(world.invoices(customer)[0]).toMatchObject({ total: 1000, status: "paid" });
  });

  test("without a card it waits for its payment instead of failing unseen", () => {
    const world = new StillWorld();
    const { subscription } = begin(world, world.payer(), { start_date: START_S + DAY_S });
    expect(subscription).toBeNull();
    world.advance(DAY_S);
    expect(world.all("subscriptions")[0]).toMatchObject({ status: "incomplete" });
  });

  test("can be called off before", () => {
    const world = new StillWorld();
    const { id } = begin(world, world.payer("pm_card_visa"), { start_date: START_S + DAY_S });
    expect(world.post(`${SCHEDULES}/${id}/cancel`)).toMatchObject({ status: "canceled", subscription: null });
    world.advance(2 * DAY_S);
    expect(world.all("subscriptions")).toEqual([]);
  });
});

describe("what is refused", () => {
  test.each<[string, Fields, string]>([
    ["nobody", {}, "customer"],
    ["no phases", { customer: "cus" }, "phases"],
    ["a start in the past", { customer: "cus", start_date: 5 }, "start_date"],
    ["a phase that ends before it starts", { customer: "cus", phases: [{ end_date: 5 }] }, "phases[0][end_date]"],
    ["a gap", { customer: "cus", phases: [{}, { start_date: START_S }] }, "phases[1][start_date]"],
    [
      "a price that is not there",
      { customer: "cus", phases: [{ items: [{ price: "x" }] }] },
      "phases[0][items][0][price]",
    ],
  ])("%s", (_name, fields, param) => {
    const world = new StillWorld();
    const customer = world.payer();
    const price = world.price(5);
    const phases = (fields["phases"] as Fields[] | undefined)?.map((phase) => ({ items: [{ price }], ...phase }));
    const asked = { ...fields, ...(fields["customer"] ? { customer } : {}), ...(phases ? { phases } : {}) };
    const [status, , at] = world.refused("POST", SCHEDULES, asked);
    expect([status, at]).toEqual([400, param]);
  });

  test("a second schedule, and a first phase that is not the one that runs", () => {
    const { world, id, schedule, big } = planned();
    expect(world.refused("POST", SCHEDULES, { from_subscription: id })[2]).toBe("from_subscription");
    const phases = [{ items: [{ price: big }], start_date: START_S + 5 }];
    expect(world.refused("POST", `${SCHEDULES}/${schedule.id}`, { phases })[2]).toBe("phases[0][start_date]");
  });
});
