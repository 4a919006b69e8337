import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { startCheckout } from "@/lib/billing/checkout";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, customerOf, pay, subscribe, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { env } from "@/lib/platform/env";

beforeAll(ensurePrices);

const pageIdOf = (url: string) => new URL(url).pathname.split("/").at(-1) ?? "";
const pagesOf = async (customer: string) => (await stripe.checkout.sessions.list({ customer, limit: 100 })).data;
const customersOf = async (email: string) => (await stripe.customers.list({ email, limit: 100 })).data;

describe("a checkout", () => {
  test("opens a page that is the person's own and leads back here", async () => {
    const person = await aPerson();
    const { url } = await startCheckout(person, { plan: "pro", interval: "month" });
    const page = await stripe.checkout.sessions.retrieve(pageIdOf(url));
    expect(page).toMatchObject({
      mode: "subscription",
      status: "open",
      customer: await customerOf(person),
      client_reference_id: person.id,
      metadata: { userId: person.id, plan: "pro", interval: "month", currency: "usd", trialDays: "14" },
      success_url: `${env.appUrl}/billing/return?session_id={CHECKOUT_SESSION_ID}`,
    });
    expect(await customersOf(person.email)).toMatchObject([{ name: "Ada", metadata: { userId: person.id } }]);
  });

  test("sells what was asked for, at its price", async () => {
    const person = await aPerson();
    const { customerId } = await subscribe(person, "enterprise", "year");
    const [made] = (await stripe.subscriptions.list({ customer: customerId })).data;
    expect(made?.items.data[0]?.price).toMatchObject({ lookup_key: "parley_enterprise_year", unit_amount: 99_000 });
    expect(made).toMatchObject({ status: "trialing", metadata: { userId: person.id, plan: "enterprise" } });
  });

  test("whose process died before it noted the customer finds that customer again", async () => {
    const person = await aPerson();
    await startCheckout(person, { plan: "pro", interval: "month" });
    const made = await customerOf(person);
    await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: null, name: "Renamed" } });
    await startCheckout({ ...person, name: "Renamed" }, { plan: "pro", interval: "month" });
    expect(await customerOf(person)).toBe(made);
    expect(await customersOf(person.email)).toHaveLength(1);
  });

  test("does not adopt a customer that has the same address", async () => {
    const person = await aPerson();
    const stranger = await stripe.customers.create({ email: person.email });
    await startCheckout(person, { plan: "pro", interval: "month" });
    expect(await customerOf(person)).not.toBe(stranger.id);
  });
});

describe("twenty at once", () => {
  test("make one customer and leave one page open; paying on it makes one subscription", async () => {
    const person = await aPerson();
    const wish = { plan: "pro", interval: "month" } as const;
    const answers = await Promise.all(Array.from({ length: 20 }, () => startCheckout(person, wish)));
    expect(new Set(answers.map(({ url }) => url)).size).toBe(1);
    expect(await customersOf(person.email)).toHaveLength(1);
    const customerId = await customerOf(person);
    expect((await pagesOf(customerId)).filter(({ status }) => status === "open")).toHaveLength(1);
    await pay(answers[0]!.url);
    expect((await stripe.subscriptions.list({ customer: customerId, status: "all" })).data).toHaveLength(1);
  });

  test("with different wishes leave one page open too", async () => {
    const person = await aPerson();
    const wishes = [
      { plan: "pro", interval: "month" },
      { plan: "pro", interval: "year" },
      { plan: "enterprise", interval: "month" },
    ] as const;
    await Promise.all([...wishes, ...wishes].map((wish) => startCheckout(person, wish)));
    const open = (await pagesOf(await customerOf(person))).filter(({ status }) => status === "open");
    expect(open).toHaveLength(1);
  });
});

describe("a second checkout", () => {
  test("for the same wish leads to the same page", async () => {
    const person = await aPerson();
    const first = await startCheckout(person, { plan: "pro", interval: "month" });
    expect(await startCheckout(person, { plan: "pro", interval: "month" })).toEqual(first);
  });

  test("for another closes the first, which can not be paid any more", async () => {
    const person = await aPerson();
    const first = await startCheckout(person, { plan: "pro", interval: "month" });
    await startCheckout(person, { plan: "enterprise", interval: "month" });
    expect((await stripe.checkout.sessions.retrieve(pageIdOf(first.url))).status).toBe("expired");
    await expect(pay(first.url)).rejects.toThrow(/can no longer be completed/u);
  });

  test("after the page expired opens a new one", async () => {
    const person = await aPerson();
    const first = await startCheckout(person, { plan: "pro", interval: "month" });
    await stripe.checkout.sessions.expire(pageIdOf(first.url));
    const second = await startCheckout(person, { plan: "pro", interval: "month" });
    expect(second.url).not.toBe(first.url);
    expect((await stripe.checkout.sessions.retrieve(pageIdOf(second.url))).status).toBe("open");
  });

  test("for the plan one has is refused, also before any event has told us of it", async () => {
    const person = await aPerson();
    await subscribe(person);
    expect(await db.subscription.count({ where: { userId: person.id } })).toBe(0);
    const again = startCheckout(person, { plan: "pro", interval: "year" });
    await expect(again).rejects.toMatchObject({ code: "already_subscribed", status: 409 });
  });

  test("for another plan than one has is refused, because both would be charged", async () => {
    const person = await aPerson();
    await subscribe(person);
    const other = startCheckout(person, { plan: "enterprise", interval: "month" });
    await expect(other).rejects.toMatchObject({ code: "conflict", status: 409 });
    await expect(other).rejects.toThrow(/^You have Pro\. Change it to Enterprise on your billing page/u);
  });

  test("is open again once the subscription has ended, without a second trial", async () => {
    const person = await aPerson();
    const { customerId } = await subscribe(person);
    const [ended] = (await stripe.subscriptions.list({ customer: customerId })).data;
    await stripe.subscriptions.cancel(ended!.id);
    await subscribe(person);
    expect((await stripe.subscriptions.list({ customer: customerId })).data).toMatchObject([
      { status: "active", trial_end: null },
    ]);
  });
});

describe("a customer that is gone at Stripe", () => {
  test("is replaced, once, and gets no second trial", async () => {
    const person = await aPerson();
    const { customerId: old } = await subscribe(person);
    await syncCustomer(old);
    await stripe.customers.del(old);
    const wish = { plan: "pro", interval: "month" } as const;
    await Promise.all([startCheckout(person, wish), startCheckout(person, wish), startCheckout(person, wish)]);
    const fresh = await customerOf(person);
    expect(fresh).not.toBe(old);
    expect(await customersOf(person.email)).toMatchObject([{ id: fresh }]);
    const [page] = await pagesOf(fresh);
    expect(page?.metadata).toMatchObject({ trialDays: "0" });
  });

  test("never was there (another account's key was used before): replaced too", async () => {
    const person = await aPerson();
    await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: `cus_${person.id}` } });
    await startCheckout(person, { plan: "pro", interval: "month" });
    expect(await customersOf(person.email)).toMatchObject([{ id: await customerOf(person) }]);
  });
});

test("a subscription to something else than our plans does not stand in the way", async () => {
  const person = await aPerson();
  await startCheckout(person, { plan: "pro", interval: "month" });
  const customer = await customerOf(person);
  await stripe.paymentMethods.attach("pm_card_visa", { customer });
  const product = await stripe.products.create({ name: "Mug" });
  const price = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: 500,
    recurring: { interval: "month" },
  });
  const [card] = (await stripe.customers.listPaymentMethods(customer)).data;
  await stripe.subscriptions.create({ customer, items: [{ price: price.id }], default_payment_method: card!.id });
  const { url } = await startCheckout(person, { plan: "pro", interval: "month" });
  expect((await stripe.checkout.sessions.retrieve(pageIdOf(url))).status).toBe("open");
  await expect(subscribeAtStripe("cus_nobody")).rejects.toThrow(/No such customer/u);
});

test("a promotion code can be entered, and is in what is paid", async () => {
  const person = await aPerson();
  const { url } = await startCheckout(person, { plan: "pro", interval: "month" });
  expect(await stripe.checkout.sessions.retrieve(pageIdOf(url))).toMatchObject({ allow_promotion_codes: true });
});
