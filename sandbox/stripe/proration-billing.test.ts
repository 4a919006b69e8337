import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Invoice } from "./store/wire";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";
import { MONTH_S, subscribed, few } from "./testing/mid-month";

describe("when it is billed", () => {
  test.each([
    ["create_prorations", 1, 2],
    ["always_invoice", 2, 0],
    ["none", 1, 0],
    [undefined, 1, 2],
  ])("%s: %i invoices and %i items that wait", (proration_behavior, invoices, items) => {
    const { world, customer, swap, waiting } = subscribed(1900);
    const bigger = world.price(9900);
    world.advance(10 * DAY_S);
    swap(bigger, { proration_behavior });
    expect(world.invoices(customer)).toHaveLength(invoices);
    expect(waiting()).toHaveLength(items);
  });

  test.each<[string, number, Fields]>([
    ["another interval", 19_000, { recurring: { interval: "year" } }],
    ["every second month", 3800, { recurring: { interval: "month", interval_count: 2 } }],
    ["a price of nothing", 0, {}],
  ])("%s begins a new period now and is billed now", (_name, amount, more) => {
    const { world, customer, swap } = subscribed(1900);
    const next = world.price(amount, more);
    world.advance(10 * DAY_S);
    const changed = swap(next);
    const now = START_S + 10 * DAY_S;
    expect(changed.billing_cycle_anchor).toBe(now);
    expect(changed.items.data[0]?.current_period_start).toBe(now);
    expect(world.invoices(customer)[0]).toMatchObject({ billing_reason: "subscription_update", created: now });
  });

  test("from a price of nothing to one that costs begins a new period now, at the whole price", () => {
    const { world, swap, lines } = subscribed(0);
    const paid = world.price(1900);
    world.advance(10 * DAY_S);
    expect(swap(paid).billing_cycle_anchor).toBe(START_S + 10 * DAY_S);
    expect(lines().filter((amount) => amount !== 0)).toEqual([1900]);
  });

  test("within the interval the anchor and the period stay where they are", () => {
    const { world, swap } = subscribed(1900);
    const bigger = world.price(9900);
    world.advance(10 * DAY_S);
    const changed = swap(bigger);
    expect(changed.billing_cycle_anchor).toBe(START_S);
    expect(changed.items.data[0]).toMatchObject({
      current_period_start: START_S,
      current_period_end: START_S + MONTH_S,
    });
  });

  test("what waits is on the next renewal, once", () => {
    const { world, customer, swap } = subscribed(3100);
    const bigger = world.price(6200);
    world.advance(DAY_S);
    swap(bigger);
    world.advance(MONTH_S);
    expect(world.invoices(customer)[0]).toMatchObject({ total: -3000 + 6000 + 6200, status: "paid" });
    world.advance(MONTH_S);
    expect(world.invoices(customer)[0]?.total).toBe(6200);
  });

  test("credit that is more than the charge stays with the customer and pays what comes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2_000, max: 500_000 }), fc.integer({ min: 0, max: 30 }), (old, days) => {
        const { world, customer, swap, balance } = subscribed(old);
        const small = world.price(1000);
        world.advance(days * DAY_S);
        swap(small, { proration_behavior: "always_invoice" });
        const [bill] = world.invoices(customer) as [Invoice];
        expect(balance()).toBe(Math.min(0, bill.total));
        const credit = -balance();
        world.advance(MONTH_S + DAY_S - days * DAY_S);
        const [renewal] = world.invoices(customer) as [Invoice];
        expect(renewal.amount_due).toBe(Math.max(0, renewal.total - credit));
        expect(balance()).toBe(Math.min(0, renewal.total - credit));
      }),
      few,
    );
  });

  test("nothing that is given back leaves as money", () => {
    const { world, swap } = subscribed(9900);
    swap(world.price(100), { proration_behavior: "always_invoice" });
    expect(world.all("refunds")).toEqual([]);
    expect(world.all("charges")).toHaveLength(1);
  });

  test("a trial ended with a change is charged the new price, and credits nothing that was never paid", () => {
    const world = new StillWorld();
    const [small, big] = [world.price(1900), world.price(9900)];
    const customer = world.payer("pm_card_visa");
    const { id, items } = world.subscribe(customer, small, { trial_period_days: 10 });
    world.advance(DAY_S);
    world.post(`/v1/subscriptions/${id}`, { items: [{ id: items.data[0]!.id, price: big }], trial_end: "now" });
    expect(world.invoices(customer)[0]?.lines.data.map((line) => line.amount)).toEqual([9900]);
  });

  test("during a trial any change is free", () => {
    const world = new StillWorld();
    const [small, big] = [world.price(1900), world.price(9900)];
    const customer = world.payer("pm_card_visa");
    const { id, items } = world.subscribe(customer, small, { trial_period_days: 10 });
    world.advance(DAY_S);
    const change = { items: [{ id: items.data[0]!.id, price: big }], proration_behavior: "always_invoice" };
    world.post(`/v1/subscriptions/${id}`, change);
    expect(world.invoices(customer).map((invoice) => invoice.total)).toEqual([0]);
    world.advance(10 * DAY_S);
    expect(world.invoices(customer)[0]).toMatchObject({ total: 9900, status: "paid" });
  });
});

describe("what a line says", () => {
  test("a proration names the rest of the period, its subscription and item, and that it is one", () => {
    const { world, customer, swap, id, item } = subscribed(1900);
    const bigger = world.price(9900);
    world.advance(10 * DAY_S);
    swap(bigger, { proration_behavior: "always_invoice" });
    const lines = world.invoices(customer)[0]!.lines.data;
    for (const line of lines) {
      expect(line.period).toEqual({ start: START_S + 10 * DAY_S, end: START_S + MONTH_S });
      expect(line.parent).toMatchObject({
        type: "subscription_item_details",
        subscription_item_details: { proration: true, subscription: id, subscription_item: item },
      });
    }
    expect(lines.map((line) => line.description)).toEqual([
      "Unused time on Pro after 11 Mar 2027",
      "Remaining time on Pro after 11 Mar 2027",
    ]);
  });

  test.each<[string, number, string]>([
    ["usd", 1900, "3 × Pro (at $19.00 / month)"],
    ["jpy", 1900, "3 × Pro (at ¥1,900 / month)"],
    ["eur", 5, "3 × Pro (at €0.05 / month)"],
  ])("a period in %s at %i is %s", (currency, amount, words) => {
    const world = new StillWorld();
    const price = world.price(amount, { currency });
    const customer = world.payer("pm_card_visa");
    world.subscribe(customer, price, { items: [{ price, quantity: 3 }] });
    const [line] = world.invoices(customer)[0]!.lines.data;
    expect(line).toMatchObject({ description: words, amount: 3 * amount, quantity: 3, currency });
  });
});
