import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { startCheckout } from "@/lib/billing/checkout";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import { finishCheckout } from "@/lib/billing/return";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, customerOf, drain, makeCustomer, pay, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

beforeAll(ensurePrices);

const PRO = { plan: "pro", interval: "month" } as const;
/** Cards with numbers of their own; each is used by one test, because a card's trial is remembered. */
const CARDS = {
  elsewhere: "pm_card_mastercard",
  atOnce: "pm_card_amex",
  byHand: "pm_card_discover",
  slow: "pm_card_visa_debit",
  failing: "pm_card_bypassPending",
};

async function buy(person: Viewer, card?: string) {
  const { url } = await startCheckout(person, PRO);
  const pageId = await pay(url, card);
  return { pageId, customerId: await customerOf(person) };
}

async function renamed(person: Viewer, email: string): Promise<Viewer> {
  await db.user.update({ where: { id: person.id }, data: { email } });
  return { ...person, email };
}

const trialDaysOf = async (person: Viewer) => {
  const { url } = await startCheckout(person, PRO);
  const page = await stripe.checkout.sessions.retrieve(new URL(url).pathname.split("/").at(-1) ?? "");
  return page.metadata?.["trialDays"];
};
const subscriptionsOf = async (customer: string) =>
  (await stripe.subscriptions.list({ customer, status: "all" })).data.map(({ status }) => status);
const paidBy = async (customer: string) =>
  (await stripe.paymentIntents.list({ customer })).data.reduce((sum, { amount_received }) => sum + amount_received, 0);

describe("before the checkout", () => {
  test("another address of a mailbox that had a trial is offered none", async () => {
    const box = newId();
    const first = await renamed(await aPerson(), `${box}@gmail.com`);
    const { pageId } = await buy(first);
    await finishCheckout(first, pageId);
    const other = await renamed(await aPerson(), `${box.slice(0, 4)}.${box.slice(4)}+again@googlemail.com`);
    const stranger = await renamed(await aPerson(), `${box}@example.test`);
    expect(await billingOverview(other)).toMatchObject({ canTrial: false, isTrialRefused: false });
    expect(await trialDaysOf(other)).toBe("0");
    expect(await trialDaysOf(stranger)).toBe("14");
  });

  test("a trial outlives its subscription and its customer", async () => {
    const person = await aPerson();
    const { pageId, customerId } = await buy(person);
    await finishCheckout(person, pageId);
    await stripe.customers.del(customerId);
    await db.subscription.deleteMany({ where: { userId: person.id } });
    expect(await billingOverview(person)).toMatchObject({ canTrial: false });
    expect(await trialDaysOf(person)).toBe("0");
  });
});

describe("a card that had a trial", () => {
  test("gets no second one: on return the subscription is over, nothing was charged, and the page says why", async () => {
    const first = await aPerson();
    await finishCheckout(first, (await buy(first, CARDS.elsewhere)).pageId);
    const second = await aPerson();
    const { pageId, customerId } = await buy(second, CARDS.elsewhere);
    expect(await finishCheckout(second, pageId)).toMatchObject({
      state: "complete",
      overview: { plan: "free", isTrialRefused: true, canTrial: false },
    });
    expect(await subscriptionsOf(customerId)).toEqual(["canceled"]);
    expect(await paidBy(customerId)).toBe(0);
    expect(await billingOverview(first)).toMatchObject({ plan: "pro", state: "trialing", isTrialRefused: false });
    const audit = await db.auditEvent.findMany({ where: { action: "trial.refused" } });
    expect(audit).toHaveLength(1);
  });

  test("then pays from the first day, by the same card, and reads nothing of it any more", async () => {
    const first = await aPerson();
    await finishCheckout(first, (await buy(first, CARDS.slow)).pageId);
    const second = await aPerson();
    await finishCheckout(second, (await buy(second, CARDS.slow)).pageId);
    const { pageId, customerId } = await buy(second, CARDS.slow);
    const { overview } = await finishCheckout(second, pageId);
    expect(overview).toMatchObject({ plan: "pro", state: "active", isTrialRefused: false });
    expect(await paidBy(customerId)).toBe(1_900);
  });

  test("is found by the webhook's sync alone, when nobody comes back to the page", async () => {
    const first = await aPerson();
    await finishCheckout(first, (await buy(first, CARDS.failing)).pageId);
    const second = await aPerson();
    const { customerId } = await buy(second, CARDS.failing);
    await syncCustomer(customerId);
    await syncCustomer(customerId);
    await drain();
    expect(await subscriptionsOf(customerId)).toEqual(["canceled"]);
    expect(await billingOverview(second)).toMatchObject({ plan: "free", isTrialRefused: true });
    expect(await billingOverview(first)).toMatchObject({ state: "trialing" });
  });

  test("of many who pay with it at the same moment, one has the trial", async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => aPerson()));
    const bought = [];
    for (const person of people) bought.push({ person, ...(await buy(person, CARDS.atOnce)) });
    await Promise.all(bought.map(({ customerId }) => syncCustomer(customerId)));
    await Promise.all(bought.map(({ person, pageId }) => finishCheckout(person, pageId)));
    await drain();
    const statuses = (await Promise.all(bought.map(({ customerId }) => subscriptionsOf(customerId)))).flat();
    expect(statuses.toSorted()).toEqual(["canceled", "canceled", "canceled", "trialing"]);
  });

  test("may have a trial that an operator gives by hand", async () => {
    const first = await aPerson();
    await finishCheckout(first, (await buy(first, CARDS.byHand)).pageId);
    const guest = await aPerson();
    const customerId = await makeCustomer(guest, CARDS.byHand);
    await subscribeAtStripe(customerId, { trial: true });
    await syncCustomer(customerId);
    await drain();
    expect(await billingOverview(guest)).toMatchObject({ plan: "pro", state: "trialing" });
  });
});

test("the test card that everybody has tells nobody from anybody", async () => {
  const [first, second] = [await aPerson(), await aPerson()];
  for (const person of [first, second]) {
    const { overview } = await finishCheckout(person, (await buy(person)).pageId);
    expect(overview).toMatchObject({ state: "trialing", isTrialRefused: false });
  }
  expect(await db.trial.findMany({ where: { userId: { in: [first.id, second.id] } } })).toMatchObject([
    { cardFingerprint: null, refusedAt: null },
    { cardFingerprint: null, refusedAt: null },
  ]);
});
