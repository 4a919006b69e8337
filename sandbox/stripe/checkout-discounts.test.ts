import { describe, expect, test } from "vitest";
import type { CheckoutSession } from "./store/wire";
import type { Fields, StillWorld } from "./testing/still-world";
import { makeCatalog, openWorld } from "./testing/test-world";
import { shop } from "./testing/discount-shop";

describe("a checkout session", () => {
  const open = (world: StillWorld, more: Fields) =>
    world.post("/v1/checkout/sessions", {
      mode: "subscription",
      success_url: "http://shop/",
      ...more,
    }) as CheckoutSession;

  test("shows its discount in its sums and lines, and its subscription is billed so", () => {
    const { world, customer, coupon, newest } = shop();
    const line_items = [
      { price: world.price(1000), quantity: 2 },
      { price: world.price(500), quantity: 1 },
    ];
    const session = open(world, { customer, line_items, discounts: [{ coupon: coupon({ percent_off: 20 }) }] });
    expect(session).toMatchObject({
      amount_subtotal: 2500,
      amount_total: 2000,
      total_details: { amount_discount: 500 },
    });
    const lines = world.get(`/v1/checkout/sessions/${session.id}/line_items`) as { data: Fields[] };
    expect(lines.data.map((line) => [line["amount_total"], line["amount_discount"]])).toEqual([
      [1600, 400],
      [400, 100],
    ]);
    world.post(`/v1/payment_pages/${session.id}/confirm`, { payment_method: "pm_card_visa" });
    expect(newest()).toMatchObject({ total: 2000, amount_paid: 2000 });
  });

  test("of one payment charges what is left, and nothing where all is off", () => {
    const { world, coupon } = shop();
    const product = world.post("/v1/products", { name: "Poster" }) as { id: string };
    const { id: price } = world.post("/v1/prices", { product: product.id, currency: "usd", unit_amount: 1000 }) as {
      id: string;
    };
    for (const [percent_off, charged] of [
      [30, [700]],
      [100, [700]],
    ] as const) {
      const discounts = [{ coupon: coupon({ percent_off }) }];
      const session = open(world, { mode: "payment", line_items: [{ price, quantity: 1 }], discounts });
      world.post(`/v1/payment_pages/${session.id}/confirm`, { payment_method: "pm_card_visa" });
      expect(world.all("charges").map((charge) => charge.amount)).toEqual(charged);
    }
  });

  test.each<[Fields]>([
    [{ allow_promotion_codes: true, discounts: [{ coupon: "x" }] }],
    [{ discounts: [{ coupon: "x" }, { coupon: "y" }] }],
    [{ discounts: [{ coupon: "none" }] }],
  ])("with %o is refused", (more) => {
    const { world } = shop();
    const fields = {
      mode: "subscription",
      success_url: "http://shop/",
      line_items: [{ price: world.price(5), quantity: 1 }],
    };
    expect(world.refused("POST", "/v1/checkout/sessions", { ...fields, ...more })[0]).toBe(400);
  });
});

test("the hosted page takes a code, says what it takes off, refuses a wrong one, and lets it go again", async () => {
  const { stripe, url } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const coupon = await stripe.coupons.create({ percent_off: 50, name: "Spring" });
  await stripe.promotionCodes.create({ code: "SPRING50", promotion: { type: "coupon", coupon: coupon.id } });
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    success_url: "http://shop.test/done",
    line_items: [{ price: monthly.id, quantity: 1 }],
    allow_promotion_codes: true,
  });
  const send = (promotion: string) =>
    fetch(`${url}/c/pay/${session.id}`, {
      method: "POST",
      body: new URLSearchParams({ action: "promotion", promotion }),
    });
  const wrong = await send("winter<script>");
  expect(wrong.status).toBe(400);
  const page = await wrong.text();
  expect(page).toContain("This code is invalid.");
  expect(page).not.toContain("winter<script>");
  expect(await (await send("spring50")).text()).toContain("Discount: SPRING50 (−$9.50)");
  expect((await stripe.checkout.sessions.retrieve(session.id)).amount_total).toBe(950);
  expect(await (await send("")).text()).toContain("Promotion code");
  expect((await stripe.checkout.sessions.retrieve(session.id)).amount_total).toBe(1900);
});
