import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { netOf } from "./objects/invoice";
import type { Invoice, Subscription } from "./store/wire";
import { DAY_S, type Fields, StillWorld } from "./testing/still-world";
import { makeCatalog, makePayer, openWorld } from "./testing/test-world";

const MONTH_S = 31 * DAY_S;

/** A subscription to seats and storage, where only the seats have a discount. */
function aWorld(coupon: Fields = { percent_off: 50, duration: "forever" }, more: Fields = {}) {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  const off = (fields: Fields) => (world.post("/v1/coupons", fields) as { id: string }).id;
  const [seats, storage] = [world.price(3100), world.price(620)];
  const items = [{ price: seats, discounts: [{ coupon: off(coupon) }] }, { price: storage }];
  const { id } = world.post("/v1/subscriptions", { customer, items, ...more }) as Subscription;
  const now = () => world.subscription(id);
  const newest = () => world.invoices(customer)[0] as Invoice;
  const nets = () => newest().lines.data.map(netOf);
  const update = (fields: Fields) => world.post(`/v1/subscriptions/${id}`, fields) as Subscription;
  return { world, customer, id, seats, off, now, newest, nets, update };
}

describe("a discount of one item", () => {
  test("is taken off that item's line and no other, now and at each renewal", () => {
    const { world, now, newest, nets } = aWorld();
    const [discount] = now().items.data[0]?.discounts ?? [];
    expect(now()).toMatchObject({ discounts: [], items: { data: [{}, { discounts: [] }] } });
    expect(world.all("discounts")).toMatchObject([{ id: discount, subscription_item: now().items.data[0]?.id }]);
    expect(nets()).toEqual([1550, 620]);
    expect(newest()).toMatchObject({
      discounts: [],
      subtotal: 3720,
      total: 2170,
      amount_paid: 2170,
      total_discount_amounts: [{ amount: 1550, discount }],
      lines: { data: [{ discounts: [discount], discount_amounts: [{ amount: 1550, discount }] }, { discounts: [] }] },
    });
    world.advance(MONTH_S + 3_600);
    expect(nets()).toEqual([1550, 620]);
  });

  test("counts before that of the whole subscription", () => {
    const other = aWorld();
    const whole = other.off({ percent_off: 10, duration: "forever" });
    other.update({ discounts: [{ coupon: whole }] });
    other.world.advance(MONTH_S + 3_600);
    expect(other.nets()).toEqual([1395, 558]);
  });

  test("for one invoice is gone after it, and is told to be", () => {
    const { world, now, nets } = aWorld({ amount_off: 100, currency: "usd", duration: "once" });
    expect(nets()).toEqual([3000, 620]);
    expect(now().items.data[0]?.discounts).toEqual([]);
    expect(world.told("customer.discount.")).toEqual(["customer.discount.created", "customer.discount.deleted"]);
    world.advance(MONTH_S + 3_600);
    expect(nets()).toEqual([3100, 620]);
  });

  test("for some months ends with them", () => {
    const { world, now, nets } = aWorld({ percent_off: 50, duration: "repeating", duration_in_months: 1 });
    world.advance(MONTH_S + 3_600);
    expect(nets()).toEqual([3100, 620]);
    expect(now().items.data[0]?.discounts).toEqual([]);
  });

  test("is given with a change, kept by one that does not speak of it, and taken away", () => {
    const { world, now, update, off } = aWorld();
    const [seats, storage] = now().items.data.map(({ id }) => id);
    update({ items: [{ id: storage, discounts: [{ coupon: off({ percent_off: 100, duration: "forever" }) }] }] });
    expect(now().items.data.map(({ discounts }) => discounts.length)).toEqual([1, 1]);
    update({ items: [{ id: seats, discounts: "" }] });
    expect(now().items.data.map(({ discounts }) => discounts.length)).toEqual([0, 1]);
    expect(world.told("customer.discount.deleted")).toHaveLength(1);
  });

  test("is in what a change gives back and charges", () => {
    const { world, now, update, newest } = aWorld();
    const [seats] = now().items.data.map(({ id }) => id);
    update({ items: [{ id: seats, quantity: 2 }], proration_behavior: "always_invoice" });
    expect(newest().lines.data.map(({ amount }) => amount)).toEqual([-1550, 3100]);
    world.do("DELETE", `/v1/subscriptions/${now().id}`, { prorate: true });
    expect(world.all("invoice_items").map(({ amount }) => amount)).toEqual([-3100, -620]);
  });

  test("that can not be redeemed is refused, and nothing is made", () => {
    const { world, customer, seats } = aWorld();
    const items = [{ price: seats, discounts: [{ coupon: "none" }] }];
    const before = world.all("subscriptions").length;
    expect(world.refused("POST", "/v1/subscriptions", { customer, items })[0]).toBe(400);
    expect(world.all("subscriptions")).toHaveLength(before);
  });
});

test("a discount of something sold once is taken off that alone", () => {
  const { world, customer, off } = aWorld();
  const coupon = off({ percent_off: 25, duration: "once" });
  world.post("/v1/invoiceitems", { customer, amount: 400, currency: "usd", discounts: [{ coupon }] });
  world.post("/v1/invoiceitems", { customer, amount: 400, currency: "usd" });
  const draft = world.post("/v1/invoices", { customer, pending_invoice_items_behavior: "include" });
  expect(draft).toMatchObject({ subtotal: 800, total: 700 });
});

test("whatever the discounts, of items and of the whole: an invoice is its lines, none below nothing, and previews hold", () => {
  const coupon = fc.oneof(
    fc.record({ percent_off: fc.integer({ min: 1, max: 100 }), duration: fc.constantFrom("once", "forever") }),
    fc.record({
      amount_off: fc.integer({ min: 1, max: 5_000 }),
      currency: fc.constant("usd"),
      duration: fc.constantFrom("once", "forever"),
    }),
  );
  fc.assert(
    fc.property(coupon, fc.option(coupon), fc.integer({ min: 1, max: 9 }), (own, whole, quantity) => {
      const { world, id, now, newest, update, off } = aWorld(own);
      if (whole) update({ discounts: [{ coupon: off(whole) }] });
      const change = { items: [{ id: now().items.data[0]?.id, quantity }], proration_behavior: "create_prorations" };
      update(change);
      const preview = world.post("/v1/invoices/create_preview", { subscription: id }) as Invoice;
      world.advance(MONTH_S);
      const invoice = newest();
      expect([preview.total, preview.subtotal]).toEqual([invoice.total, invoice.subtotal]);
      expect(invoice.total).toBe(invoice.lines.data.reduce((sum, line) => sum + netOf(line), 0));
      for (const line of invoice.lines.data.filter(({ amount }) => amount >= 0))
        expect(netOf(line)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 20 },
  );
});

test("by the SDK", async () => {
  const { stripe } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: "forever" });
  const made = await stripe.subscriptions.create({
    customer,
    items: [{ price: monthly.id, discounts: [{ coupon }] }],
    expand: ["items.data.discounts", "latest_invoice"],
  });
  expect(made.items.data[0]?.discounts).toMatchObject([{ object: "discount", source: { coupon } }]);
  expect(made.latest_invoice).toMatchObject({ total: 1710 });
});
