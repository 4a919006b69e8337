import { describe, expect, test } from "vitest";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";

const GOOD = "pm_card_visa";
const FAILS = "pm_card_chargeCustomerFail";
const ASKS = "pm_card_authenticationRequired";

/** A world with one customer and one price of $19 a month. */
function aWorld(card?: string) {
  const world = new StillWorld();
  const price = world.price(1900);
  const customer = world.payer(card);
  return { world, price, customer, start: (more: Fields = {}) => world.subscribe(customer, price, more) };
}

function replaceCard(world: StillWorld, customer: string, card: string): void {
  const { id } = world.post(`/v1/payment_methods/${card}/attach`, { customer }) as { id: string };
  world.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: id } });
}

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

describe("a renewal", () => {
  test.each<[string, string[]]>([
    [GOOD, ["active", "active", "active"]],
    [FAILS, ["past_due", "past_due", "canceled"]],
    [ASKS, ["past_due", "past_due", "canceled"]],
  ])("with %s it is %s after an hour, ten days and twenty", (card, statuses) => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    replaceCard(world, customer, card);
    world.advance(31 * DAY_S + 3_600);
    const seen = [world.subscription(id).status];
    for (let i = 0; i < 2; i++) {
      world.advance(10 * DAY_S);
      seen.push(world.subscription(id).status);
    }
    expect(seen).toEqual(statuses);
  });

  test("each failed try is told with its number and the next one's day; the last has none", () => {
    const { world, customer, start } = aWorld(GOOD);
    start();
    replaceCard(world, customer, FAILS);
    world.advance(60 * DAY_S);
    const failures = world.all("events").filter((event) => event.type === "invoice.payment_failed");
    const told = failures.map((event) => {
      const { attempt_count, next_payment_attempt: next } = event.data.object as {
        attempt_count: number;
        next_payment_attempt: number | null;
      };
      return [attempt_count, next === null ? null : (next - event.created) / DAY_S];
    });
    expect(told).toEqual([
      [1, 3],
      [2, 5],
      [3, 7],
      [4, null],
    ]);
  });

  test("a better card in time pays at the next try by itself", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    replaceCard(world, customer, FAILS);
    world.advance(32 * DAY_S);
    expect(world.subscription(id).status).toBe("past_due");
    replaceCard(world, customer, GOOD);
    world.advance(3 * DAY_S);
    expect(world.subscription(id).status).toBe("active");
    expect(world.invoices(customer)[0]).toMatchObject({ status: "paid", attempt_count: 1, next_payment_attempt: null });
  });

  test("paying an older invoice does not make up for the latest", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    replaceCard(world, customer, FAILS);
    world.advance(31 * DAY_S + 3_600);
    const [older] = world.invoices(customer);
    world.post(`/v1/subscriptions/${id}`, { billing_cycle_anchor: { type: "now" } });
    const [newer] = world.invoices(customer);
    world.post(`/v1/invoices/${older?.id}/pay`, { payment_method: GOOD });
    expect(world.subscription(id)).toMatchObject({ status: "past_due", latest_invoice: newer?.id });
    world.post(`/v1/invoices/${newer?.id}/pay`, { payment_method: GOOD });
    expect(world.subscription(id).status).toBe("active");
  });

  test("an invoice that is no renewal is not tried again by itself", () => {
    const { world, customer } = aWorld(FAILS);
    world.post("/v1/invoiceitems", { customer, amount: 500, currency: "usd" });
    const fields = { customer, pending_invoice_items_behavior: "include", auto_advance: true };
    const { id } = world.post("/v1/invoices", fields) as { id: string };
    expect(world.refused("POST", `/v1/invoices/${id}/pay`)[0]).toBe(402);
    world.advance(60 * DAY_S);
    expect(world.get(`/v1/invoices/${id}`)).toMatchObject({ attempt_count: 1, next_payment_attempt: null });
  });

  test("a month and a year side by side are refused, at the start and later, rather than billed wrongly", () => {
    const { world, customer, price, start } = aWorld(GOOD);
    const yearly = world.price(19_000, { recurring: { interval: "year" } });
    const refusal = [400, "sandbox_parameter_not_built", "items[1][price]"];
    const both = { customer, items: [{ price }, { price: yearly }] };
    expect(world.refused("POST", "/v1/subscriptions", both)).toEqual(refusal);
    const { id } = start();
    expect(world.refused("POST", `/v1/subscriptions/${id}`, { items: [{ price: yearly }] })).toEqual(refusal);
    expect(world.invoices(customer).map((invoice) => invoice.total)).toEqual([1900]);
  });

  test("one that was paused bills nothing, not even what fell due on the way", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    world.post(`/v1/subscriptions/${id}/pause`, { type: "subscription" });
    world.advance(100 * DAY_S);
    expect(world.subscription(id).status).toBe("paused");
    expect(world.invoices(customer)).toHaveLength(1);
  });

  test("collecting that was paused until a day goes on from that day", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    const resumes_at = START_S + 40 * DAY_S;
    world.post(`/v1/subscriptions/${id}`, { pause_collection: { behavior: "void", resumes_at } });
    world.advance(70 * DAY_S);
    expect(world.subscription(id)).toMatchObject({ status: "active", pause_collection: null });
    expect(world.invoices(customer).map((invoice) => invoice.status)).toEqual(["paid", "void", "paid"]);
  });
});

describe("an end", () => {
  test("cancel_at comes true on its second, and no renewal of that second is billed", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id, items } = start();
    const end = items.data[0]!.current_period_end;
    world.post(`/v1/subscriptions/${id}`, { cancel_at_period_end: true });
    world.advance(end - START_S - 1);
    expect(world.subscription(id).status).toBe("active");
    world.advance(1);
    expect(world.subscription(id)).toMatchObject({ status: "canceled", ended_at: end, cancel_at: null });
    world.advance(90 * DAY_S);
    expect(world.invoices(customer)).toHaveLength(1);
  });

  test("asked for twice, the first asking counts as the day", () => {
    const { world, start } = aWorld(GOOD);
    const { id } = start();
    for (let day = 0; day < 2; day++) {
      world.post(`/v1/subscriptions/${id}`, { cancel_at_period_end: true });
      world.advance(DAY_S);
    }
    expect(world.subscription(id).canceled_at).toBe(START_S);
  });

  test("asked for at the period's end it moves with the period", () => {
    const { world, start } = aWorld(GOOD);
    const { id, items } = start();
    world.post(`/v1/subscriptions/${id}`, { cancel_at_period_end: true });
    const yearly = world.price(19_000, { recurring: { interval: "year" } });
    world.advance(DAY_S);
    world.post(`/v1/subscriptions/${id}`, { items: [{ id: items.data[0]!.id, price: yearly }] });
    const changed = world.subscription(id);
    expect(changed.cancel_at).toBe(changed.items.data[0]!.current_period_end);
    world.advance(200 * DAY_S);
    expect(world.subscription(id).status).toBe("active");
  });

  test.each([
    ["min_period_end", false],
    ["max_period_end", false],
  ])("cancel_at %s is the item's end and not cancel_at_period_end", (cancel_at, atEnd) => {
    const { world, start } = aWorld(GOOD);
    const { id, items } = start();
    const asked = world.post(`/v1/subscriptions/${id}`, { cancel_at }) as { cancel_at: number };
    expect(asked).toMatchObject({ cancel_at: items.data[0]!.current_period_end, cancel_at_period_end: atEnd });
    const undone = world.post(`/v1/subscriptions/${id}`, { cancel_at: "" }) as object;
    expect(undone).toMatchObject({ cancel_at: null, canceled_at: null, cancellation_details: { reason: null } });
  });

  test.each<[string, (world: StillWorld, id: string, customer: string) => void, string]>([
    ["by hand", (world, id) => void world.do("DELETE", `/v1/subscriptions/${id}`), "cancellation_requested"],
    [
      "with its customer",
      (world, _id, customer) => void world.do("DELETE", `/v1/customers/${customer}`),
      "cancellation_requested",
    ],
  ])("%s it is for good: told once, with its reason, and nothing brings it back", (_name, end, reason) => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    world.advance(DAY_S);
    end(world, id, customer);
    const ended = world.subscription(id);
    expect(ended).toMatchObject({ status: "canceled", ended_at: START_S + DAY_S, cancellation_details: { reason } });
    expect(world.told("customer.subscription.deleted")).toHaveLength(1);
    for (const verb of ["pause", "resume"])
      expect(
        world.refused("POST", `/v1/subscriptions/${id}/${verb}`, verb === "pause" ? { type: "subscription" } : {})[0],
      ).toBe(400);
    const invoices = world.all("invoices").length;
    world.advance(100 * DAY_S);
    expect(world.all("invoices")).toHaveLength(invoices);
  });

  test("what it still owed is not asked for again", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    replaceCard(world, customer, FAILS);
    world.advance(32 * DAY_S);
    world.do("DELETE", `/v1/subscriptions/${id}`);
    const tries = world.all("charges").length;
    world.advance(30 * DAY_S);
    expect(world.all("charges")).toHaveLength(tries);
    expect(world.invoices(customer)[0]).toMatchObject({
      status: "open",
      auto_advance: false,
      next_payment_attempt: null,
    });
  });
});
