import type Stripe from "stripe";
import { expect, test } from "vitest";
import { openWorld, refusalOf } from "./testing/test-world";

test("a payment is confirmed once, then refunded in parts and no further", async () => {
  const { stripe, eventTypes } = await openWorld();
  const intent = await stripe.paymentIntents.create({ amount: 1000, currency: "usd", metadata: { pack: "10" } });
  expect(intent).toMatchObject({
    status: "requires_payment_method",
    client_secret: expect.stringContaining(`${intent.id}_secret_`) as string,
  });
  expect(await refusalOf(stripe.paymentIntents.confirm(intent.id))).toMatchObject({
    code: "payment_intent_unexpected_state",
  });
  const paid = await stripe.paymentIntents.confirm(intent.id, {
    payment_method: "pm_card_visa",
    expand: ["latest_charge.balance_transaction"],
  });
  expect(paid).toMatchObject({ status: "succeeded", amount_received: 1000 });
  const charge = paid.latest_charge as Stripe.Charge;
  expect(charge).toMatchObject({
    paid: true,
    balance_transaction: { amount: 1000, fee: 59, net: 941 },
    metadata: { pack: "10" },
  });
  expect(await refusalOf(stripe.paymentIntents.confirm(intent.id))).toMatchObject({
    code: "payment_intent_unexpected_state",
  });
  await stripe.refunds.create({ payment_intent: intent.id, amount: 400 });
  expect(await refusalOf(stripe.refunds.create({ charge: charge.id, amount: 601 }))).toMatchObject({ param: "amount" });
  await stripe.refunds.create({ charge: charge.id, reason: "requested_by_customer" });
  expect(await refusalOf(stripe.refunds.create({ charge: charge.id }))).toMatchObject({
    code: "charge_already_refunded",
  });
  expect(await stripe.charges.retrieve(charge.id, { expand: ["refunds"] })).toMatchObject({
    refunded: true,
    amount_refunded: 1000,
    refunds: { data: [{ amount: 600 }, { amount: 400 }] },
  });
  expect((await eventTypes()).filter((type) => type === "charge.refunded")).toHaveLength(2);
});

test("a card that asks for its owner waits for him, and declines when he is away", async () => {
  const { stripe } = await openWorld();
  const asked = { amount: 500, currency: "usd", payment_method: "pm_card_authenticationRequired", confirm: true };
  expect(await stripe.paymentIntents.create(asked)).toMatchObject({
    status: "requires_action",
    next_action: { type: "use_stripe_sdk" },
  });
  const { id: customer } = await stripe.customers.create();
  const away = stripe.paymentIntents.create({ ...asked, customer, off_session: true });
  expect(await refusalOf(away)).toMatchObject({ statusCode: 402, code: "authentication_required" });
});

test("a setup intent keeps a card on file, and a refused card is not kept", async () => {
  const { stripe, eventTypes } = await openWorld();
  const { id: customer } = await stripe.customers.create();
  const intent = await stripe.setupIntents.create({ customer });
  expect(intent.status).toBe("requires_payment_method");
  const refused = stripe.setupIntents.confirm(intent.id, { payment_method: "pm_card_chargeDeclined" });
  expect(await refusalOf(refused)).toMatchObject({ statusCode: 402, code: "card_declined" });
  expect(await stripe.setupIntents.confirm(intent.id, { payment_method: "pm_card_visa" })).toMatchObject({
    status: "succeeded",
  });
  expect((await stripe.paymentMethods.list({ customer })).data).toHaveLength(1);
  expect(await eventTypes()).toEqual(
    expect.arrayContaining([
      "setup_intent.created",
      "setup_intent.setup_failed",
      "setup_intent.succeeded",
      "payment_method.attached",
    ]),
  );
});
