import { expect, test } from "vitest";
import type { Refund } from "../store/wire";
import { DAY_S, StillWorld } from "../testing/still-world";
import { openWorld } from "../testing/test-world";

function refunded(card: string, amount?: number) {
  const world = new StillWorld();
  const fields = { amount: 1000, currency: "usd", payment_method: card, confirm: true };
  const { id: payment_intent } = world.post("/v1/payment_intents", fields) as { id: string };
  const { id } = world.post("/v1/refunds", { payment_intent, amount }) as Refund;
  const now = () => world.get(`/v1/refunds/${id}`) as Refund;
  const net = () => world.all("balance_transactions").reduce((sum, entry) => sum + entry.net, 0);
  return { world, id, now, net, payment_intent };
}

test("a slow card's refund is pending, and arrives within a minute", () => {
  const { world, now } = refunded("pm_card_pendingRefund");
  expect(now()).toMatchObject({ status: "pending", pending_reason: "processing" });
  world.advance(59);
  expect(now().status).toBe("pending");
  world.advance(1);
  expect(now()).toMatchObject({ status: "succeeded" });
  expect(now()).not.toHaveProperty("pending_reason");
  expect(world.all("events").at(-1)?.data.previous_attributes).toEqual({
    status: "pending",
    pending_reason: "processing",
  });
  expect(world.told().slice(-2)).toEqual(["refund.updated", "charge.refund.updated"]);
  const before = world.all("events").length;
  world.advance(DAY_S);
  expect(world.all("events")).toHaveLength(before);
});

test("a refund that comes back leaves the charge as paid as before, and can be tried again", () => {
  const { world, now, net, payment_intent } = refunded("pm_card_refundFail", 400);
  expect(world.all("charges")).toMatchObject([{ amount_refunded: 400 }]);
  world.advance(60);
  expect(now()).toMatchObject({ status: "failed", failure_reason: "expired_or_canceled_card" });
  expect(world.all("charges")).toMatchObject([{ amount_refunded: 0, refunded: false }]);
  expect(net()).toBe(1000 - 59);
  expect(world.told("refund.")).toEqual(["refund.created", "refund.updated", "refund.failed"]);
  expect(world.post("/v1/refunds", { payment_intent })).toMatchObject({ amount: 1000 });
});

test("a refund that succeeded can not be canceled; its words can be changed", () => {
  const { world, id } = refunded("pm_card_visa");
  expect(world.refused("POST", `/v1/refunds/${id}/cancel`)[0]).toBe(400);
  world.post(`/v1/refunds/${id}`, { metadata: { why: "size" } });
  expect(world.told().slice(-2)).toEqual(["refund.updated", "charge.refund.updated"]);
  const before = world.all("events").length;
  world.post(`/v1/refunds/${id}`, { metadata: { why: "size" } });
  expect(world.all("events")).toHaveLength(before);
});

test("money is pending for two days and then available", () => {
  const { world } = refunded("pm_card_visa");
  const states = () =>
    (world.get("/v1/balance_transactions") as { data: { status: string }[] }).data.map(({ status }) => status);
  expect(states()).toEqual(["pending", "pending"]);
  world.advance(2 * DAY_S);
  expect(states()).toEqual(["available", "available"]);
});

test("a charge is captured by its own route as by its intent's", () => {
  const world = new StillWorld();
  const fields = { amount: 1000, currency: "usd", payment_method: "pm_card_visa", confirm: true };
  world.post("/v1/payment_intents", { ...fields, capture_method: "manual" });
  const id = world.all("charges")[0]?.id ?? "";
  expect(world.post(`/v1/charges/${id}/capture`, { amount: 250 })).toMatchObject({ amount_captured: 250 });
  expect(world.refused("POST", `/v1/charges/${id}/capture`)[1]).toBe("payment_intent_unexpected_state");
  expect(world.all("payment_intents")).toMatchObject([{ status: "succeeded", amount_received: 250 }]);
});

test("over the wire the SDK's shapes hold for refunds that fail", async () => {
  const { stripe, advance, eventTypes } = await openWorld();
  const fields = { amount: 500, currency: "usd", payment_method: "pm_card_refundFail", confirm: true };
  const { id } = await stripe.paymentIntents.create(fields);
  const refund = await stripe.refunds.create({ payment_intent: id });
  await advance(60);
  const failed = await stripe.refunds.retrieve(refund.id, { expand: ["failure_balance_transaction"] });
  expect(failed).toMatchObject({ status: "failed", failure_balance_transaction: { type: "refund_failure" } });
  expect(await eventTypes()).toContain("refund.failed");
});
