import { describe, expect, test } from "vitest";
import type { Invoice, Subscription } from "./store/wire";
import { DAY_S, type Fields, StillWorld } from "./testing/still-world";
import { makeCatalog, makePayer, openWorld } from "./testing/test-world";

const HOURS_23 = 23 * 3_600;
const MONTH_S = 31 * DAY_S;

/** A subscriber whose card has stopped working, and a bigger plan. */
function stuck() {
  const world = new StillWorld();
  const [small, big] = [world.price(1900), world.price(9900)];
  const customer = world.payer("pm_card_visa");
  const { id, items } = world.subscribe(customer, small);
  const use = (card: string) => {
    const { id: method } = world.post(`/v1/payment_methods/${card}/attach`, { customer }) as { id: string };
    world.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: method } });
  };
  use("pm_card_chargeCustomerFail");
  const update = (payment_behavior: string, more: Fields = {}) => {
    const change = { items: [{ id: items.data[0]!.id, price: big }], proration_behavior: "always_invoice" };
    return world.post(`/v1/subscriptions/${id}`, { ...change, payment_behavior, ...more }) as Subscription;
  };
  const plan = () => world.subscription(id).items.data[0]!.price.id;
  const newest = () => world.invoices(customer)[0] as Invoice;
  return { world, customer, id, item: items.data[0]!.id, small, big, use, update, plan, newest };
}

describe("an update that waits for its payment", () => {
  test("changes nothing but what it says it would become, and the subscription stays good", () => {
    const { id, world, small, big, update, newest } = stuck();
    const waiting = update("pending_if_incomplete");
    expect(waiting).toMatchObject({ status: "active", latest_invoice: newest().id });
    expect(waiting.items.data[0]!.price.id).toBe(small);
    expect(waiting.pending_update).toMatchObject({ expires_at: world.nowS + HOURS_23, trial_end: null });
    expect(waiting.pending_update!.subscription_items![0]!.price.id).toBe(big);
    expect(world.subscription(id)).toEqual(waiting);
    expect(newest()).toMatchObject({ status: "open", amount_due: 8000 });
  });

  test("holds once its invoice is paid", () => {
    const { world, id, big, use, update, plan, newest } = stuck();
    update("pending_if_incomplete");
    use("pm_card_visa");
    world.advance(HOURS_23 - 1);
    world.post(`/v1/invoices/${newest().id}/pay`);
    expect(plan()).toBe(big);
    expect(world.subscription(id)).toMatchObject({ pending_update: null, status: "active" });
    expect(world.told("customer.subscription.pending")).toEqual(["customer.subscription.pending_update_applied"]);
    world.advance(MONTH_S);
    expect(newest()).toMatchObject({ total: 9900, status: "paid" });
  });

  test("is forgotten after 23 hours, and its invoice void", () => {
    const { world, id, small, use, update, plan, newest } = stuck();
    update("pending_if_incomplete");
    world.advance(HOURS_23);
    expect(world.subscription(id)).toMatchObject({ pending_update: null, status: "active" });
    expect(plan()).toBe(small);
    expect(newest().status).toBe("void");
    expect(world.told("customer.subscription.pending")).toEqual(["customer.subscription.pending_update_expired"]);
    use("pm_card_visa");
    world.advance(MONTH_S);
    expect(newest()).toMatchObject({ total: 1900, status: "paid" });
  });

  test("is forgotten when its invoice is made void by hand, or another change takes its place", () => {
    const { world, id, small, update, plan, newest } = stuck();
    update("pending_if_incomplete");
    const first = newest().id;
    update("pending_if_incomplete", { items: [{ price: world.price(500) }] });
    expect((world.get(`/v1/invoices/${first}`) as Invoice).status).toBe("void");
    expect(newest().total).toBe(500);
    world.post(`/v1/invoices/${newest().id}/void`);
    expect(world.subscription(id)).toMatchObject({ pending_update: null });
    expect(plan()).toBe(small);
  });

  test("that can be paid holds at once", () => {
    const { use, update, plan, big } = stuck();
    use("pm_card_visa");
    expect(update("pending_if_incomplete")).toMatchObject({ pending_update: null, status: "active" });
    expect(plan()).toBe(big);
  });

  test("that is not billed now does not wait at all", () => {
    const { update, plan, big } = stuck();
    update("pending_if_incomplete", { proration_behavior: "create_prorations" });
    expect(plan()).toBe(big);
  });

  test("does not make a renewal that fails meanwhile a good one", () => {
    const { world, id, update } = stuck();
    world.advance(MONTH_S - 3_600);
    update("pending_if_incomplete");
    world.advance(3 * 3_600);
    expect(world.subscription(id)).toMatchObject({ status: "past_due" });
  });

  test("ends with its subscription", () => {
    const { world, id, update, newest, use } = stuck();
    update("pending_if_incomplete");
    world.do("DELETE", `/v1/subscriptions/${id}`);
    expect(world.subscription(id)).toMatchObject({ status: "canceled", pending_update: null });
    use("pm_card_visa");
    world.post(`/v1/invoices/${newest().id}/pay`);
    expect(world.subscription(id).status).toBe("canceled");
  });

  test("can not hold back what would count at once", () => {
    const { world, id } = stuck();
    const fields = { payment_behavior: "pending_if_incomplete", metadata: { a: "b" } };
    expect(world.refused("POST", `/v1/subscriptions/${id}`, fields)).toEqual([400, undefined, "metadata"]);
  });
});

describe("other ways to take an update that can not be paid", () => {
  test.each([
    ["allow_incomplete", "past_due", 1],
    ["default_incomplete", "past_due", 0],
  ])("%s changes it, makes it %s, and tries %i times", (behavior, status, attempt_count) => {
    const { update, plan, big, newest } = stuck();
    expect(update(behavior)).toMatchObject({ status, pending_update: null });
    expect(plan()).toBe(big);
    expect(newest()).toMatchObject({ status: "open", attempt_count });
  });

  test("error_if_incomplete refuses it with 402, and nothing is left of it", () => {
    const { world, id, item, small, big, plan, newest } = stuck();
    const before = newest().id;
    const items = [{ id: item, price: big }];
    const fields = { items, proration_behavior: "always_invoice", payment_behavior: "error_if_incomplete" };
    expect(world.refused("POST", `/v1/subscriptions/${id}`, fields)).toEqual([402, "card_declined", ""]);
    expect([plan(), newest().id]).toEqual([small, before]);
  });
});

test("credit is for what was billed: a change that was not prorated is not given back", () => {
  const { world, item, id, big, newest, use } = stuck();
  use("pm_card_visa");
  const change = (fields: Fields) => world.post(`/v1/subscriptions/${id}`, fields);
  change({ items: [{ id: item, price: big }], proration_behavior: "none" });
  change({ items: [{ price: world.price(700) }], proration_behavior: "none" });
  const added = world.subscription(id).items.data[1]!.id;
  world.advance(MONTH_S / 2);
  const gone = { id: added, deleted: true };
  change({ items: [{ id: item, price: world.price(3000) }, gone], proration_behavior: "always_invoice" });
  expect(newest().lines.data.map((line) => line.amount)).toEqual([-950, 0, 1500]);
});

describe("items by themselves", () => {
  test("are added, changed, read and removed, each an update of their subscription", () => {
    const { world, id, use } = stuck();
    use("pm_card_visa");
    const price = world.price(500);
    const added = world.post("/v1/subscription_items", { subscription: id, price, quantity: 2 }) as { id: string };
    expect(added).toMatchObject({ object: "subscription_item", quantity: 2, subscription: id });
    world.post(`/v1/subscription_items/${added.id}`, { quantity: 3, metadata: { a: "b" } });
    expect(world.get(`/v1/subscription_items/${added.id}`)).toMatchObject({ quantity: 3, metadata: { a: "b" } });
    const gone = world.do("DELETE", `/v1/subscription_items/${added.id}`);
    expect(gone).toEqual({ id: added.id, object: "subscription_item", deleted: true });
    expect(world.subscription(id).items.data).toHaveLength(1);
    expect(world.told("customer.subscription.updated")).toHaveLength(3);
  });

  test("that are not there are not found, and the last one stays", () => {
    const { world, item } = stuck();
    expect(world.refused("GET", "/v1/subscription_items/si_none")).toEqual([404, "resource_missing", "id"]);
    expect(world.refused("DELETE", `/v1/subscription_items/${item}`)).toEqual([400, undefined, "items"]);
  });
});

describe("a subscription canceled at once", () => {
  test.each<[Fields, number[], number]>([
    [{}, [], 0],
    [{ prorate: true }, [-950], 0],
    [{ prorate: true, invoice_now: true }, [], -950],
  ])("with %o leaves %j waiting and %i on the balance", (fields, waiting, balance) => {
    const { world, customer, id } = stuck();
    world.advance(MONTH_S / 2);
    world.do("DELETE", `/v1/subscriptions/${id}`, fields);
    const left = world.all("invoice_items").filter((each) => each.invoice === null);
    expect(left.map((each) => each.amount)).toEqual(waiting);
    expect(world.get(`/v1/customers/${customer}`)).toMatchObject({ balance });
  });
});

test("through the SDK a waiting update and items fit their declared types", async () => {
  const { stripe, events } = await openWorld();
  const { monthly, product } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  await stripe.subscriptions.update(id, { default_payment_method: bad.id });
  const extra = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: 700,
    recurring: { interval: "month" },
  });
  const item = await stripe.subscriptionItems.create({
    subscription: id,
    price: extra.id,
    proration_behavior: "always_invoice",
    payment_behavior: "pending_if_incomplete",
  });
  const waiting = await stripe.subscriptions.retrieve(id);
  expect(waiting.pending_update?.subscription_items?.map((each) => each.id)).toContain(item.id);
  const good = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.invoices.pay(waiting.latest_invoice as string, { payment_method: good.id });
  expect(await events("customer.subscription.pending_update_applied")).toHaveLength(1);
  expect(await stripe.subscriptionItems.del(item.id)).toMatchObject({ deleted: true });
});
