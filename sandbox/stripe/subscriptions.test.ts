import type Stripe from "stripe";
import { expect, test } from "vitest";
import { makeCatalog, makePayer, openWorld, refusalOf } from "./testing/test-world";

const DAY = 86_400;

const HOUR = 3_600;

function invoiceOf(subscription: Stripe.Subscription): Stripe.Invoice {
  return subscription.latest_invoice as Stripe.Invoice;
}

/** As it is on the wire: the SDK makes decimals objects in replies and leaves them text in events. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

test("a customer without a card can not be charged, and nothing is made", async () => {
  const { stripe } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const customer = await stripe.customers.create();
  const error = await refusalOf(stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] }));
  expect(error).toMatchObject({ statusCode: 400, code: "resource_missing", type: "StripeInvalidRequestError" });
  expect(error.param).toBeUndefined();
  expect(error.message).toMatch(/^This customer has no attached payment source or default payment method/);
  expect((await stripe.subscriptions.list({ status: "all" })).data).toEqual([]);
});

test("an unknown price is named by its place", async () => {
  const { stripe } = await openWorld();
  const { id } = await makePayer(stripe);
  const error = await refusalOf(stripe.subscriptions.create({ customer: id, items: [{ price: "invalid" }] }));
  expect(error).toMatchObject({ statusCode: 400, code: "resource_missing", param: "items[0][price]" });
  expect(error.message).toBe("No such price: 'invalid'");
});

test("a card that fails when charged leaves the subscription incomplete, and paying later makes it active", async () => {
  const { stripe, eventTypes } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe, "pm_card_chargeCustomerFail");
  const made = await stripe.subscriptions.create({
    customer,
    items: [{ price: monthly.id }],
    expand: ["latest_invoice.payments", "latest_invoice.confirmation_secret"],
  });
  expect(made.status).toBe("incomplete");
  expect(invoiceOf(made)).toMatchObject({ status: "open", amount_due: 1900, amount_remaining: 1900, attempt_count: 1 });
  expect(invoiceOf(made).confirmation_secret?.client_secret).toMatch(/^pi_3\w+_secret_/);
  expect(invoiceOf(made).payments?.data[0]).toMatchObject({ status: "open", payment: { type: "payment_intent" } });

  const error = await refusalOf(stripe.invoices.pay(invoiceOf(made).id));
  expect(error).toMatchObject({ statusCode: 402, code: "card_declined", decline_code: "generic_decline" });
  const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  const paid = await stripe.invoices.pay(invoiceOf(made).id, { payment_method: good.id });
  expect(paid).toMatchObject({ status: "paid", amount_paid: 1900, amount_remaining: 0, attempt_count: 2 });
  expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("active");
  const types = await eventTypes();
  expect(types.filter((t) => t === "invoice.payment_failed")).toHaveLength(2);
  expect(types.indexOf("charge.failed")).toBeLessThan(types.indexOf("invoice.payment_failed"));
});

test("error_if_incomplete refuses with 402 and leaves nothing behind", async () => {
  const { stripe, eventTypes } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe, "pm_card_chargeCustomerFail");
  const before = await eventTypes();
  const items = [{ price: monthly.id }];
  const refused = stripe.subscriptions.create({ customer, items, payment_behavior: "error_if_incomplete" });
  expect(await refusalOf(refused)).toMatchObject({ statusCode: 402, code: "card_declined" });
  expect((await stripe.subscriptions.list({ customer, status: "all" })).data).toEqual([]);
  expect((await stripe.invoices.list({ customer })).data).toEqual([]);
  expect(await eventTypes()).toEqual(before);
});

test("nobody makes up for a first payment within 23 hours: the subscription expires and its invoice is void", async () => {
  const { stripe, advance } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe, "pm_card_chargeCustomerFail");
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  await advance(23 * HOUR + 60);
  const expired = await stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
  expect(expired.status).toBe("incomplete_expired");
  expect(invoiceOf(expired).status).toBe("void");
});

test("a good card makes an active subscription with periods on its items only", async () => {
  const { stripe, eventTypes, events } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const made = await stripe.subscriptions.create({
    customer,
    items: [{ price: monthly.id, quantity: 2 }],
    expand: ["latest_invoice"],
  });
  expect(made).toMatchObject({ status: "active", billing_mode: { type: "flexible" }, cancel_at_period_end: false });
  expect("current_period_end" in made).toBe(false);
  expect(invoiceOf(made)).toMatchObject({ status: "paid", billing_reason: "subscription_create", total: 3800 });
  expect(invoiceOf(made).parent?.subscription_details?.subscription).toBe(made.id);
  expect(await eventTypes()).toEqual(
    expect.arrayContaining([
      "customer.subscription.created",
      "invoice.finalized",
      "charge.succeeded",
      "invoice.paid",
      "invoice_payment.paid",
    ]),
  );
  const [created] = await events("customer.subscription.created");
  expect(plain(created?.data.object)).toEqual(plain(await stripe.subscriptions.retrieve(made.id)));
});

test("a trial has a paid invoice of nothing, then bills; its end is told three days before", async () => {
  const { stripe, advance, eventTypes } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const made = await stripe.subscriptions.create({
    customer,
    items: [{ price: monthly.id }],
    trial_period_days: 14,
    expand: ["latest_invoice"],
  });
  expect(made.status).toBe("trialing");
  expect(made.trial_end).toBe(made.created + 14 * DAY);
  expect(invoiceOf(made)).toMatchObject({ status: "paid", amount_due: 0, billing_reason: "subscription_create" });
  await advance(11 * DAY + 60);
  expect(await eventTypes()).toContain("customer.subscription.trial_will_end");
  await advance(3 * DAY + HOUR);
  const active = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
  expect(active.status).toBe("active");
  expect(invoiceOf(active)).toMatchObject({ status: "paid", amount_paid: 1900, billing_reason: "subscription_cycle" });
  expect((await eventTypes()).filter((t) => t === "customer.subscription.trial_will_end")).toHaveLength(1);
});

test.each([
  ["cancel", "canceled"],
  ["pause", "paused"],
] as const)("a trial without a card that is to %s ends %s and never bills", async (missing_payment_method, status) => {
  const { stripe, advance } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await stripe.customers.create();
  const trial_settings = { end_behavior: { missing_payment_method } };
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: monthly.id }],
    trial_period_days: 3,
    trial_settings,
  });
  await advance(40 * DAY);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe(status);
  expect((await stripe.invoices.list({ customer })).data.map((invoice) => invoice.total)).toEqual([0]);
});

test("a renewal waits an hour as a draft, then is paid, month after month on the anchor's day", async () => {
  const { stripe, advance, events } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const made = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const end = made.items.data[0]!.current_period_end;
  await advance(end - made.created + 5);
  const [draft] = (await stripe.invoices.list({ customer, limit: 1 })).data;
  expect(draft).toMatchObject({
    status: "draft",
    billing_reason: "subscription_cycle",
    automatically_finalizes_at: end + HOUR,
  });
  await advance(HOUR);
  expect((await stripe.invoices.retrieve(draft!.id)).status).toBe("paid");
  const [told] = await events("customer.subscription.updated");
  expect(told?.data.previous_attributes).toHaveProperty("items");
  expect(told?.created).toBe(end);
});

test("a renewal that keeps failing makes it past due, is retried, and at last ends it; it never bills again", async () => {
  const { stripe, advance } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } });
  await advance(31 * DAY + 2 * HOUR);
  const late = await stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
  expect(late.status).toBe("past_due");
  expect(invoiceOf(late)).toMatchObject({ status: "open", attempt_count: 1, attempted: true });
  expect(invoiceOf(late).next_payment_attempt).toBeGreaterThan(late.created + 31 * DAY);
  await advance(16 * DAY);
  const ended = await stripe.subscriptions.retrieve(id);
  expect(ended).toMatchObject({ status: "canceled", cancellation_details: { reason: "payment_failed" } });
  const count = (await stripe.invoices.list({ customer })).data.length;
  await advance(90 * DAY);
  expect((await stripe.invoices.list({ customer })).data).toHaveLength(count);
});

test("paying a late invoice makes the subscription active again", async () => {
  const { stripe, advance } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } });
  await advance(31 * DAY + 2 * HOUR);
  const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.subscriptions.update(id, { default_payment_method: good.id });
  await advance(4 * DAY);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
});
