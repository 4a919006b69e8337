import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { startCheckout } from "@/lib/billing/checkout";
import { subscribeWithSavedCard } from "@/lib/billing/checkout-saved-card";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import { finishCheckout } from "@/lib/billing/return";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, customerOf, makeCustomer, pay, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";
import { env } from "@/lib/platform/env";

beforeAll(ensurePrices);

const PRO = { plan: "pro", interval: "month" } as const;
const pageIdOf = (url: string) => new URL(url).pathname.split("/").at(-1) ?? "";
const pageAt = (url: string | undefined) => stripe.checkout.sessions.retrieve(pageIdOf(url ?? ""));
const statusesOf = async (customer: string) =>
  (await stripe.subscriptions.list({ customer, status: "all", limit: 100 })).data.map(({ status }) => status);
const paidBy = async (customer: string) =>
  (await stripe.paymentIntents.list({ customer, limit: 100 })).data.reduce((sum, one) => sum + one.amount_received, 0);

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("It was not refused", { cause: error });
  return error;
}

/** Somebody who has a card, and had their trial long ago: what they subscribe to is charged at once. */
async function aPayer(card = "pm_card_visa"): Promise<{ person: Viewer; customer: string }> {
  const person = await aPerson();
  const customer = await makeCustomer(person);
  const { id } = await subscribeAtStripe(customer, { trial: true });
  await stripe.subscriptions.cancel(id);
  await syncCustomer(customer);
  if (card !== "pm_card_visa") {
    const { id: other } = await stripe.paymentMethods.attach(card, { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: other } });
  }
  return { person, customer };
}

/** Where Stripe's page leads the card's owner. */
async function bankOf(confirmUrl: string | null): Promise<URL> {
  const page = await (await fetch(confirmUrl ?? "")).text();
  const bank = /href="(\/3ds\/[^"]+)"/u.exec(page)?.[1];
  if (bank === undefined) throw new Error("The page leads to no bank");
  return new URL(bank, env.stripe.apiBase);
}

/** What the bank's page does when the card's owner presses a button there. */
async function press(bank: URL, answer: "complete" | "fail"): Promise<void> {
  await fetch(bank, { method: "POST", body: new URLSearchParams({ answer }), redirect: "manual" });
}

async function answerTheBank(confirmUrl: string | null, answer: "complete" | "fail"): Promise<void> {
  await press(await bankOf(confirmUrl), answer);
}

describe("without a saved card", () => {
  test("somebody new is led to a checkout of their own, with their trial", async () => {
    const person = await aPerson();
    const refusal = await refusalOf(subscribeWithSavedCard(person, PRO));
    expect([refusal.code, refusal.status]).toEqual(["conflict", 409]);
    expect(await pageAt(refusal.url)).toMatchObject({
      status: "open",
      customer: await customerOf(person),
      metadata: { plan: "pro", trialDays: "14" },
    });
  });

  test("so is a customer without one, and who was deleted at Stripe", async () => {
    const [bare, gone] = [await aPerson(), await aPerson()];
    await startCheckout(bare, PRO);
    await stripe.customers.del(await makeCustomer(gone));
    for (const person of [bare, gone]) {
      const { url } = await refusalOf(subscribeWithSavedCard(person, PRO));
      expect(await pageAt(url)).toMatchObject({ status: "open", customer: await customerOf(person) });
    }
  });
});

describe("with a saved card", () => {
  test("the subscription is there, paid, and in our books when it answers", async () => {
    const { person, customer } = await aPayer();
    const made = await subscribeWithSavedCard(person, { plan: "enterprise", interval: "year" });
    expect(made).toMatchObject({
      plan: "enterprise",
      status: "active",
      price: { amountMinor: 99_000, currency: "usd", interval: "year" },
      confirmUrl: null,
    });
    expect(await paidBy(customer)).toBe(99_000);
    expect(await billingOverview(person)).toMatchObject({ plan: "enterprise", state: "active" });
  });

  test("a first subscription begins with the trial, and charges nothing", async () => {
    const person = await aPerson();
    const customer = await makeCustomer(person);
    expect(await subscribeWithSavedCard(person, PRO)).toMatchObject({ status: "trialing", confirmUrl: null });
    expect(await paidBy(customer)).toBe(0);
    expect(await db.trial.count({ where: { userId: person.id, refusedAt: null } })).toBe(1);
  });

  test("whose number had a trial of another's, the amount is shown on a page before anything is charged", async () => {
    const first = await aPerson();
    await makeCustomer(first, "pm_card_mastercard");
    await subscribeWithSavedCard(first, PRO);
    const second = await aPerson();
    const customer = await makeCustomer(second, "pm_card_mastercard");
    const { code, url } = await refusalOf(subscribeWithSavedCard(second, PRO));
    expect(code).toBe("conflict");
    expect(await pageAt(url)).toMatchObject({ amount_total: 1_900, metadata: { trialDays: "0" } });
    expect(await statusesOf(customer)).toEqual([]);
  });

  test("it is charged in the person's currency", async () => {
    const person = await aPerson();
    await makeCustomer(person);
    const made = await subscribeWithSavedCard(person, PRO, { locale: "en-GB" });
    expect(made.price).toMatchObject({ amountMinor: 1_600, currency: "gbp" });
  });

  test("what one has already is refused, with the portal", async () => {
    const { person, customer } = await aPayer();
    await subscribeWithSavedCard(person, PRO);
    const again = await refusalOf(subscribeWithSavedCard(person, { plan: "pro", interval: "year" }));
    expect(again).toMatchObject({ code: "already_subscribed", url: expect.stringMatching(/^http/u) as string });
    expect((await statusesOf(customer)).toSorted()).toEqual(["active", "canceled"]);
  });

  test("a page that was open before can not be paid any more", async () => {
    const { person } = await aPayer();
    const { url } = await startCheckout(person, PRO);
    await subscribeWithSavedCard(person, PRO);
    expect(await pageAt(url)).toMatchObject({ status: "expired" });
    await expect(pay(url)).rejects.toThrow(/can no longer be completed/u);
  });

  test("a page that was paid in this moment is what counts", async () => {
    const { person, customer } = await aPayer();
    const { url } = await startCheckout(person, PRO);
    await Promise.allSettled([pay(url), subscribeWithSavedCard(person, PRO)]);
    expect((await statusesOf(customer)).filter((status) => status === "active")).toHaveLength(1);
  });

  test("twenty at once make one subscription, one charge, and nineteen refusals", async () => {
    const { person, customer } = await aPayer();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => subscribeWithSavedCard(person, PRO)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const live = (await statusesOf(customer)).filter((status) => status !== "canceled");
    expect(live).toEqual(["active"]);
    expect(await paidBy(customer)).toBe(1_900);
  });
});

describe("a card that is refused", () => {
  test("is said in words, and leaves nothing that could be charged later", async () => {
    const { person, customer } = await aPayer("pm_card_chargeCustomerFail");
    const refusal = await refusalOf(subscribeWithSavedCard(person, PRO));
    expect([refusal.code, refusal.status]).toEqual(["card_declined", 402]);
    expect(refusal.message).toMatch(/^Your card was declined, and nothing was charged\. /u);
    for (const status of await statusesOf(customer)) expect(["canceled", "incomplete_expired"]).toContain(status);
    const open = await stripe.invoices.list({ customer, status: "open" });
    expect(open.data).toEqual([]);
  });

  test("can be replaced, and then it goes through", async () => {
    const { person, customer } = await aPayer("pm_card_chargeCustomerFail");
    await refusalOf(subscribeWithSavedCard(person, PRO));
    const { id } = await stripe.paymentMethods.attach("pm_card_mastercard", { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
    expect(await subscribeWithSavedCard(person, PRO)).toMatchObject({ status: "active" });
    expect(await paidBy(customer)).toBe(1_900);
  });
});

describe("a card whose bank asks its owner", () => {
  const CARD = "pm_card_threeDSecure2Required";

  test("leads to the bank, gives nothing until it is confirmed, and then all", async () => {
    const { person, customer } = await aPayer(CARD);
    const { id, status, confirmUrl } = await subscribeWithSavedCard(person, PRO);
    expect(status).toBe("incomplete");
    expect(await billingOverview(person)).toMatchObject({ plan: "free", state: "incomplete" });
    await answerTheBank(confirmUrl, "complete");
    await syncCustomer(customer);
    expect(await billingOverview(person)).toMatchObject({ plan: "pro", state: "active", subscription: { id } });
    expect(await paidBy(customer)).toBe(1_900);
  });

  test("asked again before that, it is the same subscription and the same page", async () => {
    const { person, customer } = await aPayer(CARD);
    const [first, second] = [await subscribeWithSavedCard(person, PRO), await subscribeWithSavedCard(person, PRO)];
    expect(second).toMatchObject({ id: first.id, confirmUrl: first.confirmUrl });
    expect((await statusesOf(customer)).toSorted()).toEqual(["canceled", "incomplete"]);
  });

  test("who fails there has a declined card, and can begin anew", async () => {
    const { person, customer } = await aPayer(CARD);
    const { id, confirmUrl } = await subscribeWithSavedCard(person, PRO);
    await answerTheBank(confirmUrl, "fail");
    expect(await refusalOf(subscribeWithSavedCard(person, PRO))).toMatchObject({ code: "card_declined" });
    const fresh = await subscribeWithSavedCard(person, PRO);
    expect(fresh.id).not.toBe(id);
    await answerTheBank(fresh.confirmUrl, "complete");
    expect((await statusesOf(customer)).filter((status) => status === "active")).toHaveLength(1);
  });

  test("what waits there is taken back when something else is bought, and can not be paid beside it", async () => {
    const { person, customer } = await aPayer(CARD);
    const { confirmUrl } = await subscribeWithSavedCard(person, PRO);
    const bank = await bankOf(confirmUrl);
    const { url } = await startCheckout(person, { plan: "enterprise", interval: "month" });
    await press(bank, "complete");
    const { overview } = await finishCheckout(person, await pay(url));
    expect(overview).toMatchObject({ plan: "enterprise", hasDuplicates: false });
    expect((await statusesOf(customer)).filter((status) => status === "active")).toHaveLength(1);
    expect(await paidBy(customer)).toBe(9_900);
  });

  test("what was confirmed in the moment something else is chosen stays, and nothing else is sold", async () => {
    const { person, customer } = await aPayer(CARD);
    const { confirmUrl } = await subscribeWithSavedCard(person, PRO);
    const wish = { plan: "enterprise", interval: "month" } as const;
    const bank = await bankOf(confirmUrl);
    await Promise.allSettled([press(bank, "complete"), startCheckout(person, wish)]);
    const live = (await statusesOf(customer)).filter((status) => status === "active");
    expect(live.length).toBeLessThanOrEqual(1);
    expect(await paidBy(customer)).toBe(live.length * 1_900);
  });
});

test("an answer of Stripe's that is lost is not called a refusal, and the next try finds what was made", async () => {
  const { person, customer } = await aPayer();
  const order = new URLSearchParams({ kind: "server_error_after_write", route: "POST /v1/subscriptions", customer });
  await fetch(`${env.stripe.apiBase}/_sandbox/faults`, { method: "POST", body: order });
  const lost = await refusalOf(subscribeWithSavedCard(person, PRO));
  expect(lost.code).toBe("payments_down");
  expect(lost.message).toMatch(/you may be subscribed or not/u);
  expect(await refusalOf(subscribeWithSavedCard(person, PRO))).toMatchObject({ code: "already_subscribed" });
  expect(await paidBy(customer)).toBe(1_900);
});
