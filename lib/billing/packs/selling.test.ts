import { describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { endCharging } from "@/lib/billing/leaving";
import { openPayment } from "@/lib/billing/packs/selling";
import { chargedTo, intentsOf } from "@/lib/billing/packs/testing/shopper";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, customerOf, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";

const SMALL = { pack: "small", currency: "usd" } as const;

describe("a payment for credits", () => {
  test("has a secret to confirm it with, and charges nothing by itself", async () => {
    const person = await aPerson();
    const open = await openPayment(person, SMALL);
    expect(open).toEqual({
      paymentIntentId: expect.stringMatching(/^pi_/) as string,
      clientSecret: expect.stringContaining(open.paymentIntentId) as string,
      amount: 500,
      currency: "usd",
      creditMicros: "3000000",
    });
    const customer = await customerOf(person);
    expect(await intentsOf(customer)).toMatchObject([
      { status: "requires_payment_method", amount: 500, metadata: { kind: "credits", userId: person.id } },
    ]);
    expect(await chargedTo(customer)).toBe(0);
  });

  test("asked for twenty times at once is one", async () => {
    const person = await aPerson();
    await makeCustomer(person);
    const all = await Promise.all(Array.from({ length: 20 }, () => openPayment(person, SMALL)));
    expect(new Set(all.map(({ clientSecret }) => clientSecret)).size).toBe(1);
    expect(await intentsOf(await customerOf(person))).toHaveLength(1);
  });

  test("for something else cancels the one before, so that nobody pays twice side by side", async () => {
    const person = await aPerson();
    const first = await openPayment(person, SMALL);
    const second = await openPayment(person, { amount: 1_234, currency: "eur" });
    const again = await openPayment(person, SMALL);
    expect(new Set([first, second, again].map(({ paymentIntentId }) => paymentIntentId)).size).toBe(3);
    expect((await intentsOf(await customerOf(person))).map(({ status, amount }) => [status, amount])).toEqual([
      ["requires_payment_method", 500],
      ["canceled", 1_234],
      ["canceled", 500],
    ]);
  });

  test("that was paid makes room for the next", async () => {
    const person = await aPerson();
    const first = await openPayment(person, SMALL);
    await stripe.paymentIntents.confirm(first.paymentIntentId, { payment_method: "pm_card_visa" });
    const second = await openPayment(person, SMALL);
    expect(second.paymentIntentId).not.toBe(first.paymentIntentId);
  });

  test("is in the currency in which the person pays already, or as where they are", async () => {
    const person = await aPerson();
    expect(await openPayment(person, { pack: "small" }, { locale: "en-GB" })).toMatchObject({
      amount: 400,
      currency: "gbp",
    });
    await ensurePrices();
    const payer = await aPerson();
    const customer = await makeCustomer(payer);
    await subscribeAtStripe(customer);
    await syncCustomer(customer);
    expect(await openPayment(payer, { pack: "small" }, { locale: "en-GB" })).toMatchObject({ currency: "usd" });
  });
});

test("whoever leaves can not be charged by what was still open, and opens nothing any more", async () => {
  const person = await aPerson();
  const { paymentIntentId } = await openPayment(person, SMALL);
  await db.user.update({ where: { id: person.id }, data: { closedAt: new Date() } });
  await endCharging(person.id);
  expect(await stripe.paymentIntents.retrieve(paymentIntentId)).toMatchObject({ status: "canceled" });
  await expect(openPayment(person, SMALL)).rejects.toMatchObject({ code: "conflict" });
});
