import { describe, expect, test } from "vitest";
import { expireCheckout, payCheckout } from "./acts/checking-out";
import { createCard } from "./acts/payment-methods";
import { settleEvents, startStep } from "./store/step";
import type { CheckoutSession } from "./store/wire";
import { DAY_S, type Fields, START_S, StillWorld } from "./testing/still-world";

const URL = "http://localhost:3000/done?id={CHECKOUT_SESSION_ID}";

function opened(fields: Fields, { recurring = true, amount = 1900 } = {}) {
  const world = new StillWorld();
  const price = world.price(amount, recurring ? {} : { recurring: undefined });
  const lines = fields["mode"] === "setup" ? {} : { line_items: [{ price, quantity: 1 }] };
  const session = world.post("/v1/checkout/sessions", { success_url: URL, ...lines, ...fields }) as CheckoutSession;
  /** What the hosted page does once its form is in order. */
  const pay = (number: string | undefined) => {
    const step = startStep(world.world, world.nowS, { origin: "http://here" });
    try {
      const method = number === undefined ? undefined : createCard(step, { number, expMonth: 12, expYear: 2040 });
      const { kind } = payCheckout(step, session.id, { method, email: "new@example.test", name: "New" });
      settleEvents(step);
      world.world.commit();
      return kind;
    } catch (error) {
      world.world.rollback();
      throw error;
    }
  };
  const now = () => world.get(`/v1/checkout/sessions/${session.id}`) as CheckoutSession;
  return { world, price, session, pay, now };
}

const GOOD = "4242424242424242";

describe("opening", () => {
  test.each<[string, Fields, Fields]>([
    ["a subscription", { mode: "subscription" }, { payment_status: "unpaid", amount_total: 1900, currency: "usd" }],
    [
      "a trial",
      { mode: "subscription", subscription_data: { trial_period_days: 7 } },
      { payment_status: "unpaid", amount_total: 0 },
    ],
    ["a card to keep", { mode: "setup" }, { payment_status: "no_payment_required", amount_total: null }],
  ])("%s: open, for a day, on a page of its own", (_name, fields, expected) => {
    const { session } = opened(fields);
    expect(session).toMatchObject({ status: "open", expires_at: START_S + DAY_S, ...expected });
    expect(session.id).toMatch(/^cs_test_a1\w{56}$/);
    expect(session.url).toBe(`http://here/c/pay/${session.id}`);
  });

  test("a payment is the sum of its lines", () => {
    const world = new StillWorld();
    const [a, b] = [world.price(500, { recurring: undefined }), world.price(70, { recurring: undefined })];
    const line_items = [
      { price: a, quantity: 3 },
      { price: b, quantity: 2 },
    ];
    const made = world.post("/v1/checkout/sessions", {
      mode: "payment",
      success_url: URL,
      line_items,
    }) as CheckoutSession;
    expect(made).toMatchObject({ amount_subtotal: 1640, amount_total: 1640 });
    const listed = world.get(`/v1/checkout/sessions/${made.id}/line_items`) as { data: { amount_total: number }[] };
    expect(listed.data.map((line) => line.amount_total)).toEqual([1500, 140]);
  });

  test.each<[Fields, string | undefined]>([
    [{ mode: undefined }, "mode"],
    [{ success_url: undefined }, "success_url"],
    [{ success_url: "done" }, "success_url"],
    [{ cancel_url: "/back" }, "cancel_url"],
    [{ line_items: undefined }, "line_items"],
    [{ line_items: [{ quantity: 1 }] }, "line_items[0][price]"],
    [{ line_items: [{ price: "price_none", quantity: 1 }] }, "line_items[0][price]"],
    [{ customer: "cus_none" }, "customer"],
    [{ expires_at: START_S + 30 * 60 - 1 }, "expires_at"],
    [{ expires_at: START_S + DAY_S + 1 }, "expires_at"],
    [{ ui_mode: "embedded_page" }, "ui_mode"],
    [{ payment_method_types: ["card"] }, "payment_method_types"],
    [{ mode: "payment" }, "line_items"],
    [{ mode: "setup" }, "line_items"],
  ])("with %o it is refused at %s, and nothing is made", (wrong, param) => {
    const world = new StillWorld();
    const right = { mode: "subscription", success_url: URL, line_items: [{ price: world.price(1900), quantity: 1 }] };
    const [status, , at] = world.refused("POST", "/v1/checkout/sessions", { ...right, ...wrong });
    expect([status, at]).toEqual([400, param]);
    expect([world.all("checkout_sessions"), world.all("checkout_orders")]).toEqual([[], []]);
  });

  test.each([START_S + 30 * 60, START_S + DAY_S])("it may be open until %i", (expires_at) => {
    expect(opened({ mode: "subscription", expires_at }).session.expires_at).toBe(expires_at);
  });

  test("one customer or one address, not both", () => {
    const world = new StillWorld();
    const line_items = [{ price: world.price(1900), quantity: 1 }];
    const both = {
      mode: "subscription",
      success_url: URL,
      line_items,
      customer: world.payer(),
      customer_email: "a@b.co",
    };
    expect(world.refused("POST", "/v1/checkout/sessions", both)[0]).toBe(400);
  });

  test("nothing is subscribed to before it is paid", () => {
    const { world } = opened({ mode: "subscription" });
    expect([world.all("subscriptions"), world.all("customers"), world.all("invoices")]).toEqual([[], [], []]);
  });
});

describe("paying", () => {
  test("a subscription: somebody new becomes a customer, and everything is told before the session's end", () => {
    const { world, pay, now } = opened({
      mode: "subscription",
      metadata: { a: "1" },
      subscription_data: { metadata: { b: "2" } },
    });
    pay(GOOD);
    const [subscription] = world.all("subscriptions");
    expect(now()).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      metadata: { a: "1" },
      subscription: subscription?.id,
      invoice: subscription?.latest_invoice,
      customer: subscription?.customer,
      customer_details: { email: "new@example.test", name: "New" },
    });
    expect(subscription).toMatchObject({ status: "active", metadata: { b: "2" } });
    const told = world.told();
    expect(told.at(-1)).toBe("checkout.session.completed");
    for (const type of ["customer.created", "payment_method.attached", "customer.subscription.created", "invoice.paid"])
      expect(told.filter((each) => each === type)).toHaveLength(1);
  });

  test("a trial costs nothing now and asks for a card that is charged at its end", () => {
    const { world, pay, now } = opened({ mode: "subscription", subscription_data: { trial_period_days: 7 } });
    expect(() => pay(undefined)).toThrow("A payment method is required");
    pay(GOOD);
    expect(now()).toMatchObject({ payment_status: "no_payment_required", amount_total: 0 });
    expect(world.all("charges")).toEqual([]);
    world.advance(8 * DAY_S);
    expect(world.all("charges").map((charge) => charge.amount)).toEqual([1900]);
  });

  test("where a card is only asked for if needed, a trial starts without", () => {
    const { world, pay } = opened({
      mode: "subscription",
      payment_method_collection: "if_required",
      subscription_data: {
        trial_period_days: 7,
        trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
      },
    });
    pay(undefined);
    expect(world.all("subscriptions")[0]).toMatchObject({ status: "trialing", default_payment_method: null });
    world.advance(7 * DAY_S);
    expect(world.all("subscriptions")[0]?.status).toBe("canceled");
  });

  test("a payment takes the money once and makes nobody a customer who need not be one", () => {
    const { world, pay, now } = opened(
      { mode: "payment", payment_intent_data: { metadata: { order: "7" } } },
      { recurring: false },
    );
    pay(GOOD);
    expect(now()).toMatchObject({ status: "complete", payment_status: "paid", customer: null });
    expect(world.all("payment_intents")).toMatchObject([
      { amount: 1900, status: "succeeded", metadata: { order: "7" } },
    ]);
    expect(world.all("customers")).toEqual([]);
  });

  test("a card to keep is kept for its customer, and nothing is charged", () => {
    const world = new StillWorld();
    const customer = world.payer();
    const { id } = world.post("/v1/checkout/sessions", {
      mode: "setup",
      success_url: URL,
      customer,
      currency: "usd",
    }) as { id: string };
    world.post(`/v1/payment_pages/${id}/confirm`, { payment_method: "pm_card_mastercard" });
    expect(world.all("payment_methods")).toMatchObject([{ customer, card: { brand: "mastercard" } }]);
    expect(world.all("setup_intents")).toMatchObject([{ customer, status: "succeeded" }]);
    expect(world.all("charges")).toEqual([]);
  });

  test("a session is completed once, and not after its end", () => {
    const paid = opened({ mode: "subscription" });
    paid.pay(GOOD);
    expect(() => paid.pay(GOOD)).toThrow(/complete and can no longer/);
    expect(paid.world.all("subscriptions")).toHaveLength(1);
    const late = opened({ mode: "subscription" });
    late.world.advance(DAY_S);
    expect(() => late.pay(GOOD)).toThrow(/expired and can no longer/);
  });

  test("the amount somebody expected must be the amount", () => {
    const { world, session } = opened({ mode: "payment" }, { recurring: false });
    const path = `/v1/payment_pages/${session.id}/confirm`;
    const card = { payment_method: "pm_card_visa" };
    expect(world.refused("POST", path, { ...card, expected_amount: 1 })).toEqual([400, undefined, "expected_amount"]);
    expect(world.post(path, { ...card, expected_amount: 1900 })).toHaveProperty("status", "complete");
  });
});

describe("ending unpaid", () => {
  test("it expires at its second and says so once", () => {
    const { world, session, now } = opened({ mode: "subscription", expires_at: START_S + 3_600 });
    world.advance(3_599);
    expect(now().status).toBe("open");
    world.advance(1);
    expect(now()).toMatchObject({ status: "expired", url: null, payment_status: "unpaid" });
    expect(world.told("checkout.session")).toEqual(["checkout.session.expired"]);
    expect(world.refused("POST", `/v1/checkout/sessions/${session.id}/expire`)[0]).toBe(400);
  });

  test("by hand only while it is open", () => {
    const { world, session, pay } = opened({ mode: "subscription" });
    pay(GOOD);
    const step = startStep(world.world, START_S, { origin: "" });
    expect(() => expireCheckout(step, session.id)).toThrow(/status of complete/);
    expect(world.told("checkout.session")).toEqual(["checkout.session.completed"]);
  });
});
