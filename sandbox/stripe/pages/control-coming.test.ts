import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextDue } from "../acts/falling-due";
import { DAY_S, START_S, StillWorld } from "../testing/still-world";
import { comingIn, landmarks, momentsOf } from "./control-coming";

const HOUR_S = 3_600;

function whatComes(world: StillWorld) {
  return comingIn(world.world).map(({ what, at }) => [what, at - START_S]);
}

describe("what comes", () => {
  test("nothing comes to a world without anybody, and no button has a place to go", () => {
    const world = new StillWorld();
    expect(comingIn(world.world)).toEqual([]);
    expect(landmarks([])).toEqual({ renewal: null, trial_end: null, retry: null });
  });

  test("a trial is announced, then it ends, with whom, what and how much", () => {
    const world = new StillWorld();
    const ada = world.payer("pm_card_visa");
    world.post(`/v1/customers/${ada}`, { name: "Ada", email: "ada@example.test" });
    world.subscribe(ada, world.price(1900), { trial_period_days: 14 });
    expect(comingIn(world.world)).toMatchObject([
      { what: "trial_notice", at: START_S + 11 * DAY_S },
      {
        what: "trial_end",
        at: START_S + 14 * DAY_S,
        plan: "Pro",
        amount: 1900,
        currency: "usd",
        customer: { id: ada, name: "Ada", email: "ada@example.test" },
      },
    ]);
    world.advance(12 * DAY_S);
    expect(whatComes(world)).toEqual([["trial_end", 14 * DAY_S]]);
  });

  test("a period's invoice is first a draft, then tried, and tried again when its card is refused", () => {
    const world = new StillWorld();
    world.subscribe(world.payer("pm_card_visa"), world.price(1900));
    const [customer] = world.all("customers");
    expect(whatComes(world)).toEqual([["renewal", 31 * DAY_S]]);
    const { id: failing } = world.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", {
      customer: customer!.id,
    }) as { id: string };
    world.post(`/v1/customers/${customer!.id}`, { invoice_settings: { default_payment_method: failing } });
    world.advance(31 * DAY_S);
    expect(whatComes(world)[0]).toEqual(["first_try", 31 * DAY_S + HOUR_S]);
    world.advance(HOUR_S);
    expect(comingIn(world.world)[0]).toMatchObject({ what: "retry", amount: 1900, currency: "usd" });
    expect(landmarks(comingIn(world.world)).retry).toBe(START_S + 34 * DAY_S + HOUR_S);
  });

  test("the places of the buttons are where money has been asked for", () => {
    const world = new StillWorld();
    const price = world.price(1900);
    world.subscribe(world.payer("pm_card_visa"), price);
    world.subscribe(world.payer("pm_card_visa"), price, { trial_period_days: 7 });
    expect(landmarks(comingIn(world.world))).toEqual({
      renewal: START_S + 31 * DAY_S + HOUR_S,
      trial_end: START_S + 7 * DAY_S + HOUR_S,
      retry: null,
    });
  });

  test("in the hour of a draft the next renewal is that one, not the one after", () => {
    const world = new StillWorld();
    world.subscribe(world.payer("pm_card_visa"), world.price(1900));
    world.advance(31 * DAY_S + 60);
    expect(landmarks(comingIn(world.world)).renewal).toBe(START_S + 31 * DAY_S + HOUR_S);
    world.advance(HOUR_S);
    expect(landmarks(comingIn(world.world)).renewal).toBe(START_S + 61 * DAY_S + HOUR_S);
  });

  test("what ends does not renew, and what is over waits for nothing", () => {
    const world = new StillWorld();
    const { id } = world.subscribe(world.payer("pm_card_visa"), world.price(1900));
    world.post(`/v1/subscriptions/${id}`, { cancel_at_period_end: true });
    expect(whatComes(world)).toEqual([["ends", 31 * DAY_S]]);
    world.advance(31 * DAY_S);
    expect(whatComes(world)).toEqual([]);
  });

  test("a first payment that waits and an open checkout run out", () => {
    const world = new StillWorld();
    const price = world.price(1900);
    world.subscribe(world.payer("pm_card_visa"), price, { payment_behavior: "default_incomplete" });
    const back = { success_url: "http://localhost/", cancel_url: "http://localhost/" };
    world.post("/v1/checkout/sessions", { mode: "subscription", line_items: [{ price, quantity: 1 }], ...back });
    expect(whatComes(world)).toEqual([
      ["first_payment_expires", 23 * HOUR_S],
      ["checkout_expires", 24 * HOUR_S],
    ]);
  });

  test("what is on a test clock does not wait for the world's", () => {
    const world = new StillWorld();
    const { id: test_clock } = world.post("/v1/test_helpers/test_clocks", { frozen_time: START_S }) as { id: string };
    const { id: customer } = world.post("/v1/customers", { test_clock, payment_method: "pm_card_visa" }) as {
      id: string;
    };
    const [card] = world.all("payment_methods");
    world.subscribe(customer, world.price(1900), { default_payment_method: card!.id });
    expect(whatComes(world)).toEqual([]);
  });

  test("whatever was done to a subscription, the first of its moments is the one the due queue holds", () => {
    const asked = fc.record({
      trial: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
      card: fc.constantFrom("pm_card_visa", "pm_card_chargeCustomerFail"),
      ends: fc.boolean(),
      paused: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
      days: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(asked, ({ trial, card, ends, paused, days }) => {
        const world = new StillWorld();
        const { id } = world.subscribe(world.payer(card), world.price(1900), { trial_period_days: trial });
        const agree = () => {
          const subscription = world.all("subscriptions")[0]!;
          const moments = momentsOf(world.world, subscription).map(({ at }) => at);
          const due = nextDue(world.world, "subscriptions", subscription)?.at ?? Infinity;
          expect(Math.min(...moments)).toBe(due);
        };
        agree();
        if (ends) world.ask("POST", `/v1/subscriptions/${id}`, { cancel_at_period_end: true });
        if (paused) {
          const pause_collection = { behavior: "void", resumes_at: world.nowS + paused * DAY_S };
          world.ask("POST", `/v1/subscriptions/${id}`, { pause_collection });
        }
        agree();
        for (const day of days) {
          world.advance(day * DAY_S);
          agree();
        }
      }),
      { numRuns: 40 },
    );
  });
});
