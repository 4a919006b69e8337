import { describe, expect, test } from "vitest";
import { DAY_S, StillWorld } from "./testing/still-world";
import { makeCatalog, makePayer, openWorld, refusalOf } from "./testing/test-world";

const DAY = 86_400;

async function subscribed() {
  const world = await openWorld();
  const { monthly } = await makeCatalog(world.stripe);
  const { id: customer } = await makePayer(world.stripe);
  const { id } = await world.stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  return { ...world, customer, id };
}

test("what is not paused can not be resumed, and what has ended can not be paused", async () => {
  const { stripe, id } = await subscribed();
  expect(await refusalOf(stripe.subscriptions.resume(id))).toMatchObject({ statusCode: 400 });
  await stripe.subscriptions.cancel(id);
  expect(await refusalOf(stripe.subscriptions.pause(id))).toMatchObject({ statusCode: 400 });
});

test("a paused subscription bills nothing until it resumes, then a new period at once", async () => {
  const { stripe, id, customer, advance, eventTypes } = await subscribed();
  const paused = await stripe.subscriptions.pause(id);
  expect(paused).toMatchObject({ status: "paused", status_details: { paused: { type: "subscription" } } });
  await advance(70 * DAY);
  expect((await stripe.invoices.list({ customer })).data).toHaveLength(1);
  const resumed = await stripe.subscriptions.resume(id, { expand: ["latest_invoice"] });
  expect(resumed).toMatchObject({ status: "active", latest_invoice: { status: "paid", amount_paid: 1900 } });
  expect(resumed).not.toHaveProperty("status_details");
  expect(resumed.items.data[0]!.current_period_start).toBe(resumed.billing_cycle_anchor);
  expect(await eventTypes()).toEqual(
    expect.arrayContaining(["customer.subscription.paused", "customer.subscription.resumed"]),
  );
});

test("a resumed subscription whose card fails is past due", async () => {
  const { stripe, id, customer } = await subscribed();
  await stripe.subscriptions.pause(id);
  const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await stripe.subscriptions.update(id, { default_payment_method: bad.id });
  expect((await stripe.subscriptions.resume(id)).status).toBe("past_due");
});

test.each([
  ["keep_as_draft", "draft"],
  ["void", "void"],
  ["mark_uncollectible", "uncollectible"],
] as const)("pause_collection %s leaves the status and makes renewals %s", async (behavior, status) => {
  const { stripe, id, customer, advance } = await subscribed();
  await stripe.subscriptions.update(id, { pause_collection: { behavior } });
  await advance(32 * DAY);
  const [renewal] = (await stripe.invoices.list({ customer, limit: 1 })).data;
  expect(renewal).toMatchObject({ status, billing_reason: "subscription_cycle", amount_paid: 0 });
  expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
});

describe("resumed on its old anchor", () => {
  const MONTH_S = 31 * DAY_S;
  function resumed(afterS: number, proration_behavior?: string) {
    const world = new StillWorld();
    const customer = world.payer("pm_card_visa");
    const { id } = world.subscribe(customer, world.price(3000));
    world.post(`/v1/subscriptions/${id}/pause`);
    world.advance(afterS);
    world.post(`/v1/subscriptions/${id}/resume`, { billing_cycle_anchor: { type: "unchanged" }, proration_behavior });
    const waiting = () => world.all("invoice_items").flatMap((each) => (each.invoice === null ? each.amount : []));
    const totals = () => world.invoices(customer).map((invoice) => invoice.total);
    return { world, id, waiting, totals };
  }

  test("within the period that was paid, nothing more is owed", () => {
    const { world, id, waiting, totals } = resumed(10 * DAY_S);
    expect([waiting(), totals()]).toEqual([[], [3000]]);
    expect(world.subscription(id)).toMatchObject({ status: "active" });
    world.advance(MONTH_S - 10 * DAY_S + 3_600);
    expect(totals()).toEqual([3000, 3000]);
  });

  // April, the second period, has 30 days.
  test.each<[string | undefined, number[], number[]]>([
    [undefined, [2000], [3000]],
    ["always_invoice", [], [2000, 3000]],
    ["none", [], [3000]],
  ])("in a later period its rest is owed: %s leaves %j waiting and %j billed", (proration, left, billed) => {
    const { world, id, waiting, totals } = resumed(MONTH_S + 10 * DAY_S, proration);
    expect([waiting(), totals()]).toEqual([left, billed]);
    const [item] = world.subscription(id).items.data;
    expect(item!.current_period_end - item!.current_period_start).toBe(30 * DAY_S);
    world.advance(20 * DAY_S + 3_600);
    expect(totals()[0]).toBe(3000 + left.reduce((a, b) => a + b, 0));
  });
});
