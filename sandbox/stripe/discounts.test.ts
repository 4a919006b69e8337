import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Customer, Subscription } from "./store/wire";
import { DAY_S, type Fields } from "./testing/still-world";
import { makeCatalog, makePayer, openWorld } from "./testing/test-world";
import { shop } from "./testing/discount-shop";

const MONTH_S = 31 * DAY_S;

test("an invoice's total is its lines less their discounts, and its sums are those of its lines", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 500_000 }), { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 3 }),
      (amounts, offs) => {
        const { world, customer, coupon, newest } = shop();
        const items = amounts.map((amount) => ({ price: world.price(amount) }));
        const discounts = offs.map((percent_off) => ({ coupon: coupon({ percent_off, duration: "forever" }) }));
        world.subscribe(customer, "", { items, discounts });
        const { lines, subtotal, total, total_discount_amounts: taken, amount_paid } = newest();
        const inLines = lines.data.flatMap((line) => line.discount_amounts ?? []);
        const sum = (all: { amount: number }[]) => all.reduce((rest, { amount }) => rest + amount, 0);
        expect(sum(taken ?? [])).toBe(sum(inLines));
        expect(subtotal).toBe(sum(lines.data));
        expect(total).toBe(subtotal - sum(inLines));
        expect(amount_paid).toBe(total);
      },
    ),
    { numRuns: 25 },
  );
});

describe("how long a discount lasts", () => {
  test.each<[string, Fields, number[]]>([
    ["once", { percent_off: 50 }, [2000, 2000, 2000, 1000]],
    ["two months", { percent_off: 50, duration: "repeating", duration_in_months: 2 }, [2000, 2000, 1000, 1000]],
    ["for ever", { amount_off: 300, currency: "usd", duration: "forever" }, [1700, 1700, 1700, 1700]],
    ["never, in another currency", { amount_off: 300, currency: "eur", duration: "forever" }, [2000, 2000, 2000, 2000]],
  ])("%s", (_name, fields, expected) => {
    const { world, coupon, subscribe, totals } = shop();
    const { id } = subscribe(2000, { discounts: [{ coupon: coupon(fields) }] });
    world.advance(3 * MONTH_S + 2 * 3_600);
    expect(totals()).toEqual(expected);
    const lasts = fields["duration"] === "forever";
    expect(world.subscription(id).discounts).toHaveLength(lasts ? 1 : 0);
    expect(world.told("customer.discount")).toEqual(
      lasts ? ["customer.discount.created"] : ["customer.discount.created", "customer.discount.deleted"],
    );
  });

  test("one for one invoice is not used up by a trial", () => {
    const { world, coupon, subscribe, totals } = shop();
    subscribe(2000, { discounts: [{ coupon: coupon({ percent_off: 50 }) }], trial_period_days: 7 });
    world.advance(8 * DAY_S + MONTH_S);
    expect(totals()).toEqual([2000, 1000, 0]);
  });

  test("whoever has a coupon keeps it when it is deleted", () => {
    const { world, coupon, subscribe, totals } = shop();
    const off = coupon({ percent_off: 25, duration: "forever", id: "FRIEND" });
    subscribe(2000, { discounts: [{ coupon: off }] });
    expect(world.do("DELETE", "/v1/coupons/FRIEND")).toEqual({ id: "FRIEND", object: "coupon", deleted: true });
    expect(world.refused("GET", "/v1/coupons/FRIEND")[0]).toBe(404);
    world.advance(MONTH_S + 2 * 3_600);
    expect(totals()).toEqual([1500, 1500]);
  });
});

describe("a subscription's discounts", () => {
  test("change with an update: what is named stays, the rest is over", () => {
    const { world, coupon, subscribe } = shop();
    const [a, b] = [coupon({ percent_off: 10, duration: "forever" }), coupon({ percent_off: 20, duration: "forever" })];
    const { id, discounts } = subscribe(2000, { discounts: [{ coupon: a }] });
    const update = (asked: unknown) => world.post(`/v1/subscriptions/${id}`, { discounts: asked }) as Subscription;
    const both = update([{ discount: discounts[0] }, { coupon: b }]);
    expect(both.discounts).toEqual([discounts[0], expect.stringMatching(/^di_/)]);
    expect(update("").discounts).toEqual([]);
    expect(world.told("customer.discount")).toEqual(
      ["created", "created", "deleted", "deleted"].map((what) => `customer.discount.${what}`),
    );
  });

  test("count in prorations: what was paid with a discount is given back with it", () => {
    const { world, coupon, subscribe, newest } = shop();
    const off = coupon({ percent_off: 50, duration: "forever" });
    const { id, items } = subscribe(3100, { discounts: [{ coupon: off }] });
    world.advance(DAY_S);
    const change = [{ id: items.data[0]!.id, price: world.price(6200) }];
    world.post(`/v1/subscriptions/${id}`, { items: change, proration_behavior: "always_invoice" });
    expect(newest().lines.data.map((line) => line.amount)).toEqual([-1500, 3000]);
    expect(newest()).toMatchObject({ total: 1500, total_discount_amounts: [] });
  });

  test("of one invoice count in what that invoice gave, and not in what comes after", () => {
    const { world, coupon, subscribe, newest } = shop();
    const { id, items } = subscribe(3100, { discounts: [{ coupon: coupon({ percent_off: 50 }) }] });
    world.advance(DAY_S);
    const change = [{ id: items.data[0]!.id, price: world.price(6200) }];
    world.post(`/v1/subscriptions/${id}`, { items: change, proration_behavior: "always_invoice" });
    expect(newest().lines.data.map((line) => line.amount)).toEqual([-1500, 6000]);
  });

  test("are in a preview, which redeems nothing", () => {
    const { world, coupon, subscribe } = shop();
    const off = coupon({ percent_off: 50 });
    const { id } = subscribe(2000);
    const quote = world.post("/v1/invoices/create_preview", { subscription: id, discounts: [{ coupon: off }] });
    expect(quote).toMatchObject({ subtotal: 2000, total: 1000 });
    expect(world.get(`/v1/coupons/${off}`)).toMatchObject({ times_redeemed: 0 });
  });

  test("used up by a change that is billed at once are gone with it", () => {
    const { world, coupon, subscribe, newest } = shop();
    const { id, items } = subscribe(2000);
    const yearly = world.price(20_000, { recurring: { interval: "year" } });
    const change = {
      items: [{ id: items.data[0]!.id, price: yearly }],
      discounts: [{ coupon: coupon({ percent_off: 10 }) }],
    };
    const after = world.post(`/v1/subscriptions/${id}`, change) as Subscription;
    expect(newest().total).toBe(-2000 + 20_000);
    expect(after.discounts).toHaveLength(1);
  });
});

test("a discount's coupon can be asked for along with it, also after it was deleted", () => {
  const { world, customer, coupon } = shop();
  const id = coupon({ id: "SPRING", percent_off: 20, duration: "forever" });
  const { id: subscription } = world.subscribe(customer, "", {
    items: [{ price: world.price(1_900) }],
    discounts: [{ coupon: id }],
  });
  const told = () =>
    (
      world.get(`/v1/subscriptions/${subscription}`, { expand: ["discounts.source.coupon"] }) as {
        discounts: { source: { coupon: Fields } }[];
      }
    ).discounts;
  expect(told()[0]?.source.coupon).toMatchObject({ id, percent_off: 20, duration: "forever" });
  world.do("DELETE", `/v1/coupons/${id}`);
  expect(told()[0]?.source.coupon).toMatchObject({ id, percent_off: 20 });
});

describe("a customer's discount", () => {
  const unversioned = { stripeVersion: undefined };
  test("is given by callers of an older version, counts where a subscription has none, and is taken away", () => {
    const { world, customer, coupon, subscribe, totals } = shop();
    const off = coupon({ percent_off: 50, duration: "forever" });
    expect(world.refused("POST", `/v1/customers/${customer}`, { coupon: off })).toEqual([
      400,
      "parameter_unknown",
      "coupon",
    ]);
    const { body } = world.ask("POST", `/v1/customers/${customer}`, { coupon: off }, unversioned);
    expect((body as Customer).discount).toMatchObject({ source: { coupon: off }, customer });
    subscribe(2000);
    expect(totals()).toEqual([1000]);
    expect(world.do("DELETE", `/v1/customers/${customer}/discount`)).toMatchObject({
      object: "discount",
      deleted: true,
    });
    expect(world.refused("DELETE", `/v1/customers/${customer}/discount`)[0]).toBe(404);
    world.advance(MONTH_S + 2 * 3_600);
    expect(totals()).toEqual([2000, 1000]);
  });

  test("is replaced by another, and ended by an empty text", () => {
    const { world, customer, coupon } = shop();
    for (const off of [coupon({ percent_off: 20 }), coupon({ percent_off: 30 }), ""]) {
      world.ask("POST", `/v1/customers/${customer}`, { coupon: off }, unversioned);
    }
    const told = ["created", "updated", "deleted"].map((what) => `customer.discount.${what}`);
    expect(world.told("customer.discount")).toEqual(told);
  });
});

test("through the SDK coupons, codes, discounts and what they are on fit their declared types", async () => {
  const { stripe, advance, eventTypes } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const coupon = await stripe.coupons.create({ percent_off: 12.5, duration: "repeating", duration_in_months: 1 });
  const code = await stripe.promotionCodes.create({
    promotion: { type: "coupon", coupon: coupon.id },
    max_redemptions: 1,
  });
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: monthly.id }],
    discounts: [{ promotion_code: code.id }],
    expand: ["discounts", "latest_invoice.discounts"],
  });
  expect(subscription.discounts[0]).toMatchObject({ promotion_code: code.id, source: { coupon: coupon.id } });
  expect(subscription.latest_invoice).toMatchObject({ subtotal: 1900, total: 1662 });
  expect(await stripe.promotionCodes.retrieve(code.id)).toMatchObject({ active: false, times_redeemed: 1 });
  await stripe.coupons.update(coupon.id, { name: "Hello", metadata: { a: "b" } });
  await advance(32 * DAY_S);
  expect((await stripe.subscriptions.retrieve(subscription.id)).discounts).toEqual([]);
  await stripe.coupons.del(coupon.id);
  expect(await eventTypes()).toEqual(
    expect.arrayContaining([
      "coupon.created",
      "coupon.updated",
      "coupon.deleted",
      "customer.discount.deleted",
      "promotion_code.updated",
    ]),
  );
});
