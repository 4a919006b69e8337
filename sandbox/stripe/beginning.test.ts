import { describe, expect, test } from "vitest";
import type { CheckoutSession, Invoice, Subscription } from "./store/wire";
import { visit } from "./testing/still-pages";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";
import { makeCatalog, makePayer, openWorld } from "./testing/test-world";

const once = { recurring: undefined };
const FORM = { number: "4242424242424242", expiry: "12 / 40", cvc: "123", name: "Ada", email: "ada@example.test" };

function aWorld() {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  const price = world.price(3100);
  const lines = (invoice: Invoice | undefined) => invoice?.lines.data.map(({ amount, quantity }) => [amount, quantity]);
  return { world, customer, price, lines, newest: () => world.invoices(customer)[0] };
}

describe("what is sold once beside a subscription", () => {
  test("is on its first invoice only", () => {
    const { world, customer, price, lines, newest } = aWorld();
    const add_invoice_items = [{ price: world.price(5000, once), quantity: 2, metadata: { why: "set-up" } }];
    const { id } = world.subscribe(customer, price, { add_invoice_items });
    expect(newest()).toMatchObject({ total: 13_100, amount_paid: 13_100, billing_reason: "subscription_create" });
    expect(lines(newest())).toEqual([
      [10_000, 2],
      [3100, 1],
    ]);
    expect(world.all("invoice_items")).toMatchObject([{ invoice: newest()?.id, metadata: { why: "set-up" } }]);
    expect(newest()?.lines.data[0]?.parent).toMatchObject({ invoice_item_details: { subscription: id } });
    world.advance(31 * DAY_S + 3_600);
    expect(lines(newest())).toEqual([[3100, 1]]);
  });

  test("is charged though a trial runs", () => {
    const { world, customer, price, newest } = aWorld();
    const add_invoice_items = [{ price: world.price(5000, once) }];
    const { status } = world.subscribe(customer, price, { add_invoice_items, trial_period_days: 7 });
    expect(status).toBe("trialing");
    expect(newest()).toMatchObject({ amount_paid: 5000, status: "paid" });
  });

  test("costs what a discount leaves of it, unless it is not to be discounted", () => {
    const { world, customer, price, newest } = aWorld();
    const { id: coupon } = world.post("/v1/coupons", { percent_off: 50, duration: "once" }) as { id: string };
    const [fee, deposit] = [world.price(1000, once), world.price(400, once)];
    const add_invoice_items = [{ price: fee }, { price: deposit, discountable: false }];
    world.subscribe(customer, price, { add_invoice_items, discounts: [{ coupon }] });
    expect(newest()?.total).toBe(1550 + 500 + 400);
  });

  test.each([
    [{ price: "price_none" }, "resource_missing", "add_invoice_items[0][price]"],
    [{ quantity: 1 }, "parameter_missing", "add_invoice_items[0][price]"],
    [{ price: "recurring" }, undefined, "add_invoice_items[0][price]"],
    [{ price: "once", tax_rates: ["txr_1"] }, "sandbox_parameter_not_built", "tax_rates"],
  ])("%j is refused", (asked, code, param) => {
    const { world, customer, price } = aWorld();
    const known: Fields = { recurring: price, once: world.price(100, once) };
    const extra = "price" in asked ? { ...asked, price: known[asked.price] ?? asked.price } : asked;
    const fields = { customer, items: [{ price }], add_invoice_items: [extra] };
    expect(world.refused("POST", "/v1/subscriptions", fields)).toEqual([400, code, param]);
    expect(world.all("invoice_items")).toEqual([]);
  });

  test("with a change it is on the invoice that change makes, else on the next", () => {
    const { world, customer, price, lines, newest } = aWorld();
    const { id, items } = world.subscribe(customer, price);
    const add_invoice_items = [{ price: world.price(700, once) }];
    world.post(`/v1/subscriptions/${id}`, { add_invoice_items });
    expect(world.invoices(customer)).toHaveLength(1);
    const seats = { items: [{ id: items.data[0]?.id, quantity: 2 }], proration_behavior: "always_invoice" };
    world.post(`/v1/subscriptions/${id}`, { ...seats, add_invoice_items });
    expect(lines(newest())).toEqual([
      [700, 1],
      [-3100, 1],
      [6200, 2],
    ]);
    world.advance(31 * DAY_S + 3_600);
    expect(lines(newest())).toEqual([
      [700, 1],
      [6200, 2],
    ]);
  });

  test("checkout sells both at once, and names both", async () => {
    const { world, price } = aWorld();
    const line_items = [
      { price, quantity: 1 },
      { price: world.price(5000, once), quantity: 1 },
    ];
    const asked = { mode: "subscription", line_items, success_url: "http://shop.test/" };
    const session = world.post("/v1/checkout/sessions", asked) as CheckoutSession;
    expect(session.amount_total).toBe(8100);
    expect((await visit(world, `/c/pay/${session.id}`)).text).toContain("$81.00");
    await visit(world, `/c/pay/${session.id}`, FORM);
    const [subscription] = world.all("subscriptions") as [Subscription];
    expect(subscription.items.data).toHaveLength(1);
    expect(world.invoices(subscription.customer)).toMatchObject([{ total: 8100, status: "paid" }]);
    expect(world.all("charges")).toMatchObject([{ amount: 8100 }]);
  });

  test("a trial that is not free at once is paid for at the checkout", async () => {
    const { world, price } = aWorld();
    const line_items = [
      { price, quantity: 1 },
      { price: world.price(5000, once), quantity: 1 },
    ];
    const trial = { line_items, subscription_data: { trial_period_days: 7 }, success_url: "http://shop.test/" };
    const session = world.post("/v1/checkout/sessions", { mode: "subscription", ...trial }) as CheckoutSession;
    expect(session.amount_total).toBe(5000);
    await visit(world, `/c/pay/${session.id}`, FORM);
    expect(world.all("subscriptions")).toMatchObject([{ status: "trialing" }]);
    expect(world.all("charges")).toMatchObject([{ amount: 5000 }]);
  });
});

describe("a subscription whose full periods begin later", () => {
  const IN_TEN_DAYS = START_S + 10 * DAY_S;

  test("is charged for the days until then, and then for whole periods", () => {
    const { world, customer, price, lines, newest } = aWorld();
    const { id, items } = world.subscribe(customer, price, { billing_cycle_anchor: IN_TEN_DAYS });
    expect(world.subscription(id)).toMatchObject({ billing_cycle_anchor: IN_TEN_DAYS, status: "active" });
    expect(items.data[0]).toMatchObject({ current_period_start: START_S, current_period_end: IN_TEN_DAYS });
    // From 11 February to 11 March are 28 days.
    expect(lines(newest())).toEqual([[Math.round((3100 * 10) / 28), 1]]);
    expect(newest()?.lines.data[0]?.parent).toMatchObject({ subscription_item_details: { proration: true } });
    world.advance(10 * DAY_S + 3_600);
    expect(lines(newest())).toEqual([[3100, 1]]);
    expect(world.subscription(id).items.data[0]?.current_period_end).toBe(IN_TEN_DAYS + 31 * DAY_S);
  });

  test("or for nothing until then", () => {
    const { world, customer, price, newest } = aWorld();
    const asked = { billing_cycle_anchor: IN_TEN_DAYS, proration_behavior: "none" };
    const { id, status } = world.subscribe(customer, price, asked);
    expect([status, newest()?.total, newest()?.status]).toEqual(["active", 0, "paid"]);
    // What was not charged is not given back.
    world.do("DELETE", `/v1/subscriptions/${id}`, { prorate: true });
    expect(world.all("invoice_items")).toMatchObject([{ amount: 0 }]);
  });

  test("takes a discount off those days, and gives back only what was paid for them", () => {
    const { world, customer, price, newest } = aWorld();
    const { id: coupon } = world.post("/v1/coupons", { percent_off: 50, duration: "once" }) as { id: string };
    const asked = { billing_cycle_anchor: IN_TEN_DAYS, discounts: [{ coupon }] };
    const { id } = world.subscribe(customer, price, asked);
    const paid = newest()?.total ?? 0;
    expect(paid).toBe(553);
    world.do("DELETE", `/v1/subscriptions/${id}`, { prorate: true });
    expect(world.all("invoice_items")).toMatchObject([{ amount: -paid }]);
  });

  test.each([
    [{ day_of_month: 1 }, "2027-04-01T12:00:00"],
    [{ day_of_month: 1, hour: 13 }, "2027-03-01T13:00:00"],
    [{ day_of_month: 15, hour: 0, minute: 30, second: 1 }, "2027-03-15T00:30:01"],
    [{ day_of_month: 31 }, "2027-03-31T12:00:00"],
  ])("%j names %s", (config, day) => {
    const { world, customer, price } = aWorld();
    const {
      billing_cycle_anchor: at,
      items,
      billing_cycle_anchor_config: shown,
    } = world.subscribe(customer, price, {
      billing_cycle_anchor_config: config,
    });
    expect(new Date(at * 1000).toISOString()).toContain(day);
    expect(items.data[0]?.current_period_end).toBe(at);
    expect(shown).toEqual({ month: null, hour: null, minute: null, second: null, ...config });
  });

  test("on the 31st ends each period on a month's last day", () => {
    const { world, customer, price } = aWorld();
    const ends: string[] = [];
    const { id } = world.subscribe(customer, price, { billing_cycle_anchor_config: { day_of_month: 31 } });
    for (let i = 0; i < 3; i++) {
      const end = world.subscription(id).items.data[0]?.current_period_end ?? 0;
      ends.push(new Date(end * 1000).toISOString().slice(0, 10));
      world.advance(end - world.nowS + 1);
    }
    expect(ends).toEqual(["2027-03-31", "2027-04-30", "2027-05-31"]);
  });

  test.each<[Fields, string | undefined]>([
    [{ billing_cycle_anchor: START_S }, "billing_cycle_anchor"],
    [{ billing_cycle_anchor: START_S + 32 * DAY_S }, "billing_cycle_anchor"],
    [{ billing_cycle_anchor: IN_TEN_DAYS, billing_cycle_anchor_config: { day_of_month: 1 } }, undefined],
    [{ billing_cycle_anchor: IN_TEN_DAYS, trial_period_days: 3 }, "billing_cycle_anchor"],
    [{ billing_cycle_anchor_config: { day_of_month: 32 } }, "billing_cycle_anchor_config[day_of_month]"],
    [{ billing_cycle_anchor_config: { day_of_month: 1, hour: 24 } }, "billing_cycle_anchor_config[hour]"],
    [{ billing_cycle_anchor_config: { hour: 1 } }, "billing_cycle_anchor_config[day_of_month]"],
  ])("%j is refused", (asked, param) => {
    const { world, customer, price } = aWorld();
    const fields = { customer, items: [{ price }], ...asked };
    expect(world.refused("POST", "/v1/subscriptions", fields).toSpliced(1, 1)).toEqual([400, param]);
  });
});

test("by the SDK", async () => {
  const { stripe } = await openWorld();
  const { monthly, product } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const fee = await stripe.prices.create({ product: product.id, currency: "usd", unit_amount: 500 });
  const made = await stripe.subscriptions.create({
    customer,
    items: [{ price: monthly.id }],
    add_invoice_items: [{ price: fee.id }],
    billing_cycle_anchor_config: { day_of_month: 28, hour: 0 },
    expand: ["latest_invoice"],
  });
  expect(made.billing_cycle_anchor_config).toMatchObject({ day_of_month: 28, hour: 0, minute: null });
  expect((made.latest_invoice as { status: string }).status).toBe("paid");
});
