import { describe, expect, test } from "vitest";
import { comingIn } from "./pages/control-coming";
import { subscriptionFace } from "./pages/control-faces";
import type { CheckoutSession, Invoice, Subscription } from "./store/wire";
import { visit } from "./testing/still-pages";
import { DAY_S, type Fields, StillWorld } from "./testing/still-world";
import { makePayer, openWorld, postForm, refusalOf } from "./testing/test-world";

const OTHERS = { eur: { unit_amount: 1700 }, gbp: { unit_amount: 1500 } };

function aWorld() {
  const world = new StillWorld();
  const price = world.price(1900, { currency_options: OTHERS });
  const sums = (customer: string) =>
    world.invoices(customer).map(({ currency, amount_paid }) => [currency, amount_paid]);
  return { world, price, sums, payer: () => world.payer("pm_card_visa") };
}

describe("a subscription in another currency", () => {
  test("is billed, renewed, changed and previewed in that", () => {
    const { world, price, sums, payer } = aWorld();
    const dear = world.price(9900, { currency_options: { eur: { unit_amount: 8900 } } });
    const customer = payer();
    const { id, items } = world.subscribe(customer, price, { currency: "eur" });
    expect(subscriptionFace(world.world, world.subscription(id))).toMatchObject({
      items: [{ unit_amount: 1700, currency: "eur" }],
    });
    expect(comingIn(world.world)).toMatchObject([{ what: "renewal", amount: 1700, currency: "eur" }]);
    expect(world.subscription(id)).toMatchObject({
      currency: "eur",
      items: { data: [{ price: { currency: "usd" } }] },
    });
    world.advance(31 * DAY_S + 3_600);
    expect(sums(customer)).toEqual([
      ["eur", 1700],
      ["eur", 1700],
    ]);
    world.advance(15 * DAY_S - 3_600);
    const change = { items: [{ id: items.data[0]?.id, price: dear }], proration_behavior: "always_invoice" };
    const preview = world.post("/v1/invoices/create_preview", {
      subscription: id,
      subscription_details: change,
    }) as Invoice;
    world.post(`/v1/subscriptions/${id}`, change);
    const [upgrade] = world.invoices(customer);
    expect(upgrade).toMatchObject({ currency: "eur", amount_paid: preview.amount_due, total: -850 + 4450 });
    expect(upgrade?.lines.data.map(({ currency, pricing }) => [currency, pricing?.unit_amount_decimal])).toEqual([
      ["eur", "1700"],
      ["eur", "8900"],
    ]);
    expect(world.all("charges").map((charge) => charge.currency)).toEqual(["eur", "eur", "eur"]);
  });

  test("is what its customer pays in, where it is not named and the price has it", () => {
    const { world, price, payer, sums } = aWorld();
    const customer = payer();
    world.subscribe(customer, price, { currency: "gbp" });
    expect(world.get(`/v1/customers/${customer}`)).toMatchObject({ currency: "gbp" });
    world.subscribe(customer, price);
    expect(sums(customer)).toEqual([
      ["gbp", 1500],
      ["gbp", 1500],
    ]);
  });

  test("is refused where the price has no such amount, and beside one in another currency", () => {
    const { world, price, payer } = aWorld();
    const customer = payer();
    const asked = { customer, items: [{ price }] };
    expect(world.refused("POST", "/v1/subscriptions", { ...asked, currency: "jpy" })).toEqual([
      400,
      undefined,
      "items[0][price]",
    ]);
    const { id } = world.subscribe(customer, price, { currency: "eur" });
    expect(world.refused("POST", "/v1/subscriptions", { ...asked, currency: "usd" })[0]).toBe(400);
    world.do("DELETE", `/v1/subscriptions/${id}`);
    expect(world.subscribe(customer, price, { currency: "usd" }).currency).toBe("usd");
  });

  test("can not become a price without it", () => {
    const { world, price, payer } = aWorld();
    const { id, items } = world.subscribe(payer(), price, { currency: "eur" });
    const change = { items: [{ id: items.data[0]?.id, price: world.price(100) }] };
    expect(world.refused("POST", `/v1/subscriptions/${id}`, change)).toEqual([400, undefined, "items[0][price]"]);
    const added = { items: [{ price: world.price(100) }] };
    expect(world.refused("POST", `/v1/subscriptions/${id}`, added)).toEqual([400, undefined, "items[0][price]"]);
  });

  test("is put off by a schedule in its own currency, and begun by one", () => {
    const { world, price, sums, payer } = aWorld();
    const small = world.price(900, { currency_options: { eur: { unit_amount: 800 } } });
    const customer = payer();
    const { id } = world.subscribe(customer, price, { currency: "eur" });
    const schedule = world.post("/v1/subscription_schedules", { from_subscription: id }) as {
      id: string;
      phases: Fields[];
    };
    const [{ start_date, end_date }] = schedule.phases as [Fields];
    const phases = [
      { items: [{ price }], start_date, end_date },
      { items: [{ price: small }], duration: { interval: "month" } },
    ];
    expect(world.post(`/v1/subscription_schedules/${schedule.id}`, { phases })).toMatchObject({
      phases: [{ currency: "eur" }, { currency: "eur" }],
    });
    world.advance(31 * DAY_S + 3_600);
    expect(sums(customer)[0]).toEqual(["eur", 800]);
    const other = payer();
    world.post("/v1/subscription_schedules", {
      customer: other,
      start_date: "now",
      phases: [{ items: [{ price }], currency: "gbp", duration: { interval: "month" } }],
    });
    expect(world.all("subscriptions").at(-1)?.currency).toBe("gbp");
  });
});

describe("checkout in another currency", () => {
  const FORM = { number: "4242424242424242", expiry: "12 / 40", cvc: "123", name: "Ada", email: "ada@example.test" };

  test("shows and takes that", async () => {
    const { world, price } = aWorld();
    const line_items = [{ price, quantity: 2 }];
    const asked = { mode: "subscription", line_items, success_url: "http://shop.test/", currency: "eur" };
    const session = world.post("/v1/checkout/sessions", asked) as CheckoutSession;
    expect(session).toMatchObject({ currency: "eur", amount_total: 3400 });
    const page = `/c/pay/${session.id}`;
    const { text } = await visit(world, page);
    expect(text).toContain("€34.00");
    expect(text).not.toContain("$");
    await visit(world, page, FORM);
    const [subscription] = world.all("subscriptions") as [Subscription];
    expect(subscription).toMatchObject({ currency: "eur", status: "active" });
    expect(world.all("charges")).toMatchObject([{ amount: 3400, currency: "eur" }]);
  });

  test.each([
    [{ currency: "jpy" }, "line_items[0][price]"],
    [{ currency: "usd", running: "eur" }, undefined],
  ])("%j is refused at the opening", ({ currency, running }: { currency: string; running?: string }, param) => {
    const { world, price, payer } = aWorld();
    const customer = payer();
    if (running) world.subscribe(customer, price, { currency: running });
    const line_items = [{ price, quantity: 1 }];
    const asked = { mode: "subscription", line_items, success_url: "http://shop.test/", customer, currency };
    expect(world.refused("POST", "/v1/checkout/sessions", asked).toSpliced(1, 1)).toEqual([400, param]);
  });

  test("a customer is shown what he pays in, and the portal offers him only that", async () => {
    const { world, price, payer } = aWorld();
    const customer = payer();
    const { id } = world.subscribe(customer, price, { currency: "eur" });
    const asked = {
      mode: "subscription",
      line_items: [{ price, quantity: 1 }],
      success_url: "http://shop.test/",
      customer,
    };
    expect(world.post("/v1/checkout/sessions", asked)).toMatchObject({ currency: "eur", amount_total: 1700 });

    const dear = world.price(9900, { currency_options: { eur: { unit_amount: 8900 } } });
    const none = world.price(5500);
    const { product } = world.get(`/v1/prices/${dear}`) as { product: string };
    const products = [dear, none].map((each) => ({ product, prices: [each] }));
    const subscription_update = { enabled: true, default_allowed_updates: ["price"], products };
    const { id: configuration } = world.post("/v1/billing_portal/configurations", {
      features: { subscription_update },
    }) as { id: string };
    const { url } = world.post("/v1/billing_portal/sessions", { customer, configuration }) as { url: string };
    const { text } = await visit(world, `${new URL(url).pathname}?view=plans&subscription=${id}`);
    expect(text).toContain("€89.00");
    expect(text).not.toMatch(/\$|55\.00/);
  });
});

test("by the SDK each answer is as it declares it", async () => {
  const { stripe } = await openWorld();
  const product = await stripe.products.create({ name: "Pro" });
  const price = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: 1900,
    recurring: { interval: "month" },
    currency_options: { eur: { unit_amount: 1700, tax_behavior: "inclusive" } },
    expand: ["currency_options"],
  });
  expect(price.currency_options?.["eur"]).toMatchObject({ unit_amount: 1700, tax_behavior: "inclusive" });
  const { id: customer } = await makePayer(stripe);
  const items = [{ price: price.id, quantity: 3 }];
  const subscription = await stripe.subscriptions.create({
    customer,
    items,
    currency: "eur",
    expand: ["latest_invoice", "items.data.price.currency_options"],
  });
  expect(subscription.latest_invoice).toMatchObject({ currency: "eur", amount_paid: 5100 });
  const refused = await refusalOf(stripe.subscriptions.create({ customer, items, currency: "chf" }));
  expect(refused.message).toContain("The price specified only supports `usd`, `eur`.");
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    line_items: [{ price_data: { currency: "gbp", unit_amount: 500, product: product.id }, quantity: 1 }],
    success_url: "http://shop.test/",
  });
  const form = { number: "4242424242424242", expiry: "12 / 40", cvc: "123", name: "Ada", email: "a@b.test" };
  expect((await postForm(session.url ?? "", form)).status).toBe(303);
  await stripe.coupons.create({
    amount_off: 100,
    currency: "usd",
    currency_options: { eur: { amount_off: 90 } },
    expand: ["currency_options"],
  });
});
