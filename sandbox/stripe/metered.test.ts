import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CheckoutSession, Invoice } from "./store/wire";
import { visit } from "./testing/still-pages";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";
import { makePayer, openWorld, refusalOf } from "./testing/test-world";

function aWorld({ formula = "sum", each = { unit_amount: 5 } }: { formula?: string; each?: Fields } = {}) {
  const world = new StillWorld();
  const asked = { display_name: "Tokens", event_name: "tokens", default_aggregation: { formula } };
  const { id: meter } = world.post("/v1/billing/meters", asked) as { id: string };
  const metered = { interval: "month", usage_type: "metered", meter };
  const price = world.price(0, { unit_amount: undefined, ...each, recurring: metered });
  const customer = world.payer("pm_card_visa");
  const tell = (value: number, timestamp = world.nowS) => {
    const payload = { stripe_customer_id: customer, value: String(value) };
    world.post("/v1/billing/meter_events", { event_name: "tokens", payload, timestamp });
  };
  const lines = (invoice: Invoice | undefined) => invoice?.lines.data.map(({ amount, quantity }) => [amount, quantity]);
  const newest = () => world.invoices(customer)[0];
  return { world, meter, price, customer, tell, lines, newest };
}

describe("a price that is billed by use", () => {
  test("names its meter, and may cost parts of a cent", () => {
    const { world, meter, price } = aWorld({ each: { unit_amount_decimal: "0.25" } });
    expect(world.get(`/v1/prices/${price}`)).toMatchObject({
      recurring: { usage_type: "metered", meter },
      unit_amount: null,
      unit_amount_decimal: "0.25",
    });
  });

  test.each([
    [{ usage_type: "metered" }, "parameter_missing", "recurring[meter]"],
    [{ usage_type: "metered", meter: "mtr_none" }, "resource_missing", "recurring[meter]"],
    [{ meter: "known" }, undefined, "recurring[meter]"],
  ])("with %j it is refused", (more, code, param) => {
    const { world, meter, price } = aWorld();
    const { product } = world.get(`/v1/prices/${price}`) as { product: string };
    const named = "meter" in more && more.meter === "known" ? { meter } : {};
    const recurring = { interval: "month", ...more, ...named };
    const fields = { product, currency: "usd", unit_amount: 5, recurring };
    expect(world.refused("POST", "/v1/prices", fields)).toEqual([400, code, param]);
  });

  test("is of no use when its meter is off", () => {
    const { world, meter, price } = aWorld();
    const { product } = world.get(`/v1/prices/${price}`) as { product: string };
    world.post(`/v1/billing/meters/${meter}/deactivate`);
    const recurring = { interval: "month", usage_type: "metered", meter };
    expect(world.refused("POST", "/v1/prices", { product, currency: "usd", unit_amount: 5, recurring })[2]).toBe(
      "recurring[meter]",
    );
  });
});

describe("a subscription that is billed by use", () => {
  test("costs nothing at first, has no quantity, and is billed for what was used when its period is over", () => {
    const { world, price, customer, tell, lines, newest } = aWorld();
    const { items } = world.subscribe(customer, price);
    expect(items.data[0]).not.toHaveProperty("quantity");
    expect(newest()).toMatchObject({ total: 0, status: "paid" });
    tell(100);
    world.advance(10 * DAY_S);
    tell(50);
    world.advance(21 * DAY_S + 3_600);
    expect(lines(newest())).toEqual([[750, 150]]);
    expect(newest()).toMatchObject({ amount_paid: 750, billing_reason: "subscription_cycle" });
    expect(newest()?.lines.data[0]?.period).toEqual({ start: START_S, end: START_S + 31 * DAY_S });
  });

  test("what is used after the period's end is of the next, though its invoice is a draft still", () => {
    const { world, price, customer, tell, lines, newest } = aWorld();
    world.subscribe(customer, price);
    tell(10);
    world.advance(31 * DAY_S + 60);
    tell(7);
    world.advance(3_600);
    expect(lines(newest())).toEqual([[50, 10]]);
    world.advance(30 * DAY_S);
    expect(lines(newest())).toEqual([[35, 7]]);
  });

  test.each([
    ["sum", 6, 3],
    ["count", 3, 3],
    ["last", 1, 3],
  ])("by the meter's formula: %s makes %i of %i uses", (formula, used) => {
    const { world, price, customer, tell, lines, newest } = aWorld({ formula });
    world.subscribe(customer, price);
    for (const [i, value] of [2, 3, 1].entries()) tell(value, START_S + i);
    world.advance(31 * DAY_S + 3_600);
    expect(lines(newest())).toEqual([[5 * used, used]]);
  });

  test("beside seats that are paid ahead: each as it is sold, on one invoice", () => {
    const { world, price, customer, tell, lines, newest } = aWorld();
    const seats = world.price(1900);
    const { id: coupon } = world.post("/v1/coupons", { percent_off: 10, duration: "forever" }) as { id: string };
    const items = [{ price: seats, quantity: 3 }, { price }];
    world.post("/v1/subscriptions", { customer, items, discounts: [{ coupon }] });
    expect(newest()?.total).toBe(5130);
    tell(40);
    world.advance(31 * DAY_S + 3_600);
    expect(lines(newest())).toEqual([
      [200, 40],
      [5700, 3],
    ]);
    expect(newest()?.total).toBe(180 + 5130);
  });

  test("changing seats neither credits nor charges what is billed by use", () => {
    const { world, price, customer, tell } = aWorld();
    const items = [{ price: world.price(3100), quantity: 1 }, { price }];
    const { id, items: made } = world.post("/v1/subscriptions", { customer, items }) as {
      id: string;
      items: { data: { id: string }[] };
    };
    tell(40);
    const more = { items: [{ id: made.data[0]?.id, quantity: 2 }], proration_behavior: "always_invoice" };
    world.post(`/v1/subscriptions/${id}`, more);
    expect(world.invoices(customer)[0]?.lines.data.map(({ amount }) => amount)).toEqual([-3100, 6200]);
  });

  test("is previewed with what was used so far", () => {
    const { world, price, customer, tell } = aWorld();
    const { id } = world.subscribe(customer, price);
    tell(12);
    const preview = world.post("/v1/invoices/create_preview", { subscription: id });
    expect(preview).toMatchObject({ total: 60, lines: { data: [{ quantity: 12 }] } });
  });

  test("ended at its period's end, or now with an invoice, it is billed for what was used; ended now without, not", () => {
    const { world, price, customer, tell, newest } = aWorld();
    const ends = (how: (id: string) => void) => {
      const { id } = world.subscribe(customer, price);
      tell(10);
      how(id);
      return [newest()?.total, world.subscription(id).status];
    };
    const atEnd = (id: string) => {
      world.post(`/v1/subscriptions/${id}`, { cancel_at_period_end: true });
      world.advance(31 * DAY_S);
    };
    expect(ends(atEnd)).toEqual([50, "canceled"]);
    expect(ends((id) => void world.do("DELETE", `/v1/subscriptions/${id}`, { invoice_now: true }))).toEqual([
      0,
      "canceled",
    ]);
    world.advance(DAY_S);
    const later = (id: string) => {
      world.advance(DAY_S);
      world.do("DELETE", `/v1/subscriptions/${id}`, { invoice_now: true, prorate: true });
    };
    expect(ends(later)).toEqual([50, "canceled"]);
    expect(ends((id) => void world.do("DELETE", `/v1/subscriptions/${id}`))).toEqual([0, "canceled"]);
  });

  test("has no quantity to ask for", () => {
    const { world, price, customer } = aWorld();
    const asked = { customer, items: [{ price, quantity: 2 }] };
    expect(world.refused("POST", "/v1/subscriptions", asked)).toEqual([400, undefined, "items[0][quantity]"]);
    const { id, items } = world.subscribe(customer, price);
    const change = { items: [{ id: items.data[0]?.id, quantity: 2 }] };
    expect(world.refused("POST", `/v1/subscriptions/${id}`, change)[2]).toBe("items[0][quantity]");
    world.post(`/v1/subscriptions/${id}`, { items: [{ id: items.data[0]?.id, price: world.price(500), quantity: 2 }] });
    expect(world.subscription(id).items.data[0]?.quantity).toBe(2);
  });

  test("is sold at the checkout for nothing now, with its price for each", async () => {
    const { world, price } = aWorld({ each: { unit_amount_decimal: "0.25" } });
    const asked = { mode: "subscription", line_items: [{ price }], success_url: "http://shop.test/" };
    const session = world.post("/v1/checkout/sessions", asked) as CheckoutSession;
    expect(session.amount_total).toBe(0);
    expect((await visit(world, `/c/pay/${session.id}`)).text).toContain("$0.0025 for each used");
    const quantity = { ...asked, line_items: [{ price, quantity: 1 }] };
    expect(world.refused("POST", "/v1/checkout/sessions", quantity)[2]).toBe("line_items[0][quantity]");
  });
});

test("whatever is used when, each use is billed once, in the period it lies in", () => {
  const use = fc.record({ value: fc.integer({ min: 0, max: 10_000 }), day: fc.integer({ min: 0, max: 89 }) });
  fc.assert(
    fc.property(fc.array(use, { maxLength: 12 }), (uses) => {
      const { world, price, customer, tell } = aWorld({ each: { unit_amount_decimal: "0.1" } });
      world.subscribe(customer, price);
      for (const { value, day } of uses.toSorted((a, b) => a.day - b.day)) {
        world.advance(START_S + day * DAY_S + 1 - world.nowS > 0 ? START_S + day * DAY_S + 1 - world.nowS : 0);
        tell(value);
      }
      world.advance(START_S + 93 * DAY_S - world.nowS);
      const billed = world.invoices(customer).flatMap(({ lines }) => lines.data.map(({ quantity }) => quantity ?? 0));
      expect(billed.reduce((sum, each) => sum + each, 0)).toBe(uses.reduce((sum, { value }) => sum + value, 0));
      for (const { lines } of world.invoices(customer))
        for (const { amount, quantity } of lines.data) expect(amount).toBe(Math.round((quantity ?? 0) / 10));
    }),
    { numRuns: 20 },
  );
});

test("by the SDK", async () => {
  const { stripe, advance } = await openWorld();
  const meter = await stripe.billing.meters.create({
    display_name: "Tokens",
    event_name: "tokens",
    default_aggregation: { formula: "sum" },
  });
  const product = await stripe.products.create({ name: "Tokens" });
  const price = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: 2,
    recurring: { interval: "month", usage_type: "metered", meter: meter.id },
  });
  const { id: customer } = await makePayer(stripe);
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: price.id }] });
  await stripe.billing.meterEvents.create({
    event_name: "tokens",
    payload: { stripe_customer_id: customer, value: "21" },
  });
  await advance(32 * DAY_S);
  const [renewal] = (await stripe.invoices.list({ subscription: subscription.id })).data;
  expect(renewal).toMatchObject({ amount_paid: 42, lines: { data: [{ quantity: 21 }] } });
  const asked = stripe.subscriptions.create({ customer, items: [{ price: price.id, quantity: 1 }] });
  expect((await refusalOf(asked)).message).toContain("Remove quantity from `items[0]`");
});
