import { describe, expect, test } from "vitest";
import { DAY_S, type Fields, START_S } from "./testing/still-world";
import { GOOD, FAILS, ASKS, aWorld } from "./testing/subscriber";

describe("how a subscription begins", () => {
  test.each<[string, string | undefined, Fields, string, string]>([
    ["a card that pays", GOOD, {}, "active", "paid"],
    ["a card that fails", FAILS, {}, "incomplete", "open"],
    ["a card that asks for its owner", ASKS, {}, "incomplete", "open"],
    ["a card that asks for its owner who is away", ASKS, { off_session: true }, "incomplete", "open"],
    ["a good card and default_incomplete", GOOD, { payment_behavior: "default_incomplete" }, "incomplete", "open"],
    ["no card and default_incomplete", undefined, { payment_behavior: "default_incomplete" }, "incomplete", "open"],
    ["no card and a trial", undefined, { trial_period_days: 7 }, "trialing", "paid"],
    ["a card that fails and a trial", FAILS, { trial_period_days: 7 }, "trialing", "paid"],
    ["no card and an invoice by mail", undefined, { collection_method: "send_invoice" }, "active", "open"],
    ["a trial of no days", GOOD, { trial_period_days: 0 }, "active", "paid"],
  ])("%s: %s", (_name, card, more, status, invoiceStatus) => {
    const { world, customer, start } = aWorld(card);
    const subscription = start({ days_until_due: more["collection_method"] ? 14 : undefined, ...more });
    expect(subscription.status).toBe(status);
    const [invoice] = world.invoices(customer);
    expect(invoice).toMatchObject({ status: invoiceStatus, billing_reason: "subscription_create" });
    expect(subscription.latest_invoice).toBe(invoice?.id);
  });

  test("one without a price to pay is active without a card", () => {
    const { world, customer } = aWorld();
    expect(world.subscribe(customer, world.price(0)).status).toBe("active");
    expect(world.all("payment_intents")).toEqual([]);
  });

  test.each<[Fields, number, string | undefined, string | undefined]>([
    [{}, 400, "resource_missing", undefined],
    [{ items: undefined }, 400, "parameter_missing", "items"],
    [{ items: [{ quantity: 1 }] }, 400, "parameter_missing", "items[0][price]"],
    [{ items: [{ price: "invalid" }] }, 400, "resource_missing", "items[0][price]"],
    [{ trial_end: START_S - 1 }, 400, undefined, "trial_end"],
    [{ trial_end: START_S }, 400, undefined, "trial_end"],
    [{ default_payment_method: "pm_none" }, 400, "resource_missing", "default_payment_method"],
    [{ add_invoice_items: [{ price: "x" }] }, 400, "resource_missing", "add_invoice_items[0][price]"],
    [{ customer: "cus_none" }, 400, "resource_missing", "customer"],
  ])("%o is refused and nothing is left of it", (more, ...refusal) => {
    const { world, customer, price } = aWorld();
    const events = world.told().length;
    const fields = { customer, items: [{ price }], ...more };
    expect(world.refused("POST", "/v1/subscriptions", fields)).toEqual(refusal);
    expect([world.all("subscriptions"), world.all("invoices")]).toEqual([[], []]);
    expect(world.told()).toHaveLength(events);
  });

  test("a price that is used up, or sold once, can not be subscribed to", () => {
    const { world, customer, price } = aWorld(GOOD);
    const once = world.price(500, { recurring: undefined });
    world.post(`/v1/prices/${price}`, { active: false });
    for (const wrong of [price, once]) {
      const fields = { customer, items: [{ price: wrong }] };
      expect(world.refused("POST", "/v1/subscriptions", fields)).toEqual([400, undefined, "items[0][price]"]);
    }
  });

  test("somebody else's card can not be charged", () => {
    const { world, customer, price } = aWorld(GOOD);
    const stranger = world.payer(GOOD);
    const [card] = world.world.where("payment_methods", "customer", stranger);
    const fields = { customer, items: [{ price }], default_payment_method: card?.id };
    expect(world.refused("POST", "/v1/subscriptions", fields)).toEqual([
      400,
      "resource_missing",
      "default_payment_method",
    ]);
  });

  test("error_if_incomplete answers 402 for a card that fails, and for one whose owner would have to prove himself", () => {
    for (const [card, code] of [
      [FAILS, "card_declined"],
      [ASKS, "subscription_payment_intent_requires_action"],
    ] as const) {
      const { world, customer, price } = aWorld(card);
      const fields = { customer, items: [{ price }], payment_behavior: "error_if_incomplete" };
      expect(world.refused("POST", "/v1/subscriptions", fields).slice(0, 2)).toEqual([402, code]);
      expect(world.all("subscriptions")).toEqual([]);
    }
  });
});

describe("incomplete", () => {
  test("paid within 23 hours it is active, a second later it never was", () => {
    for (const [wait, status] of [
      [23 * 3_600 - 1, "active"],
      [23 * 3_600, "incomplete_expired"],
    ] as const) {
      const { world, customer, start } = aWorld(FAILS);
      const { id } = start();
      world.advance(wait);
      const [invoice] = world.invoices(customer);
      const paid = world.ask("POST", `/v1/invoices/${invoice?.id}/pay`, { payment_method: GOOD });
      expect(paid.status).toBe(status === "active" ? 200 : 400);
      expect(world.subscription(id).status).toBe(status);
    }
  });

  test("expired, its invoice is void, its payment canceled, and time brings nothing more", () => {
    const { world, customer, start } = aWorld(FAILS);
    const { id } = start();
    world.advance(400 * DAY_S);
    expect(world.subscription(id)).toMatchObject({ status: "incomplete_expired", ended_at: START_S + 23 * 3_600 });
    expect(world.invoices(customer).map((invoice) => invoice.status)).toEqual(["void"]);
    expect(world.all("payment_intents").map((intent) => intent.status)).toEqual(["canceled"]);
    expect(world.refused("POST", `/v1/subscriptions/${id}`, { cancel_at_period_end: true })[0]).toBe(400);
    expect(world.refused("DELETE", `/v1/subscriptions/${id}`)[0]).toBe(404);
  });

  test("confirming the payment by itself makes the subscription active too", () => {
    const { world, start, customer } = aWorld(ASKS);
    const { id } = start();
    const [intent] = world.all("payment_intents");
    expect(intent).toMatchObject({ status: "requires_action", next_action: { type: "use_stripe_sdk" } });
    world.post(`/v1/payment_intents/${intent?.id}/confirm`, { payment_method: GOOD });
    expect(world.subscription(id).status).toBe("active");
    expect(world.invoices(customer)[0]).toMatchObject({ status: "paid", amount_remaining: 0 });
  });
});

describe("a trial's end", () => {
  test.each<[string | undefined, string | undefined, string]>([
    [GOOD, undefined, "active"],
    [FAILS, undefined, "past_due"],
    [ASKS, undefined, "past_due"],
    [undefined, "create_invoice", "past_due"],
    [undefined, "pause", "paused"],
    [undefined, "cancel", "canceled"],
    [GOOD, "pause", "active"],
    [GOOD, "cancel", "active"],
  ])("with the card %s and missing_payment_method %s it becomes %s", (card, missing, status) => {
    const { world, start } = aWorld(card);
    const settings = missing && { trial_settings: { end_behavior: { missing_payment_method: missing } } };
    const { id } = start({ trial_period_days: 7, ...settings });
    world.advance(7 * DAY_S - 1);
    expect(world.subscription(id).status).toBe("trialing");
    world.advance(3_601);
    expect(world.subscription(id).status).toBe(status);
  });

  test.each([
    [30, 27],
    [4, 1],
    [3, 0],
    [1, 0],
  ])("a trial of %i days is told of on day %i, once", (days, told) => {
    const { world, start } = aWorld(GOOD);
    start({ trial_period_days: days });
    world.advance(60 * DAY_S);
    const notices = world.all("events").filter((event) => event.type === "customer.subscription.trial_will_end");
    expect(notices.map((event) => (event.created - START_S) / DAY_S)).toEqual([told]);
    expect(notices[0]?.data.object).toMatchObject({ status: "trialing" });
  });

  test("a trial cut short is told of now, not in the past", () => {
    const { world, start } = aWorld(GOOD);
    const { id } = start({ trial_period_days: 30 });
    world.advance(20 * DAY_S);
    world.post(`/v1/subscriptions/${id}`, { trial_end: world.nowS + DAY_S });
    world.advance(1);
    const created = world.all("events").map((event) => event.created);
    expect(created).toEqual(created.toSorted((a, b) => a - b));
    expect(world.told("customer.subscription.trial")).toHaveLength(1);
  });

  test("a trial ended now is told of in the same breath", () => {
    const { world, start } = aWorld(GOOD);
    const { id } = start({ trial_period_days: 30 });
    world.post(`/v1/subscriptions/${id}`, { trial_end: "now" });
    expect(world.told("customer.subscription.")).toContain("customer.subscription.trial_will_end");
    expect(world.subscription(id)).toMatchObject({ status: "active", trial_end: START_S });
  });

  test("a trial made longer starts its first paid month where it then ends", () => {
    const { world, start, customer } = aWorld(GOOD);
    const { id } = start({ trial_period_days: 7 });
    const trialEnd = START_S + 20 * DAY_S;
    const longer = world.post(`/v1/subscriptions/${id}`, { trial_end: trialEnd }) as { billing_cycle_anchor: number };
    expect(longer.billing_cycle_anchor).toBe(trialEnd);
    world.advance(21 * DAY_S);
    const [item] = world.subscription(id).items.data;
    expect(item).toMatchObject({ current_period_start: trialEnd, current_period_end: trialEnd + 31 * DAY_S });
    expect(world.invoices(customer)[0]).toMatchObject({ total: 1900, status: "paid" });
  });
});
