import { describe, expect, test } from "vitest";
import type { Charge, PaymentIntent } from "../store/wire";
import { StillWorld } from "../testing/still-world";

function held(world: StillWorld): PaymentIntent {
  const fields = { amount: 1000, currency: "usd", confirm: true, payment_method: "pm_card_visa" };
  return world.post("/v1/payment_intents", { ...fields, capture_method: "manual" }) as PaymentIntent;
}

describe("money that is set aside first", () => {
  test("is taken in part, once, and booked then", () => {
    const world = new StillWorld();
    const { id } = held(world);
    expect(world.all("balance_transactions")).toEqual([]);
    world.post(`/v1/payment_intents/${id}/capture`, { amount_to_capture: 400 });
    const [charge] = world.all("charges") as [Charge];
    expect(charge).toMatchObject({ captured: true, amount: 1000, amount_captured: 400 });
    expect(world.all("balance_transactions")).toMatchObject([{ id: charge.balance_transaction, amount: 400 }]);
    expect(world.refused("POST", `/v1/payment_intents/${id}/capture`)).toEqual([
      400,
      "payment_intent_unexpected_state",
      undefined,
    ]);
    expect(world.ask("POST", "/v1/refunds", { payment_intent: id, amount: 401 }).status).toBe(400);
    expect(world.post("/v1/refunds", { payment_intent: id })).toMatchObject({ amount: 400 });
  });

  test.each([0, 1001, "1.5"])("can not be taken as %s", (amount) => {
    const world = new StillWorld();
    const { id } = held(world);
    const [status, , param] = world.refused("POST", `/v1/payment_intents/${id}/capture`, { amount_to_capture: amount });
    expect([status, param]).toEqual([400, "amount_to_capture"]);
    expect(world.get(`/v1/payment_intents/${id}`)).toMatchObject({
      status: "requires_capture",
      amount_capturable: 1000,
    });
  });

  test("is let go by a cancellation", () => {
    const world = new StillWorld();
    const { id } = held(world);
    expect(world.refused("POST", `/v1/payment_intents/${id}/confirm`)[1]).toBe("payment_intent_unexpected_state");
    world.post(`/v1/payment_intents/${id}/cancel`, { cancellation_reason: "abandoned" });
    expect(world.all("charges")).toMatchObject([{ captured: false, refunded: true, amount_refunded: 1000 }]);
    expect(world.all("balance_transactions")).toEqual([]);
  });
});
