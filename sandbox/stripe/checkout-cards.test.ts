import { describe, expect, test } from "vitest";
import type { CheckoutSession, Invoice } from "./store/wire";
import { visit } from "./testing/still-pages";
import { DAY_S, type Fields, StillWorld } from "./testing/still-world";

const GOOD = "4242424242424242";
const ALWAYS = "4000002760003184";
const THEN_DECLINED = "4000008260003178";
const FORM = { expiry: "12 / 40", cvc: "123", name: "Ada", email: "ada@example.test" };

function opened(fields: Fields = {}, { recurring = true } = {}) {
  const world = new StillWorld();
  const price = world.price(1900, recurring ? {} : { recurring: undefined });
  const mode = fields["mode"] ?? (recurring ? "subscription" : "payment");
  const lines = mode === "setup" ? {} : { line_items: [{ price, quantity: 1 }] };
  const asked = { mode, success_url: "http://shop.test/thanks", ...lines, ...fields };
  const { id } = world.post("/v1/checkout/sessions", asked) as CheckoutSession;
  return {
    world,
    id,
    pay: (number: string, more: Fields = {}) => visit(world, `/c/pay/${id}`, { ...FORM, number, ...more }),
    answer: (at: string, answer: string) => visit(world, at, { answer }),
    now: () => world.get(`/v1/checkout/sessions/${id}`) as CheckoutSession,
    told: () => world.told().filter((type) => /^(payment_intent|setup_intent|charge|checkout)/.test(type)),
  };
}

describe("a refused card", () => {
  test.each(["4000000000000002", "4000000000000341"])(
    "%s sells nothing, and the next card is tried with the same intent",
    async (number) => {
      const { world, pay, now, told } = opened();
      expect((await pay(number)).status).toBe(402);
      expect(now()).toMatchObject({ status: "open", subscription: null, customer: null, payment_intent: null });
      expect([world.all("customers"), world.all("subscriptions"), world.all("invoices")]).toEqual([[], [], []]);
      expect(told()).toEqual(["payment_intent.created", "charge.failed", "payment_intent.payment_failed"]);

      expect((await pay(GOOD)).location).toBe("http://shop.test/thanks");
      const [intent, ...others] = world.all("payment_intents");
      expect(others).toEqual([]);
      expect(intent).toMatchObject({ status: "succeeded", amount_received: 1900, customer: now().customer });
      expect(world.all("invoice_payments")).toMatchObject([
        { status: "paid", payment: { payment_intent: intent?.id } },
      ]);
      expect(world.all("charges").map(({ status }) => status)).toEqual(["failed", "succeeded"]);
      expect(world.all("subscriptions")).toMatchObject([{ status: "active", customer: now().customer }]);
    },
  );

  test("that was to be kept only tells so, and leaves its session open", async () => {
    const trial = opened({ subscription_data: { trial_period_days: 7 } });
    expect((await trial.pay("4000000000000002")).text).toContain("Your card was declined.");
    expect(trial.now().status).toBe("open");
    await trial.pay(GOOD);
    expect(trial.told()).toEqual([
      "setup_intent.created",
      "setup_intent.setup_failed",
      "setup_intent.succeeded",
      "checkout.session.completed",
    ]);
    expect(trial.now()).toMatchObject({ status: "complete", setup_intent: null });
    trial.world.advance(8 * DAY_S);
    expect(trial.world.all("subscriptions")).toMatchObject([{ status: "active" }]);
  });

  test("does not use up a code that is good for a first payment", async () => {
    const world = opened({ allow_promotion_codes: true });
    const { id: coupon } = world.world.post("/v1/coupons", { percent_off: 50, duration: "once" }) as { id: string };
    const promotion = { type: "coupon", coupon };
    const restrictions = { first_time_transaction: true };
    world.world.post("/v1/promotion_codes", { promotion, code: "FIRST", restrictions });
    await world.pay("4000000000000341");
    await world.pay("", { action: "promotion", promotion: "first" });
    await world.pay(GOOD);
    expect(world.world.all("payment_intents")).toMatchObject([{ amount: 950, amount_received: 950 }]);
    expect(world.world.all("coupons")).toMatchObject([{ times_redeemed: 1 }]);
  });

  test("is let go for a card to keep, where a code then leaves nothing to pay", async () => {
    const { world, pay, told } = opened({ allow_promotion_codes: true });
    const { id: coupon } = world.post("/v1/coupons", { percent_off: 100, duration: "once" }) as { id: string };
    world.post("/v1/promotion_codes", { promotion: { type: "coupon", coupon }, code: "FREE" });
    await pay("4000000000000341");
    await pay("", { action: "promotion", promotion: "free" });
    await pay(GOOD);
    expect(told().slice(3)).toEqual([
      "payment_intent.canceled",
      "setup_intent.created",
      "setup_intent.succeeded",
      "checkout.session.completed",
    ]);
    expect(world.invoices(world.all("customers")[0]?.id ?? "")).toMatchObject([{ status: "paid", amount_paid: 0 }]);
  });
});

describe("a card that asks for its owner", () => {
  test("is told of, and nothing is sold before he proved himself", async () => {
    const { world, pay, answer, now, told } = opened();
    const { location: bank } = await pay(ALWAYS);
    const [intent] = world.all("payment_intents");
    expect(bank).toBe(`/3ds/${intent?.id ?? ""}`);
    expect(intent).toMatchObject({ status: "requires_action", amount: 1900, customer: null });
    expect([world.all("subscriptions"), world.all("invoice_payments")]).toEqual([[], []]);
    expect((await answer(bank, "complete")).location).toBe("http://shop.test/thanks");
    expect(told()).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
    ]);
    expect(now()).toMatchObject({ status: "complete", customer_details: { name: "Ada", email: "ada@example.test" } });
    expect((await answer(bank, "complete")).status).toBe(404);
  });

  test("may be one to keep: its session names the intent from then on", async () => {
    const { world, pay, answer, now, told } = opened({ mode: "setup", currency: "usd" });
    const { location: bank } = await pay(ALWAYS);
    expect(now().setup_intent).toBe(bank.slice("/3ds/".length));
    expect((await answer(bank, "complete")).location).toBe("http://shop.test/thanks");
    expect(told().slice(0, 3)).toEqual([
      "setup_intent.created",
      "setup_intent.requires_action",
      "setup_intent.succeeded",
    ]);
    expect(world.all("setup_intents")).toMatchObject([{ status: "succeeded", next_action: null }]);
  });

  test("whose proof fails is told of, and goes back to the page", async () => {
    const { pay, answer, told } = opened({}, { recurring: false });
    const { location: bank } = await pay(ALWAYS);
    const { location: back } = await answer(bank, "fail");
    expect(back).toContain("refused=authentication");
    expect(told().slice(2)).toEqual(["payment_intent.payment_failed"]);
    expect((await pay(GOOD)).location).toBe("http://shop.test/thanks");
  });

  test("may be refused after all", async () => {
    const { world, pay, answer, now } = opened({}, { recurring: false });
    const { location: bank } = await pay(THEN_DECLINED);
    expect((await answer(bank, "complete")).location).toContain("refused=card");
    expect(now()).toMatchObject({ status: "open", payment_intent: world.all("payment_intents")[0]?.id });
  });

  test("is forgotten when another card pays meanwhile", async () => {
    const { world, pay, answer } = opened();
    const { location: bank } = await pay(ALWAYS);
    await pay(GOOD);
    expect((await answer(bank, "complete")).status).toBe(404);
    expect(world.all("charges")).toHaveLength(1);
    expect(world.all("subscriptions")).toHaveLength(1);
  });
});

test("what is charged is what the first invoice comes to, less the customer's credit", async () => {
  const world = new StillWorld();
  const customer = world.payer();
  world.post(`/v1/customers/${customer}`, { balance: -400 });
  const asked = { mode: "subscription", customer, line_items: [{ price: world.price(1900), quantity: 2 }] };
  const { url } = world.post("/v1/checkout/sessions", {
    ...asked,
    success_url: "http://shop.test/",
  }) as CheckoutSession;
  await visit(world, new URL(url ?? "").pathname, { ...FORM, number: GOOD });
  const [invoice] = world.invoices(customer) as [Invoice];
  expect(invoice).toMatchObject({ amount_due: 3400, amount_paid: 3400, status: "paid" });
  expect(world.all("payment_intents")).toMatchObject([{ amount: 3400, amount_received: 3400 }]);
});

describe("an intent of a checkout page", () => {
  test("is confirmed and canceled by that page only, and ends with its session", async () => {
    const { world, id, pay, told } = opened();
    const { location: bank } = await pay(ALWAYS);
    const intent = bank.slice("/3ds/".length);
    const card = { payment_method: "pm_card_visa" };
    expect(world.refused("POST", `/v1/payment_intents/${intent}/confirm`, card)[0]).toBe(400);
    expect(world.refused("POST", `/v1/payment_intents/${intent}/cancel`)[0]).toBe(400);
    world.post(`/v1/checkout/sessions/${id}/expire`);
    expect(told().slice(2)).toEqual(["payment_intent.canceled", "checkout.session.expired"]);
    expect((await visit(world, bank)).status).toBe(404);
  });

  test("also one that is to keep a card", async () => {
    const { world, pay } = opened({ mode: "setup", currency: "usd" });
    const { location } = await pay(ALWAYS);
    expect(world.refused("POST", `/v1/setup_intents/${location.slice("/3ds/".length)}/cancel`)[0]).toBe(400);
    world.advance(DAY_S);
    expect(world.all("setup_intents")).toMatchObject([{ status: "canceled" }]);
  });
});
