import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Invoice, Subscription } from "./store/wire";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";

const MONTH_S = 31 * DAY_S;

/** A subscription of one price a month, and what it takes to change it. */
function subscribed(amount: number, quantity = 1) {
  const world = new StillWorld();
  const price = world.price(amount);
  const customer = world.payer("pm_card_visa");
  const made = world.subscribe(customer, price, { items: [{ price, quantity }] });
  const item = made.items.data[0]!.id;
  const change = (items: Fields[], more: Fields = {}) =>
    world.post(`/v1/subscriptions/${made.id}`, { items, ...more }) as Subscription;
  const swap = (next: string, more: Fields = {}, count = quantity) =>
    change([{ id: item, price: next, quantity: count }], more);
  const lines = () => world.invoices(customer)[0]!.lines.data.map((line) => line.amount);
  const waiting = () => world.all("invoice_items").flatMap((each) => (each.invoice === null ? each.amount : []));
  const balance = () => (world.get(`/v1/customers/${customer}`) as { balance: number }).balance;
  return { world, price, customer, id: made.id, item, change, swap, lines, waiting, balance };
}

const amounts = fc.integer({ min: 1, max: 1_000_000 });
const moments = fc.integer({ min: 0, max: MONTH_S - 1 });
const few = { numRuns: 40 };

describe("the difference of a change in the middle of a month", () => {
  test("is credit for the old and charge for the new, by the second, rounded to the cent", () => {
    fc.assert(
      fc.property(amounts, amounts, moments, (old, fresh, after) => {
        const { world, swap, waiting } = subscribed(old);
        const next = world.price(fresh);
        world.advance(after);
        swap(next);
        const rest = MONTH_S - after;
        expect(waiting()).toEqual([-Math.round((old * rest) / MONTH_S) + 0, Math.round((fresh * rest) / MONTH_S)]);
      }),
      few,
    );
  });

  test("to a price of the same amount comes to nothing, whenever it is", () => {
    fc.assert(
      fc.property(amounts, moments, (amount, after) => {
        const { world, swap, waiting } = subscribed(amount);
        const twin = world.price(amount);
        world.advance(after);
        swap(twin);
        expect(waiting().reduce((a, b) => a + b, 0)).toBe(0);
      }),
      few,
    );
  });

  test("in the first second, credit is all that was paid and charge all that it costs", () => {
    fc.assert(
      fc.property(amounts, amounts, (old, fresh) => {
        const { world, swap, lines } = subscribed(old);
        swap(world.price(fresh), { proration_behavior: "always_invoice" });
        expect(lines()).toEqual([-old, fresh]);
      }),
      few,
    );
  });

  test("there and back at the same second costs nothing, whatever lies between", () => {
    fc.assert(
      fc.property(amounts, amounts, moments, (old, fresh, after) => {
        const { world, price, swap, waiting } = subscribed(old);
        const next = world.price(fresh);
        world.advance(after);
        swap(next);
        swap(price);
        expect(waiting().reduce((a, b) => a + b, 0)).toBe(0);
      }),
      few,
    );
  });

  test("as a preview at a fixed date is what the change then costs, however late it is made", () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 3_600 }), (at, later) => {
        const [early, late] = [0, later].map((wait) => {
          const { world, swap, waiting } = subscribed(1900);
          const next = world.price(9900);
          world.advance(Math.min(at + wait, MONTH_S - 1));
          swap(next, { proration_date: START_S + at });
          return waiting();
        });
        expect(late).toEqual(early);
      }),
      few,
    );
  });

  test("more of the same is charged like another price", () => {
    const { world, price, swap, waiting } = subscribed(1000, 2);
    world.advance(MONTH_S / 2);
    swap(price, {}, 5);
    expect(waiting()).toEqual([-1000, 2500]);
  });

  test("a change of nothing costs nothing", () => {
    const { world, price, swap, waiting } = subscribed(1000, 2);
    world.advance(MONTH_S / 2);
    swap(price, {}, 2);
    expect(waiting()).toEqual([]);
    expect(world.all("invoices")).toHaveLength(1);
  });

  test("of one item leaves the other alone; an item taken off is credited, one put on is charged", () => {
    const { world, change, waiting, item } = subscribed(3100);
    const second = world.price(6200);
    world.advance(DAY_S);
    const { items } = change([{ price: second }]);
    expect(waiting()).toEqual([6000]);
    const { items: left } = change([{ id: item, deleted: true }]);
    expect(waiting()).toEqual([6000, -3000]);
    expect(left.data.map((each) => each.id)).toEqual([items.data[1]!.id]);
  });

  test("that would leave no item is refused", () => {
    const { world, id, item } = subscribed(1900);
    const fields = { items: [{ id: item, deleted: true }] };
    expect(world.refused("POST", `/v1/subscriptions/${id}`, fields)).toEqual([400, undefined, "items"]);
    expect(world.subscription(id).items.data).toHaveLength(1);
  });

  test.each<[Fields, string]>([
    [{ price: "price_none" }, "items[0][price]"],
    [{ quantity: 2 }, "items[0][price]"],
    [{ id: "si_none", quantity: 2 }, "items[0][id]"],
  ])("to %o is refused at %s", (ask, param) => {
    const { world, id } = subscribed(1900);
    expect(world.refused("POST", `/v1/subscriptions/${id}`, { items: [ask] })).toEqual([400, expect.anything(), param]);
  });

  test("to a price it already has in another item is refused", () => {
    const { world, id, price } = subscribed(1900);
    const fields = { items: [{ price }] };
    expect(world.refused("POST", `/v1/subscriptions/${id}`, fields)).toEqual([400, undefined, "items[0][price]"]);
  });
});

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
