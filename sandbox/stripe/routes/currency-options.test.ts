import { describe, expect, test } from "vitest";
import { type Fields, StillWorld } from "../testing/still-world";

function aWorld() {
  const world = new StillWorld();
  const options = { eur: { unit_amount: 1700 }, gbp: { unit_amount: 1500 } };
  return { world, price: world.price(1900, { currency_options: options }) };
}

describe("a price in other currencies", () => {
  test("shows them when that is asked for, its own first", () => {
    const { world, price } = aWorld();
    expect(world.get(`/v1/prices/${price}`)).not.toHaveProperty("currency_options");
    const shown = world.get(`/v1/prices/${price}`, { expand: ["currency_options"] }) as {
      currency_options: Fields;
    };
    expect(Object.keys(shown.currency_options)).toEqual(["usd", "eur", "gbp"]);
    expect(shown.currency_options["eur"]).toEqual({
      custom_unit_amount: null,
      tax_behavior: "unspecified",
      unit_amount: 1700,
      unit_amount_decimal: "1700",
    });
  });

  test("gets another, and keeps those it has", () => {
    const { world, price } = aWorld();
    world.post(`/v1/prices/${price}`, { currency_options: { chf: { unit_amount: 2000 }, gbp: { unit_amount: 1600 } } });
    const shown = world.get(`/v1/prices/${price}`, { expand: ["currency_options"] });
    expect(shown).toMatchObject({
      currency_options: { eur: { unit_amount: 1700 }, gbp: { unit_amount: 1600 }, chf: { unit_amount: 2000 } },
    });
  });

  test.each([
    [{ usd: { unit_amount: 1 } }, "currency_options[usd]"],
    [{ euro: { unit_amount: 1 } }, "currency_options[euro]"],
    [{ eur: { unit_amount: -1 } }, "currency_options[eur][unit_amount]"],
    [{ eur: { unit_amount: 1.5 } }, "currency_options[eur][unit_amount]"],
    [{ eur: { tax_behavior: "exclusive" } }, "currency_options[eur][unit_amount]"],
    [{ eur: { price: 1 } }, "currency_options[eur][price]"],
    [{ eur: "1" }, "currency_options[eur]"],
  ])("%j is refused at %s", (currency_options, param) => {
    const world = new StillWorld();
    const { id: product } = world.post("/v1/products", { name: "Pro" }) as { id: string };
    const fields = { product, currency: "usd", unit_amount: 1900, currency_options };
    expect(world.refused("POST", "/v1/prices", fields).toSpliced(1, 1)).toEqual([400, param]);
  });

  test("may be a product's first", () => {
    const { world } = aWorld();
    const default_price_data = { currency: "usd", unit_amount: 500, currency_options: { eur: { unit_amount: 450 } } };
    const { default_price } = world.post("/v1/products", { name: "Pack", default_price_data }) as {
      default_price: string;
    };
    const customer = world.payer();
    const item = { customer, pricing: { price: default_price }, currency: "eur", quantity: 2 };
    expect(world.post("/v1/invoiceitems", item)).toMatchObject({ amount: 900, currency: "eur" });
    expect(world.post("/v1/invoiceitems", { ...item, currency: undefined, customer: world.payer() })).toMatchObject({
      amount: 1000,
      currency: "usd",
    });
  });
});

describe("a coupon of an amount", () => {
  test("takes off what it says in each currency, and nothing in others", () => {
    const { world, price } = aWorld();
    const off = {
      amount_off: 500,
      currency: "usd",
      duration: "forever",
      currency_options: { eur: { amount_off: 400 } },
    };
    const { id: coupon } = world.post("/v1/coupons", off) as { id: string };
    const paid = (currency: string) => {
      const customer = world.payer("pm_card_visa");
      world.subscribe(customer, price, { currency, discounts: [{ coupon }] });
      const [invoice] = world.invoices(customer);
      return [invoice?.currency, invoice?.amount_paid];
    };
    expect([paid("usd"), paid("eur"), paid("gbp")]).toEqual([
      ["usd", 1400],
      ["eur", 1300],
      ["gbp", 1500],
    ]);
    world.post(`/v1/coupons/${coupon}`, { currency_options: { gbp: { amount_off: 300 } } });
    expect(paid("gbp")).toEqual(["gbp", 1200]);
    expect(world.get(`/v1/coupons/${coupon}`, { expand: ["currency_options"] })).toMatchObject({
      currency_options: { usd: { amount_off: 500 }, eur: { amount_off: 400 }, gbp: { amount_off: 300 } },
    });
  });

  test.each([{ usd: { amount_off: 1 } }, { EUR: { amount_off: 1 } }, { eur: { amount_off: 0 } }])(
    "%j is refused",
    (options) => {
      const { world } = aWorld();
      const off = { amount_off: 500, currency: "usd", currency_options: options };
      expect(world.refused("POST", "/v1/coupons", off)[0]).toBe(400);
    },
  );
});
