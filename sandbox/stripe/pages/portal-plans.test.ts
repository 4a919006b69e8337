import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { makeCatalog, makePayer, openWorld, postForm } from "../testing/test-world";

const DAY = 86_400;
type Update = Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate;

/** A customer on the monthly plan, and a portal that lets him change to a larger one or to a year. */
async function openPlans(
  more: Partial<Update> = {},
  other: Stripe.BillingPortal.ConfigurationCreateParams.Features = {},
) {
  const world = await openWorld();
  const { stripe } = world;
  const { product, monthly, yearly } = await makeCatalog(stripe);
  const team = await stripe.products.create({ name: "Team <b>" });
  const recurring = { interval: "month" } as const;
  const bigger = await stripe.prices.create({ product: team.id, currency: "usd", unit_amount: 9900, recurring });
  const { id: customer } = await makePayer(stripe);
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const configuration = await stripe.billingPortal.configurations.create({
    features: {
      payment_method_update: { enabled: true },
      invoice_history: { enabled: true },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ["price", "quantity", "promotion_code"],
        proration_behavior: "always_invoice",
        products: [
          { product: product.id, prices: [monthly.id, yearly.id] },
          { product: team.id, prices: [bigger.id], adjustable_quantity: { enabled: true, minimum: 2, maximum: 5 } },
        ],
        ...more,
      },
      ...other,
    },
  });
  const session = await stripe.billingPortal.sessions.create({ customer, configuration: configuration.id });
  const see = async (fields: { [name: string]: string }) => {
    const response = await fetch(`${session.url}?${new URLSearchParams({ subscription: subscription.id, ...fields })}`);
    return { status: response.status, text: await response.text() };
  };
  const now = () => stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
  return { ...world, customer, subscription, monthly, yearly, bigger, session, see, now };
}

/** The fields a form would send back. */
function hiddenIn(text: string): { [name: string]: string } {
  const inputs = text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g);
  return Object.fromEntries([...inputs].map(([, name = "", value = ""]) => [name, value]));
}

test("one chooses a plan, sees what it costs, confirms, and is charged just that", async () => {
  const { see, session, bigger, now, advance } = await openPlans();
  const plans = await see({ view: "plans" });
  expect(plans.text).toContain("your plan now");
  expect(plans.text).toContain("Team &#60;b&#62;");
  const quote = await see({ view: "preview", price: bigger.id, quantity: "2" });
  expect(quote.text).toContain("Unused time on Pro");
  const fields = hiddenIn(quote.text);
  expect(await now()).toMatchObject({ items: { data: [{ price: { unit_amount: 1900 } }] } });
  await advance(600);
  expect((await postForm(session.url, fields)).headers.get("location")).toBe(new URL(session.url).pathname);
  const after = await now();
  expect(after.items.data[0]).toMatchObject({ price: { id: bigger.id }, quantity: 2 });
  expect(after.latest_invoice).toMatchObject({ total: Number(fields["total"]), status: "paid" });
});

test("a change that waits for the next invoice says so, and costs nothing today", async () => {
  const { see, bigger, advance } = await openPlans({ proration_behavior: "create_prorations" });
  await advance(60);
  const { text } = await see({ view: "preview", price: bigger.id, quantity: "2" });
  expect(text).toContain("$0.00<span");
  expect(text).toMatch(/Your next invoice, on \d/);
});

test("a yearly plan begins a year now, with what is left of the month taken off", async () => {
  const { see, session, yearly, now } = await openPlans();
  await postForm(session.url, hiddenIn((await see({ view: "preview", price: yearly.id })).text));
  const { items, latest_invoice } = await now();
  expect(items.data[0]!.current_period_end - items.data[0]!.current_period_start).toBeGreaterThan(364 * DAY);
  expect(latest_invoice).toMatchObject({ status: "paid" });
});

describe("nothing changes", () => {
  test("where the price has changed since the preview: it is shown again", async () => {
    const { see, session, yearly, now } = await openPlans();
    const fields = hiddenIn((await see({ view: "preview", price: yearly.id })).text);
    const again = await postForm(session.url, { ...fields, total: "1" });
    expect(await again.text()).toContain("The price has changed");
    expect((await now()).items.data[0]!.price.unit_amount).toBe(1900);
  });

  test("where the card is declined", async () => {
    const { stripe, customer, see, session, yearly, now } = await openPlans();
    const card = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
    const refused = await postForm(session.url, hiddenIn((await see({ view: "preview", price: yearly.id })).text));
    expect([refused.status, (await refused.text()).includes("declined")]).toEqual([402, true]);
    expect((await now()).items.data[0]!.price.unit_amount).toBe(1900);
  });

  test.each<[string, { [name: string]: string }, string]>([
    ["a price that is not on offer", { price: "price_none" }, "Choose one of the plans."],
    ["too few", { quantity: "1" }, "Choose a quantity from 2 to 5."],
    ["no number", { quantity: "two" }, "Choose a quantity from 2 to 5."],
    ["a wrong code", { code: "nothing" }, "This code is invalid."],
  ])("for %s", async (_name, wrong, words) => {
    const { see, session, bigger, now } = await openPlans();
    const choice = { price: bigger.id, quantity: "2", ...wrong };
    const { status, text } = await see({ view: "preview", ...choice });
    expect([status, text.includes(words)]).toEqual([400, true]);
    const { id } = await now();
    expect((await postForm(session.url, { action: "change", subscription: id, ...choice })).status).toBe(400);
    expect((await now()).items.data[0]!.price.unit_amount).toBe(1900);
  });

  test("on a page whose shop does not let plans be changed, nor for somebody else's subscription", async () => {
    const closed = await openPlans({ enabled: false });
    expect((await closed.see({})).text).not.toContain("Change plan");
    const fields = { action: "change", subscription: closed.subscription.id, price: closed.yearly.id };
    expect((await postForm(closed.session.url, fields)).status).toBe(404);
    const { stripe, monthly, see } = await openPlans();
    const stranger = await makePayer(stripe);
    const other = await stripe.subscriptions.create({ customer: stranger.id, items: [{ price: monthly.id }] });
    expect((await see({ view: "plans", subscription: other.id })).text).toContain("Current plan");
  });
});

test("cards and invoices are shown and changed only where the shop lets them be", async () => {
  const closed = { enabled: false };
  const { see, session } = await openPlans({}, { payment_method_update: closed, invoice_history: closed });
  const { text } = await see({});
  expect([text.includes("Payment methods"), text.includes("<h2>Invoices")]).toEqual([false, false]);
  const card = { action: "add_card", number: "5555555555554444", expiry: "12/40", cvc: "123", name: "Ada" };
  expect((await postForm(session.url, card)).status).toBe(400);
});

test("a promotion code counts in the preview and is redeemed with the change", async () => {
  const { stripe, see, session, bigger, now } = await openPlans();
  const { id: coupon } = await stripe.coupons.create({ percent_off: 50, duration: "forever" });
  await stripe.promotionCodes.create({ code: "HALF", promotion: { type: "coupon", coupon } });
  const { text } = await see({ view: "preview", price: bigger.id, quantity: "2", code: "half" });
  await postForm(session.url, hiddenIn(text));
  const after = await now();
  expect(after.discounts).toHaveLength(1);
  expect(after.latest_invoice).toMatchObject({ total: 9900 - 1900 });
});

test("a trial ends with a change unless the shop lets it go on", async () => {
  for (const [trial_update_behavior, status] of [
    ["end_trial", "active"],
    ["continue_trial", "trialing"],
  ] as const) {
    const { stripe, see, session, yearly, subscription, now } = await openPlans({ trial_update_behavior });
    const trial_end = Math.floor(Date.now() / 1000) + 7 * DAY;
    await stripe.subscriptions.update(subscription.id, { trial_end, proration_behavior: "none" });
    await postForm(session.url, hiddenIn((await see({ view: "preview", price: yearly.id })).text));
    expect((await now()).status).toBe(status);
  }
});

describe("a smaller plan that the shop puts off to the period's end", () => {
  const putOff = { schedule_at_period_end: { conditions: [{ type: "decreasing_item_amount" as const }] } };
  async function chosen() {
    const world = await openPlans(putOff, { subscription_cancel: { enabled: true } });
    const { stripe, subscription, bigger, monthly, see, session } = world;
    const items = [{ id: subscription.items.data[0]!.id, price: bigger.id, quantity: 2 }];
    await stripe.subscriptions.update(subscription.id, { items, proration_behavior: "always_invoice" });
    const { text } = await see({ view: "preview", price: monthly.id });
    const answer = await postForm(session.url, hiddenIn(text));
    expect(answer.status).toBe(303);
    return { ...world, text, home: (await see({})).text };
  }

  test("costs nothing today, is said on the page, and comes on its day", async () => {
    const { text, home, now, monthly, advance } = await chosen();
    expect(text).toContain("$0.00<span");
    expect(home).toMatch(/Changes to Pro on \d/);
    expect((await now()).items.data[0]!.quantity).toBe(2);
    await advance(31 * DAY + 2 * 3_600);
    const after = await now();
    expect(after.items.data[0]!.price.id).toBe(monthly.id);
    expect(after.latest_invoice).toMatchObject({ subtotal: 1900 * after.items.data[0]!.quantity! });
  });

  test("can be thought better of, as can the subscription itself", async () => {
    const { session, subscription, see, now } = await chosen();
    await postForm(session.url, { action: "keep_plan", subscription: subscription.id });
    expect((await see({})).text).not.toContain("Changes to");
    expect((await now()).schedule).toBeNull();
    const second = await chosen();
    await postForm(second.session.url, { action: "cancel", subscription: second.subscription.id });
    expect(await second.now()).toMatchObject({ cancel_at_period_end: true, schedule: null });
  });

  test("gives way to another choice, which counts at once where it is larger", async () => {
    const { session, see, now, bigger } = await chosen();
    await postForm(session.url, hiddenIn((await see({ view: "preview", price: bigger.id, quantity: "5" })).text));
    expect(await now()).toMatchObject({ schedule: null, items: { data: [{ quantity: 5 }] } });
  });
});
