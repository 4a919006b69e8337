import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { buyCredits } from "@/lib/billing/packs/buy";
import { finishPurchase } from "@/lib/billing/packs/return";
import { openPayment } from "@/lib/billing/packs/selling";
import { answerBank, aPress, aShopper, chargedTo, intentsOf } from "@/lib/billing/packs/testing/shopper";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, customerOf, pay, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";

beforeAll(ensurePrices);

const purchasesOf = (userId: string) => db.creditPurchase.findMany({ where: { userId } });

async function urlOf(bought: ReturnType<typeof buyCredits>): Promise<string> {
  const outcome = await bought;
  if (outcome.kind !== "goTo") throw new Error("It was paid at once");
  return outcome.url;
}

describe("with a saved card", () => {
  test("it is charged at once, and the purchase stands before the answer does", async () => {
    const { person, customer } = await aShopper();
    expect(await buyCredits(person, aPress())).toEqual({ kind: "done" });
    expect(await chargedTo(customer)).toBe(500);
    expect(await purchasesOf(person.id)).toMatchObject([
      { pack: "small", amountMinor: 500, currency: "usd", returnedMinor: 0, creditMicros: 3_000_000n },
    ]);
  });

  test("is the card that the page names: the subscription's own before the customer's", async () => {
    const { person, customer } = await aShopper();
    const { id } = await subscribeAtStripe(customer);
    const own = await stripe.paymentMethods.attach("pm_card_mastercard", { customer });
    await stripe.subscriptions.update(id, { default_payment_method: own.id });
    await syncCustomer(customer);
    expect(await buyCredits(person, aPress())).toEqual({ kind: "done" });
    expect((await intentsOf(customer))[0]?.payment_method).toBe(own.id);
  });

  test("twenty presses of one button are one charge", async () => {
    const { person, customer } = await aShopper();
    const press = aPress();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => buyCredits(person, press)));
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => ({ kind: "done" })));
    expect(await chargedTo(customer)).toBe(500);
  });

  test("another press after it was paid is another purchase", async () => {
    const { person, customer } = await aShopper();
    await buyCredits(person, aPress());
    await buyCredits(person, { amount: 700, currency: "usd", purchaseId: aPress().purchaseId });
    expect(await chargedTo(customer)).toBe(1_200);
    expect(await purchasesOf(person.id)).toHaveLength(2);
  });

  test("a payment that another page opened is canceled, not paid beside it", async () => {
    const { person, customer } = await aShopper();
    const { paymentIntentId } = await openPayment(person, { pack: "large", currency: "usd" });
    await buyCredits(person, aPress());
    expect(await stripe.paymentIntents.retrieve(paymentIntentId)).toMatchObject({ status: "canceled" });
    expect(await chargedTo(customer)).toBe(500);
  });
});

describe("a card that is refused", () => {
  test("is told why in words, leaves nothing behind, and another card can be tried by the same button", async () => {
    const { person, customer } = await aShopper("pm_card_chargeCustomerFail");
    const press = aPress();
    await expect(buyCredits(person, press)).rejects.toMatchObject({
      code: "card_declined",
      status: 402,
      message:
        "Your card was declined, and nothing was charged. The bank gave no reason. Use another card, or ask the bank.",
    });
    expect((await intentsOf(customer)).map(({ status }) => status)).toEqual(["canceled"]);
    expect(await purchasesOf(person.id)).toEqual([]);

    const { id } = await stripe.paymentMethods.attach("pm_card_mastercard", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
    expect(await buyCredits(person, press)).toEqual({ kind: "done" });
    expect(await chargedTo(customer)).toBe(500);
  });
});

describe("a bank that asks", () => {
  const CARD = "pm_card_threeDSecure2Required";

  test("is answered on its page; asked again before that, it is the same page; paid once it is confirmed", async () => {
    const { person, customer } = await aShopper(CARD);
    const press = aPress();
    const url = await urlOf(buyCredits(person, press));
    expect(await urlOf(buyCredits(person, press))).toBe(url);
    const [intent] = await intentsOf(customer);
    expect(await finishPurchase(person, { intentId: intent?.id })).toEqual({ state: "open" });
    const back = await answerBank(url, "complete");
    expect([back.pathname, back.searchParams.get("payment_intent")]).toEqual(["/billing/credits", intent?.id]);
    expect(await finishPurchase(person, { intentId: intent?.id })).toEqual({ state: "paid" });
    expect(await buyCredits(person, press)).toEqual({ kind: "done" });
    expect(await chargedTo(customer)).toBe(500);
  });

  test("that is not convinced is told of on the way back, and the same button asks again", async () => {
    const { person, customer } = await aShopper(CARD);
    const press = aPress();
    await answerBank(await urlOf(buyCredits(person, press)), "fail");
    const [intent] = await intentsOf(customer);
    expect(await finishPurchase(person, { intentId: intent?.id })).toEqual({
      state: "refused",
      reason: expect.stringContaining("wants you to confirm this payment") as string,
    });
    await answerBank(await urlOf(buyCredits(person, press)), "complete");
    expect(await chargedTo(customer)).toBe(500);
  });

  test("and refuses after all is told as that", async () => {
    const { person, customer } = await aShopper("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds");
    await answerBank(await urlOf(buyCredits(person, aPress())), "complete");
    const [intent] = await intentsOf(customer);
    expect(await finishPurchase(person, { intentId: intent?.id })).toMatchObject({
      state: "refused",
      reason: expect.stringContaining("not enough money") as string,
    });
  });
});

describe("without a saved card", () => {
  const sessionOf = (url: string) => new URL(url).pathname.split("/").at(-1);

  test("one pays on Stripe's page, and comes back to what was bought", async () => {
    const person = await aPerson();
    const press = aPress();
    const url = await urlOf(buyCredits(person, press));
    expect(await finishPurchase(person, { sessionId: sessionOf(url) })).toEqual({ state: "open" });
    const sessionId = await pay(url);
    expect(await finishPurchase(person, { sessionId })).toEqual({ state: "paid" });
    expect(await purchasesOf(person.id)).toMatchObject([{ amountMinor: 500, creditMicros: 3_000_000n }]);
    expect(await buyCredits(person, press)).toEqual({ kind: "done" });
    expect(await chargedTo(await customerOf(person))).toBe(500);
  });

  test("many presses lead to one page, and another purchase closes it", async () => {
    const person = await aPerson();
    const press = aPress();
    const urls = await Promise.all([1, 2, 3, 4, 5].map(() => urlOf(buyCredits(person, press))));
    expect(new Set(urls).size).toBe(1);
    await urlOf(buyCredits(person, aPress()));
    const pages = await stripe.checkout.sessions.list({ customer: await customerOf(person) });
    expect(pages.data.map(({ status }) => status)).toEqual(["open", "expired"]);
  });
});

describe("an address that one comes back to", () => {
  const codeOf = (person: Viewer, back: Parameters<typeof finishPurchase>[1]) =>
    finishPurchase(person, back).then(String, (reason: unknown) => (reason as { code: string }).code);

  test("of somebody else's purchase is nothing, and so is one that is made up or for something else", async () => {
    const [{ person, customer }, { person: other }] = [await aShopper(), await aShopper()];
    await buyCredits(person, aPress());
    const [intent] = await intentsOf(customer);
    expect(await codeOf(other, { intentId: intent?.id })).toBe("not_found");
    expect(await codeOf(other, { intentId: "pi_1/../../customers" })).toBe("not_found");
    expect(await codeOf(person, { intentId: "pi_of_nobody" })).toBe("not_found");
    expect(await codeOf(other, { sessionId: "cs_test_of_nobody" })).toBe("not_found");
    expect(await codeOf(other, {})).toBe("not_found");
    const { id } = await stripe.paymentIntents.create({ customer, amount: 500, currency: "usd" });
    expect(await codeOf(person, { intentId: id })).toBe("not_found");
    expect(await codeOf(await aPerson(), { intentId: id })).toBe("not_found");
  });
});
