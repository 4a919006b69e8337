import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Invoice } from "./store/wire";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";
import { makeCatalog, makePayer, openWorld } from "./testing/test-world";
import { MONTH_S, SCHEDULES, planned } from "./testing/planned-downgrade";

test("a schedule made of a subscription says what runs, and is held by it", () => {
  const { world, id, big, end, schedule } = planned();
  expect(schedule).toMatchObject({ status: "active", subscription: id, end_behavior: "release" });
  expect(schedule.current_phase).toEqual({ start_date: START_S, end_date: end });
  expect(schedule.phases[0]!.items).toMatchObject([{ price: big, quantity: 1 }]);
  expect(world.subscription(id).schedule).toBe(schedule.id);
});

describe("a downgrade put off to the period's end", () => {
  test("changes nothing and costs nothing until then, then bills the smaller plan alone", () => {
    const { world, end, downgrade, plan, now, big, small, totals } = planned();
    downgrade();
    world.advance(MONTH_S - 1);
    expect([plan(), totals()]).toEqual([[[big, 1]], [9900]]);
    world.advance(1);
    expect(plan()).toEqual([[small, 1]]);
    expect(now().current_phase).toMatchObject({ start_date: end });
    world.advance(3_600);
    expect(totals()).toEqual([1900, 9900]);
    expect(world.all("invoice_items")).toEqual([]);
  });

  test("to another interval begins the new period at once, with no credit for what was used up", () => {
    const { world, customer, end, downgrade, plan, totals } = planned(190_000);
    const weekly = world.price(700, { recurring: { interval: "week" } });
    downgrade(weekly);
    world.advance(MONTH_S);
    expect(plan()).toEqual([[weekly, 1]]);
    expect(totals()).toEqual([700, 190_000]);
    expect(world.invoices(customer)[0]).toMatchObject({ status: "paid", created: end });
  });

  test("is what a preview of the next invoice shows, to the cent", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000 }),
        fc.constantFrom("month", "week", "year"),
        fc.integer({ min: 1, max: 5 }),
        (amount, interval, quantity) => {
          const { world, customer, id, big, end, update } = planned();
          const price = world.price(amount, { recurring: { interval } });
          const phases = [
            { items: [{ price: big }], start_date: START_S, end_date: end },
            { items: [{ price, quantity }] },
          ];
          update({ phases });
          const quote = world.post("/v1/invoices/create_preview", { subscription: id }) as Invoice;
          world.advance(MONTH_S + 3_600);
          const [made] = world.invoices(customer) as [Invoice];
          expect([made.total, made.created, made.lines.data.length]).toEqual([
            quote.total,
            quote.created,
            quote.lines.data.length,
          ]);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("can be taken back: released, the subscription goes on as it is", () => {
    const { world, id, schedule, downgrade, plan, big, now } = planned();
    downgrade();
    world.post(`${SCHEDULES}/${schedule.id}/release`);
    expect(now()).toMatchObject({
      status: "released",
      released_subscription: id,
      subscription: null,
      current_phase: null,
    });
    expect(world.subscription(id).schedule).toBeNull();
    world.advance(MONTH_S + 3_600);
    expect(plan()).toEqual([[big, 1]]);
    expect(world.refused("POST", `${SCHEDULES}/${schedule.id}/release`)[0]).toBe(400);
  });
});

describe("when the last phase is over", () => {
  test("the subscription goes on by itself, and a week before it was said", () => {
    const { world, id, downgrade, now, totals } = planned();
    downgrade();
    world.advance(2 * MONTH_S - 8 * DAY_S - DAY_S);
    expect(world.told("subscription_schedule.expiring")).toEqual([]);
    world.advance(2 * DAY_S);
    expect(world.told("subscription_schedule.expiring")).toHaveLength(1);
    world.advance(MONTH_S);
    expect(now()).toMatchObject({ status: "completed", current_phase: null });
    expect(world.subscription(id)).toMatchObject({ schedule: null, status: "active" });
    expect(totals()).toEqual([1900, 1900, 9900]);
    expect(world.told("subscription_schedule.completed")).toHaveLength(1);
  });

  test("it ends with it where that was asked", () => {
    const { world, id, update, now, totals } = planned();
    update({ end_behavior: "cancel" });
    world.advance(MONTH_S + 3_600);
    expect(now().status).toBe("completed");
    expect(world.subscription(id)).toMatchObject({ status: "canceled", ended_at: START_S + MONTH_S });
    expect(totals()).toEqual([9900]);
  });
});

describe("a schedule and its subscription", () => {
  test("end together: canceled with it, aborted when it ends unpaid", () => {
    const first = planned();
    first.world.post(`${SCHEDULES}/${first.schedule.id}/cancel`, { prorate: false, invoice_now: false });
    expect(first.world.subscription(first.id).status).toBe("canceled");
    const second = planned();
    second.world.do("DELETE", `/v1/subscriptions/${second.id}`);
    expect(second.now()).toMatchObject({ status: "canceled", canceled_at: second.world.nowS });
    for (const { world } of [first, second]) {
      expect(world.told("subscription_schedule")).toEqual(
        ["created", "canceled"].map((what) => `subscription_schedule.${what}`),
      );
    }
  });

  test("end together where nobody makes up for the first payment", () => {
    const world = new StillWorld();
    const customer = world.payer("pm_card_chargeCustomerFail");
    const phases = [{ items: [{ price: world.price(1900) }], duration: { interval: "month" } }];
    world.post(SCHEDULES, { customer, start_date: "now", end_behavior: "cancel", phases });
    world.advance(DAY_S);
    expect(world.all("subscriptions")).toMatchObject([{ status: "incomplete_expired" }]);
    expect(world.all("schedules")).toMatchObject([{ status: "canceled", current_phase: null }]);
    world.advance(40 * DAY_S);
    expect(world.told("subscription_schedule")).toEqual([
      "subscription_schedule.created",
      "subscription_schedule.aborted",
    ]);
  });

  test("whose first payment nobody tried: the schedule runs to its end", () => {
    const world = new StillWorld();
    const { id: customer } = world.post("/v1/customers") as { id: string };
    const phases = [{ items: [{ price: world.price(1900) }], duration: { interval: "month" } }];
    world.post(SCHEDULES, { customer, start_date: "now", end_behavior: "release", phases });
    world.advance(40 * DAY_S);
    expect(world.all("subscriptions")).toMatchObject([{ status: "incomplete_expired" }]);
    expect(world.told("subscription_schedule").at(-1)).toBe("subscription_schedule.completed");
  });

  test("only the schedule says when it ends", () => {
    const { world, id } = planned();
    const refused = (fields: Fields) => world.refused("POST", `/v1/subscriptions/${id}`, fields)[2];
    expect(refused({ cancel_at_period_end: true })).toBe("cancel_at_period_end");
    expect(refused({ cancel_at: world.nowS + 5 })).toBe("cancel_at");
  });

  test("what runs now can be changed now, and is prorated as asked", () => {
    const { world, end, update, small, plan } = planned(6200);
    world.advance(MONTH_S / 2);
    const phases = [{ items: [{ price: small, quantity: 2 }], start_date: START_S, end_date: end }];
    update({ phases, proration_behavior: "always_invoice" });
    expect(plan()).toEqual([[small, 2]]);
    expect(
      world
        .all("invoices")
        .at(-1)!
        .lines.data.map((line) => line.amount),
    ).toEqual([-3100, 1900]);
  });

  test("items keep their ids where their price stays, and those left over go", () => {
    const { world, id, big, small, end, update } = planned();
    const [before] = world.subscription(id).items.data;
    update({
      phases: [
        { items: [{ price: big }], end_date: end },
        { items: [{ price: small }, { price: big, quantity: 2 }], duration: { interval: "month" } },
        { items: [{ price: small }] },
      ],
    });
    world.advance(MONTH_S);
    const middle = world.subscription(id).items.data;
    expect(middle.find((item) => item.price.id === big)).toMatchObject({ id: before!.id, quantity: 2 });
    world.advance(MONTH_S);
    expect(world.subscription(id).items.data.map((item) => item.price.id)).toEqual([small]);
  });
});

test("through the SDK schedules fit their declared type, and so do their events", async () => {
  const { stripe, advance, eventTypes } = await openWorld();
  const { monthly, yearly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: yearly.id }] });
  const made = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id });
  const [runs] = made.phases;
  await stripe.subscriptionSchedules.update(made.id, {
    phases: [
      { items: [{ price: yearly.id, quantity: 1 }], start_date: runs!.start_date, end_date: runs!.end_date },
      { items: [{ price: monthly.id, quantity: 1 }], duration: { interval: "month", interval_count: 1 } },
    ],
  });
  await advance(365 * DAY_S + 3_600);
  const after = await stripe.subscriptions.retrieve(subscription.id, { expand: ["schedule"] });
  expect(after).toMatchObject({ items: { data: [{ price: { id: monthly.id } }] }, schedule: { id: made.id } });
  await stripe.subscriptionSchedules.release(made.id);
  expect((await stripe.subscriptionSchedules.list({ customer })).data[0]).toMatchObject({ status: "released" });
  expect(await eventTypes()).toEqual(
    expect.arrayContaining(["subscription_schedule.updated", "subscription_schedule.released"]),
  );
});
