import type Stripe from "stripe";
import { expect, test } from "vitest";
import { makeCatalog, makePayer, openWorld, refusalOf } from "./testing/test-world";

test("a customer that is not there is 404, with the body Stripe gives", async () => {
  const { stripe } = await openWorld();
  const error = await refusalOf(stripe.customers.retrieve("cus_none"));
  expect(error.raw).toMatchObject({
    code: "resource_missing",
    doc_url: "https://stripe.com/docs/error-codes/resource-missing",
    message: "No such customer: 'cus_none'",
    param: "id",
    request_log_url: expect.stringMatching(/req_\w{14}$/) as string,
    type: "invalid_request_error",
  });
  expect(error.requestId).toMatch(/^req_/);
});

test("customers are made, changed, emptied field by field, found by email, and deleted once", async () => {
  const { stripe, eventTypes, events } = await openWorld();
  const made = await stripe.customers.create({
    email: "ada@example.test",
    name: "Ada",
    metadata: { userId: "u1" },
    address: { city: "London", country: "GB" },
  });
  expect(made).toMatchObject({
    balance: 0,
    delinquent: false,
    livemode: false,
    address: { city: "London", line1: null },
  });
  await stripe.customers.create({ email: "other@example.test" });
  expect((await stripe.customers.list({ email: "ada@example.test" })).data.map((c) => c.id)).toEqual([made.id]);
  const changed = await stripe.customers.update(made.id, {
    name: "",
    email: "ada@new.test",
    metadata: { userId: "", plan: "pro" },
  });
  expect(changed).toMatchObject({ name: null, email: "ada@new.test", metadata: { plan: "pro" } });
  const [told] = await events("customer.updated");
  expect(told?.data.previous_attributes).toEqual({
    name: "Ada",
    email: "ada@example.test",
    metadata: { userId: "u1" },
  });
  expect(told?.request).toMatchObject({
    id: expect.stringMatching(/^req_/) as string,
    idempotency_key: expect.any(String) as string,
  });
  expect(await stripe.customers.del(made.id)).toEqual(expect.objectContaining({ id: made.id, deleted: true }));
  expect(await refusalOf(stripe.customers.del(made.id))).toMatchObject({ statusCode: 404 });
  expect(await eventTypes()).toEqual(["customer.created", "customer.created", "customer.updated", "customer.deleted"]);
  expect((await stripe.customers.list()).data).toHaveLength(1);
});

test("a list can be narrowed by when things were made", async () => {
  const { stripe, advance } = await openWorld();
  const first = await stripe.customers.create();
  await advance(100);
  const second = await stripe.customers.create();
  expect((await stripe.customers.list({ created: { gt: first.created } })).data.map((c) => c.id)).toEqual([second.id]);
  expect((await stripe.customers.list({ created: { lte: first.created } })).data.map((c) => c.id)).toEqual([first.id]);
  expect((await stripe.customers.list({ created: second.created })).data.map((c) => c.id)).toEqual([second.id]);
});

test("a card the bank refuses can not be put on file", async () => {
  const { stripe } = await openWorld();
  const { id: customer } = await stripe.customers.create();
  const error = await refusalOf(stripe.paymentMethods.attach("pm_card_chargeDeclined", { customer }));
  expect(error.raw).toMatchObject({
    advice_code: "try_again_later",
    code: "card_declined",
    decline_code: "generic_decline",
    network_decline_code: "01",
    param: "",
    type: "card_error",
  });
  expect(error.statusCode).toBe(402);
  expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
});

test.each([
  ["pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
  ["pm_card_chargeDeclinedExpiredCard", "expired_card", ""],
  ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", ""],
  ["pm_card_chargeDeclinedProcessingError", "processing_error", ""],
])("%s fails as %s", async (payment_method, code, decline_code) => {
  const { stripe } = await openWorld();
  const error = await refusalOf(
    stripe.paymentIntents.create({ amount: 500, currency: "usd", payment_method, confirm: true }),
  );
  expect(error).toMatchObject({
    statusCode: 402,
    code,
    decline_code,
    payment_intent: { status: "requires_payment_method" },
  });
});

test("cards are attached, listed, made default and detached; the default goes with them", async () => {
  const { stripe } = await openWorld();
  const { id: customer } = await stripe.customers.create();
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  expect(card).toMatchObject({ type: "card", customer, card: { brand: "visa", last4: "4242" } });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
  const { id: stranger } = await stripe.customers.create();
  expect(await refusalOf(stripe.paymentMethods.attach(card.id, { customer: stranger }))).toMatchObject({
    statusCode: 400,
  });
  const taking = stripe.customers.update(stranger, { invoice_settings: { default_payment_method: card.id } });
  expect(await refusalOf(taking)).toMatchObject({ statusCode: 400 });
  expect((await stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1);
  expect(await stripe.paymentMethods.detach(card.id)).toMatchObject({ customer: null });
  expect(await stripe.customers.retrieve(customer)).toMatchObject({
    invoice_settings: { default_payment_method: null },
  });
  expect(await refusalOf(stripe.paymentMethods.detach(card.id))).toMatchObject({ statusCode: 400 });
  const { data } = await stripe.events.list({ type: "payment_method.detached" });
  expect(data).toMatchObject([{ data: { object: { customer: null }, previous_attributes: { customer } } }]);
});

test("a lookup key is one price's at a time, and moves only when told", async () => {
  const { stripe, eventTypes } = await openWorld();
  const { product, monthly } = await makeCatalog(stripe);
  const next = { product: product.id, currency: "usd", unit_amount: 2900, lookup_key: "pro_month" };
  expect(await refusalOf(stripe.prices.create(next))).toMatchObject({ statusCode: 400, param: "lookup_key" });
  const moved = await stripe.prices.create({ ...next, transfer_lookup_key: true });
  expect((await stripe.prices.list({ lookup_keys: ["pro_month", "none"] })).data.map((p) => p.id)).toEqual([moved.id]);
  expect((await stripe.prices.retrieve(monthly.id)).lookup_key).toBeNull();
  expect(await eventTypes()).toContain("price.updated");
  expect(moved).toMatchObject({ type: "one_time", recurring: null, unit_amount_decimal: expect.anything() as unknown });
});

test("products are made with their price, changed and, without prices, deleted", async () => {
  const { stripe, events } = await openWorld();
  const default_price_data = { currency: "usd", unit_amount: 500, recurring: { interval: "year" as const } };
  const made = await stripe.products.create({ name: "Pack", default_price_data, expand: ["default_price"] });
  expect(made.default_price).toMatchObject({ unit_amount: 500, recurring: { interval: "year", interval_count: 1 } });
  expect((await events("product.created"))[0]?.data.object).toMatchObject({
    default_price: (made.default_price as Stripe.Price).id,
  });
  expect(await refusalOf(stripe.products.del(made.id))).toMatchObject({ statusCode: 400 });
  await stripe.products.update(made.id, { active: false, description: "old" });
  expect((await stripe.products.list({ active: true })).data).toEqual([]);
  const bare = await stripe.products.create({ id: "plan_own", name: "Own" });
  expect(await refusalOf(stripe.products.create({ id: "plan_own", name: "Again" }))).toMatchObject({
    code: "resource_already_exists",
  });
  expect(await stripe.products.del(bare.id)).toMatchObject({ deleted: true });
});

test.each([
  [{ unit_amount: -1 }, "unit_amount"],
  [{ unit_amount: 1.5 }, "unit_amount"],
  [{ unit_amount: undefined }, "unit_amount"],
  [{ unit_amount: 1, currency: "dollars" }, "currency"],
  [{ unit_amount: 1, product: "prod_none" }, "product"],
])("a price with %o is refused", async (wrong, param) => {
  const { stripe } = await openWorld();
  const { product } = await makeCatalog(stripe);
  const asked = { currency: "usd", product: product.id, ...wrong } as Stripe.PriceCreateParams;
  expect(await refusalOf(stripe.prices.create(asked))).toMatchObject({ statusCode: 400, param });
});

test("subscriptions are listed by customer, status and price", async () => {
  const { stripe } = await openWorld();
  const { monthly, yearly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const first = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const second = await stripe.subscriptions.create({ customer, items: [{ price: yearly.id }] });
  await stripe.subscriptions.cancel(first.id);
  const idsOf = async (params: Stripe.SubscriptionListParams) =>
    (await stripe.subscriptions.list(params)).data.map((s) => s.id);
  expect(await idsOf({ customer })).toEqual([second.id]);
  expect(await idsOf({ customer, status: "all" })).toEqual([second.id, first.id]);
  expect(await idsOf({ status: "canceled" })).toEqual([first.id]);
  expect(await idsOf({ price: yearly.id })).toEqual([second.id]);
  expect(await idsOf({ customer: "cus_none" })).toEqual([]);
  const owner = await stripe.customers.retrieve(customer, { expand: ["subscriptions"] });
  expect((owner as Stripe.Customer).subscriptions?.data.map((s) => s.id)).toEqual([second.id]);
});

test("a portal needs a customer that is there; its default configuration is made on demand", async () => {
  const { stripe, url } = await openWorld();
  expect(await refusalOf(stripe.billingPortal.sessions.create({ customer: "cus_none" }))).toMatchObject({
    code: "resource_missing",
    param: "customer",
  });
  const { id: customer } = await stripe.customers.create();
  const session = await stripe.billingPortal.sessions.create({ customer, return_url: "http://localhost:3000/billing" });
  expect(session.url).toMatch(new RegExp(`^${url}/p/session/bps_`));
  const [configuration] = (await stripe.billingPortal.configurations.list({ is_default: true })).data;
  expect(configuration).toMatchObject({
    id: session.configuration,
    active: true,
    features: { subscription_cancel: { mode: "at_period_end" } },
  });
  const update = { enabled: true, default_allowed_updates: ["price" as const], products: [] };
  const refused = (features: Stripe.BillingPortal.ConfigurationCreateParams.Features) =>
    refusalOf(stripe.billingPortal.configurations.create({ features }));
  expect(await refused({ subscription_update: update })).toMatchObject({
    code: "parameter_missing",
    param: "features[subscription_update][products]",
  });
});
