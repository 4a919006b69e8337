import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cardBehaviour, numberOfNamedCard, passesLuhn } from "../rules/cards";
import type { SetupIntent } from "../store/wire";
import { type Fields, StillWorld } from "../testing/still-world";
import { anIntent } from "../testing/an-intent";

describe("what each card does", () => {
  test.each<[string, string | null, string | null]>([
    ["4242424242424242", null, null],
    ["5555555555554444", null, null],
    ["378282246310005", null, null],
    ["4000000000000002", "card_declined", "generic_decline"],
    ["4000000000009995", "card_declined", "insufficient_funds"],
    ["4000000000009987", "card_declined", "lost_card"],
    ["4000000000009979", "card_declined", "stolen_card"],
    ["4000000000000069", "expired_card", null],
    ["4000000000000127", "incorrect_cvc", null],
    ["4000000000000119", "processing_error", null],
  ])("%s put on file: %s %s", (number, code, declineCode) => {
    const world = new StillWorld();
    const customer = world.payer();
    const card = { number, exp_month: 12, exp_year: 2040, cvc: "123" };
    const { id } = world.post("/v1/payment_methods", { type: "card", card }) as { id: string };
    const { status, body } = world.ask("POST", `/v1/payment_methods/${id}/attach`, { customer });
    const { error } = body as { error?: Fields };
    expect(status).toBe(code === null ? 200 : 402);
    expect([error?.["code"] ?? null, error?.["decline_code"] ?? null]).toEqual([code, declineCode]);
    expect(world.all("payment_methods")[0]?.customer).toBe(code === null ? customer : null);
  });

  test("the body of a refused attach is the one on record", () => {
    const world = new StillWorld();
    const { body } = world.ask("POST", "/v1/payment_methods/pm_card_chargeDeclined/attach", {
      customer: world.payer(),
    });
    expect(body).toMatchObject({
      error: {
        advice_code: "try_again_later",
        code: "card_declined",
        decline_code: "generic_decline",
        network_decline_code: "01",
        param: "",
        type: "card_error",
        message: "Your card was declined.",
      },
    });
  });

  test.each<[string, boolean, string, string | null]>([
    ["4000000000000341", true, "requires_payment_method", "generic_decline"],
    ["4000002760003184", true, "requires_action", null],
    ["4000002760003184", false, "requires_payment_method", "authentication_required"],
    ["4000008260003178", true, "requires_action", null],
    ["4000008260003178", false, "requires_payment_method", "authentication_required"],
    ["4242424242424242", false, "succeeded", null],
  ])("%s can be kept; charged with its owner there (%s) it is %s", (number, present, status, decline) => {
    const world = new StillWorld();
    const card = { number, exp_month: 12, exp_year: 2040 };
    const { id } = world.post("/v1/payment_methods", { type: "card", card }) as { id: string };
    world.post(`/v1/payment_methods/${id}/attach`, { customer: world.payer() });
    world.ask("POST", "/v1/payment_intents", {
      amount: 1000,
      currency: "usd",
      payment_method: id,
      confirm: true,
      off_session: present ? undefined : true,
    });
    const [intent] = world.all("payment_intents");
    expect([intent?.status, intent?.last_payment_error?.decline_code ?? null]).toEqual([status, decline]);
  });

  test.each(["pm_card_visa", "pm_card_visa_debit", "pm_card_mastercard", "pm_card_amex", "pm_card_discover", "tok_us"])(
    "%s is a valid card that pays",
    (name) => {
      const number = numberOfNamedCard(name) ?? "";
      expect(passesLuhn(number)).toBe(true);
      expect(cardBehaviour(number)?.decline).toBeUndefined();
    },
  );

  test("a number with one wrong digit is never valid", () => {
    const numbers = fc.constantFrom("4242424242424242", "5555555555554444", "378282246310005", "4000000000000341");
    fc.assert(
      fc.property(numbers, fc.nat(14), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const digits = number.split("");
        digits[at] = String((Number(digits[at]) + by) % 10);
        expect(passesLuhn(digits.join(""))).toBe(false);
      }),
    );
  });

  test.each<[Fields, number, string | undefined]>([
    [{ number: "4242424242424241" }, 402, "incorrect_number"],
    [{ token: "tok_nonsense" }, 400, "resource_missing"],
    [{}, 400, "parameter_missing"],
  ])("a card of %o is refused with %i %s", (card, status, code) => {
    const fields = { type: "card", card: { exp_month: 1, exp_year: 2040, ...card } };
    expect(new StillWorld().refused("POST", "/v1/payment_methods", fields).slice(0, 2)).toEqual([status, code]);
  });
});

describe("an intent to pay", () => {
  test.each<[Fields, string | undefined]>([
    [{ amount: 0 }, "parameter_invalid_integer"],
    [{ amount: -5 }, "parameter_invalid_integer"],
    [{ amount: "10.5" }, "parameter_invalid_integer"],
    [{ amount: 49 }, "amount_too_small"],
    [{ amount: 100_000_000 }, "amount_too_large"],
    [{ amount: undefined }, "parameter_missing"],
    [{ payment_method: "pm_none" }, "resource_missing"],
    [{ customer: "cus_none" }, "resource_missing"],
    [{ confirm: true }, "payment_intent_unexpected_state"],
  ])("of %o is refused with %s and not made", (fields, code) => {
    const world = new StillWorld();
    const refusal = world.refused("POST", "/v1/payment_intents", { amount: 1000, currency: "usd", ...fields });
    expect(refusal.slice(0, 2)).toEqual([400, code]);
    expect(world.all("payment_intents")).toEqual([]);
  });

  test.each([50, 99_999_999])("of %i is taken", (amount) => {
    expect(anIntent({ amount }).intent).toMatchObject({ amount, status: "requires_payment_method" });
  });

  test.each<[string, string, Fields, number, string]>([
    ["requires_payment_method", "confirm", {}, 400, "requires_payment_method"],
    ["requires_payment_method", "confirm", { payment_method: "pm_card_visa" }, 200, "succeeded"],
    ["requires_payment_method", "cancel", {}, 200, "canceled"],
    ["requires_confirmation", "confirm", {}, 200, "succeeded"],
    ["requires_confirmation", "cancel", {}, 200, "canceled"],
    ["requires_action", "confirm", { payment_method: "pm_card_visa" }, 200, "succeeded"],
    ["requires_action", "cancel", {}, 200, "canceled"],
    ["succeeded", "confirm", {}, 400, "succeeded"],
    ["succeeded", "cancel", {}, 400, "succeeded"],
    ["canceled", "confirm", { payment_method: "pm_card_visa" }, 400, "canceled"],
    ["canceled", "cancel", {}, 400, "canceled"],
  ])("%s, %s with %o: %i, then %s", (status, verb, fields, answer, becomes) => {
    const ways: { [status: string]: [Fields, string[]] } = {
      requires_payment_method: [{}, []],
      requires_confirmation: [{ payment_method: "pm_card_visa" }, []],
      requires_action: [{ payment_method: "pm_card_authenticationRequired" }, ["confirm"]],
      succeeded: [{ payment_method: "pm_card_visa" }, ["confirm"]],
      canceled: [{}, ["cancel"]],
    };
    const [made, steps] = ways[status] ?? [{}, []];
    const { world, path, now } = anIntent(made);
    for (const step of steps) world.post(`${path}/${step}`);
    expect(now().status).toBe(status);
    expect(world.ask("POST", `${path}/${verb}`, fields).status).toBe(answer);
    expect(now().status).toBe(becomes);
  });

  test("a refused card leaves a failed charge, the reason, and room for another try", () => {
    const { world, path, now } = anIntent();
    world.refused("POST", `${path}/confirm`, { payment_method: "pm_card_chargeDeclinedInsufficientFunds" });
    expect(now()).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      amount_received: 0,
      last_payment_error: { code: "card_declined", decline_code: "insufficient_funds", network_decline_code: "51" },
    });
    world.post(`${path}/confirm`, { payment_method: "pm_card_visa" });
    expect(now()).toMatchObject({ status: "succeeded", amount_received: 1000, last_payment_error: null });
    expect(world.all("charges").map((charge) => [charge.status, charge.amount_captured])).toEqual([
      ["failed", 0],
      ["succeeded", 1000],
    ]);
  });

  test("what was paid can not be made another amount", () => {
    for (const verb of ["confirm", "cancel"]) {
      const { world, path, now } = anIntent({ payment_method: "pm_card_visa" });
      world.post(`${path}/${verb}`);
      expect(world.refused("POST", path, { amount: 5000 }).slice(0, 2)).toEqual([
        400,
        "payment_intent_unexpected_state",
      ]);
      expect(now().amount).toBe(1000);
      expect(world.post(path, { metadata: { a: "1" } })).toMatchObject({ metadata: { a: "1" } });
    }
  });

  test("fees are 2.9 % and 30, and what is left is the net", () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 99_999_999 }), (amount) => {
        const { world } = anIntent({ amount, payment_method: "pm_card_visa", confirm: true });
        const [balance] = world.all("balance_transactions");
        expect(balance?.fee).toBe(Math.round(amount * 0.029) + 30);
        expect(balance?.net).toBe(amount - (balance?.fee ?? 0));
        expect(balance?.source).toBe(world.all("charges")[0]?.id);
      }),
      { numRuns: 30 },
    );
  });
});

describe("an intent to keep a card", () => {
  const set = (fields: Fields = {}) => {
    const world = new StillWorld();
    const intent = world.post("/v1/setup_intents", fields) as SetupIntent;
    return { world, path: `/v1/setup_intents/${intent.id}`, intent };
  };

  test("confirmed or canceled once, and then neither", () => {
    for (const verb of ["confirm", "cancel"]) {
      const { world, path } = set({ payment_method: "pm_card_visa" });
      world.post(`${path}/${verb}`);
      for (const again of ["confirm", "cancel"])
        expect(world.refused("POST", `${path}/${again}`)).toEqual([400, "setup_intent_unexpected_state", undefined]);
    }
  });

  test("without a card it can not be confirmed", () => {
    const { world, path } = set();
    expect(world.refused("POST", `${path}/confirm`)[1]).toBe("setup_intent_unexpected_state");
  });

  test("a refused card is told, kept by nobody, and another may be tried", () => {
    const world = new StillWorld();
    const customer = world.payer();
    const { id } = world.post("/v1/setup_intents", { customer }) as SetupIntent;
    const path = `/v1/setup_intents/${id}`;
    expect(world.refused("POST", `${path}/confirm`, { payment_method: "pm_card_chargeDeclined" })[0]).toBe(402);
    expect(world.get(path)).toMatchObject({ status: "requires_payment_method", payment_method: null });
    expect(world.told("setup_intent")).toEqual(["setup_intent.created", "setup_intent.setup_failed"]);
    world.post(`${path}/confirm`, { payment_method: "pm_card_visa" });
    expect(world.world.where("payment_methods", "customer", customer)).toHaveLength(1);
    expect(world.all("charges")).toEqual([]);
  });
});
