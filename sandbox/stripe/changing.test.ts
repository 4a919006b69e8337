import type Stripe from "stripe";
import { expect, test } from "vitest";
import { makeCatalog, makePayer, openWorld, refusalOf, type TestWorld } from "./testing/test-world";

const DAY = 86_400;

async function subscribed({ stripe }: TestWorld) {
  const catalog = await makeCatalog(stripe);
  const bigger = await stripe.prices.create({
    product: catalog.product.id,
    currency: "usd",
    unit_amount: 9900,
    recurring: { interval: "month" },
  });
  const { id: customer } = await makePayer(stripe);
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: catalog.monthly.id }] });
  return { ...catalog, bigger, customer, subscription, item: subscription.items.data[0]! };
}

function lineSums(invoice: Stripe.Invoice): [amount: number, proration: boolean | undefined][] {
  return invoice.lines.data.map((line) => [line.amount, line.parent?.subscription_item_details?.proration]);
}

test("a change that somebody else's item is named in is refused, and nothing moves", async () => {
  const world = await openWorld();
  const { subscription, yearly } = await subscribed(world);
  const error = await refusalOf(
    world.stripe.subscriptions.update(subscription.id, { items: [{ id: "si_nope", price: yearly.id }] }),
  );
  expect(error).toMatchObject({ statusCode: 400, code: "resource_missing", param: "items[0][id]" });
  expect((await world.stripe.subscriptions.retrieve(subscription.id)).items.data[0]?.price.unit_amount).toBe(1900);
});

test("monthly to yearly at once: the unused month is credited, the year charged and paid, a new period begins", async () => {
  const world = await openWorld();
  const { subscription, yearly, item } = await subscribed(world);
  await world.advance(10 * DAY);
  const changed = await world.stripe.subscriptions.update(subscription.id, {
    items: [{ id: item.id, price: yearly.id }],
    proration_behavior: "always_invoice",
    expand: ["latest_invoice"],
  });
  const invoice = changed.latest_invoice as Stripe.Invoice;
  const whole = item.current_period_end - item.current_period_start;
  const rest = item.current_period_end - invoice.created;
  const credit = -Math.round((1900 * rest) / whole);
  expect(lineSums(invoice)).toEqual([
    [credit, true],
    [19_000, true],
  ]);
  expect(invoice).toMatchObject({ billing_reason: "subscription_update", status: "paid", amount_due: 19_000 + credit });
  expect(changed.items.data[0]).toMatchObject({ id: item.id, current_period_start: invoice.created });
  expect(changed.billing_cycle_anchor).toBe(invoice.created);
});

test("a bigger plan of the same interval with create_prorations waits for the next invoice", async () => {
  const world = await openWorld();
  const { subscription, bigger, item, customer } = await subscribed(world);
  await world.advance(15 * DAY);
  const changed = await world.stripe.subscriptions.update(subscription.id, {
    items: [{ id: item.id, price: bigger.id }],
  });
  expect(changed.latest_invoice).toBe(subscription.latest_invoice);
  expect(changed.items.data[0]?.current_period_end).toBe(item.current_period_end);
  const waiting = (await world.stripe.invoiceItems.list({ customer, pending: true })).data.map((each) => each.amount);
  expect(waiting).toHaveLength(2);
  await world.advance(17 * DAY);
  const [renewal] = (await world.stripe.invoices.list({ customer, limit: 1 })).data;
  expect(renewal?.total).toBe(9900 + waiting.reduce((a, b) => a + b, 0));
  expect((await world.stripe.invoiceItems.list({ customer, pending: true })).data).toEqual([]);
});

test("always_invoice within the interval bills only the difference now", async () => {
  const world = await openWorld();
  const { subscription, bigger, item } = await subscribed(world);
  const changed = await world.stripe.subscriptions.update(subscription.id, {
    items: [{ id: item.id, price: bigger.id }],
    proration_behavior: "always_invoice",
    proration_date: item.current_period_start,
    expand: ["latest_invoice"],
  });
  expect(lineSums(changed.latest_invoice as Stripe.Invoice)).toEqual([
    [-1900, true],
    [9900, true],
  ]);
});

test("a smaller plan leaves credit on the customer, which the next invoice uses up", async () => {
  const world = await openWorld();
  const { subscription, bigger, monthly, item, customer } = await subscribed(world);
  const at = { proration_behavior: "always_invoice", proration_date: item.current_period_start } as const;
  await world.stripe.subscriptions.update(subscription.id, { items: [{ id: item.id, price: bigger.id }], ...at });
  await world.stripe.subscriptions.update(subscription.id, { items: [{ id: item.id, price: monthly.id }], ...at });
  expect(await world.stripe.customers.retrieve(customer)).toMatchObject({ balance: -8000 });
  await world.advance(32 * DAY);
  const [renewal] = (await world.stripe.invoices.list({ customer, limit: 1 })).data;
  expect(renewal).toMatchObject({
    status: "paid",
    total: 1900,
    amount_due: 0,
    starting_balance: -8000,
    ending_balance: -6100,
  });
  expect(await world.stripe.customers.retrieve(customer)).toMatchObject({ balance: -6100 });
});

test("none bills nothing for the change and the new price from the next period on", async () => {
  const world = await openWorld();
  const { subscription, bigger, item, customer } = await subscribed(world);
  await world.stripe.subscriptions.update(subscription.id, {
    items: [{ id: item.id, price: bigger.id }],
    proration_behavior: "none",
  });
  await world.advance(32 * DAY);
  expect((await world.stripe.invoices.list({ customer })).data.map((invoice) => invoice.total)).toEqual([9900, 1900]);
});

test("a change during a trial costs nothing, and ending the trial now bills at once", async () => {
  const world = await openWorld();
  const { stripe } = world;
  const { monthly, yearly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const trial = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }], trial_period_days: 14 });
  const swapped = await stripe.subscriptions.update(trial.id, {
    items: [{ id: trial.items.data[0]!.id, price: yearly.id }],
  });
  expect(swapped).toMatchObject({ status: "trialing", trial_end: trial.trial_end });
  expect((await stripe.invoices.list({ customer })).data).toHaveLength(1);
  const ended = await stripe.subscriptions.update(trial.id, { trial_end: "now", expand: ["latest_invoice"] });
  expect(ended.status).toBe("active");
  expect(ended.latest_invoice).toMatchObject({ status: "paid", amount_paid: 19_000 });
});

test("a change that can not be paid makes it past due, or with error_if_incomplete does not happen", async () => {
  const world = await openWorld();
  const { stripe } = world;
  const { subscription, bigger, item, customer } = await subscribed(world);
  const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id });
  const change = { items: [{ id: item.id, price: bigger.id }], proration_behavior: "always_invoice" as const };
  const refused = stripe.subscriptions.update(subscription.id, { ...change, payment_behavior: "error_if_incomplete" });
  expect(await refusalOf(refused)).toMatchObject({ statusCode: 402 });
  expect((await stripe.subscriptions.retrieve(subscription.id)).items.data[0]?.price.id).toBe(item.price.id);
  expect(await stripe.subscriptions.update(subscription.id, change)).toMatchObject({ status: "past_due" });
});

test("what the sandbox would have to ignore it refuses by name", async () => {
  const world = await openWorld();
  const { subscription } = await subscribed(world);
  const error = await refusalOf(
    world.stripe.subscriptions.update(subscription.id, { transfer_data: { destination: "acct_1" } }),
  );
  expect(error).toMatchObject({ statusCode: 400, code: "sandbox_parameter_not_built", param: "transfer_data" });
});

test("an update tells what was before, and metadata merges key by key", async () => {
  const world = await openWorld();
  const { subscription } = await subscribed(world);
  await world.stripe.subscriptions.update(subscription.id, { metadata: { a: "1", b: "2" } });
  const { metadata } = await world.stripe.subscriptions.update(subscription.id, { metadata: { a: "", c: "3" } });
  expect(metadata).toEqual({ b: "2", c: "3" });
  const told = (await world.events("customer.subscription.updated")).at(-1);
  expect(told?.data.previous_attributes).toEqual({ metadata: { a: "1", b: "2" } });
});

test("an update that changes nothing is no event", async () => {
  const world = await openWorld();
  const { subscription } = await subscribed(world);
  const before = await world.eventTypes();
  await world.stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false });
  expect(await world.eventTypes()).toEqual(before);
});

test("paying an older invoice leaves it past due; paying the latest makes it active", async () => {
  const world = await openWorld();
  const { stripe } = world;
  const { subscription, bigger, item, customer } = await subscribed(world);
  const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id });
  await world.advance(31 * DAY + 7_200);
  const older = (await stripe.subscriptions.retrieve(subscription.id)).latest_invoice as string;
  const items = [{ id: item.id, price: bigger.id }];
  const changed = await stripe.subscriptions.update(subscription.id, { items, proration_behavior: "always_invoice" });
  const newest = changed.latest_invoice as string;
  expect(newest).not.toBe(older);
  const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.invoices.pay(older, { payment_method: good.id });
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("past_due");
  await stripe.invoices.pay(newest, { payment_method: good.id });
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
});
