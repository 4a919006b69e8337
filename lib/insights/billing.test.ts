import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, deliver, drain, eventsOf, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { adminBilling } from "@/lib/insights/billing";
import { movements } from "@/lib/insights/movements";
import type { AdminBilling } from "@/lib/billing/schema";

type Person = { email: string; customerId: string };

async function aCustomer(card?: string): Promise<Person> {
  const person = await aPerson();
  return { email: person.email, customerId: await makeCustomer(person, card) };
}

/**
 * A fixed history, one person a line. What each figure must be is worked out by hand below:
 *   ada  Pro, monthly, paid                           1,900.00 a month
 *   bob  Pro, yearly, paid                           19,000 / 12 = 1,583.33
 *   cleo Enterprise, monthly, on trial                   0 (9,900 once the trial is over)
 *   dan  Enterprise, yearly, paid, going to end      99,000 / 12 = 8,250.00
 *   eve  Pro, monthly, trial over, card refused       1,900.00 (being collected)
 *   flo  Pro, monthly, paid, refunded, canceled           0
 *   gus  Pro, yearly AND monthly, both paid           1,583.33 + 1,900.00, a duplicate
 *   hal  a mug every month, 500                           0 (none of our plans)
 * MRR in cents: 1,900 + 1,583⅓ + 8,250 + 1,900 + 1,583⅓ + 1,900 = 17,116⅔, so 17,117.
 */
async function makeHistory() {
  const [ada, bob, cleo, dan, eve, flo, gus, hal] = [
    await aCustomer(),
    await aCustomer(),
    await aCustomer(),
    await aCustomer("pm_card_mastercard"),
    await aCustomer("pm_card_chargeCustomerFail"),
    await aCustomer(),
    await aCustomer(),
    await aCustomer(),
  ];
  await subscribeAtStripe(ada.customerId);
  await subscribeAtStripe(bob.customerId, { interval: "year" });
  await subscribeAtStripe(cleo.customerId, { plan: "enterprise", trial: true });
  const ending = await subscribeAtStripe(dan.customerId, { plan: "enterprise", interval: "year" });
  await stripe.subscriptions.update(ending.id, { cancel_at_period_end: true });
  const late = await subscribeAtStripe(eve.customerId, { trial: true });
  await stripe.subscriptions.update(late.id, { trial_end: "now" });
  const left = await subscribeAtStripe(flo.customerId);
  const [intent] = (await stripe.paymentIntents.list({ customer: flo.customerId })).data;
  await stripe.refunds.create({ payment_intent: intent!.id });
  await stripe.subscriptions.cancel(left.id);
  await subscribeAtStripe(gus.customerId, { interval: "year" });
  await subscribeAtStripe(gus.customerId);
  const product = await stripe.products.create({ name: "Mug" });
  const mug = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: 500,
    recurring: { interval: "month" },
  });
  await stripe.subscriptions.create({ customer: hal.customerId, items: [{ price: mug.id }] });
  const people = { ada, bob, cleo, dan, eve, flo, gus, hal };
  for (const { customerId } of Object.values(people)) await syncCustomer(customerId);
  return people;
}

async function makeMail({ ada }: { ada: Person }) {
  const events = await eventsOf(ada.customerId);
  const told = (type: string) => events.find((event) => event.type === type)!;
  await deliver(told("customer.subscription.created"));
  await deliver(told("invoice.paid"));
  await deliver(told("charge.succeeded"));
  const stranger = await stripe.customers.create();
  await deliver((await eventsOf(stranger.id)).find(({ type }) => type === "customer.created")!);
  await drain();
  await deliver(told("payment_intent.succeeded"));
}

let people: Awaited<ReturnType<typeof makeHistory>>;
let seen: AdminBilling;

beforeAll(async () => {
  await ensurePrices();
  people = await makeHistory();
  await makeMail(people);
  seen = await adminBilling();
});

test("subscriptions by plan and status", () => {
  expect(Object.fromEntries(seen.subscriptions.map(({ plan, status, count }) => [`${plan} ${status}`, count]))).toEqual(
    {
      "pro active": 4,
      "pro past_due": 1,
      "pro canceled": 1,
      "enterprise active": 1,
      "enterprise trialing": 1,
      "null active": 1,
    },
  );
});

test("recurring revenue, and what the trial would add", () => {
  expect(seen.mrr).toEqual({ amountMinor: 17_117, currency: "usd" });
  expect(seen.trialMrr).toEqual({ amountMinor: 9_900, currency: "usd" });
});

test("what was noted of each change comes to the same revenue and people", async () => {
  const { months } = await movements();
  expect(months.at(-1)).toMatchObject({ endMinor: 17_117, paying: 5, left: 1 });
  expect(months.at(-1)).toMatchObject({ startMinor: 0, churnMinor: -1_900 });
});

test("revenue by plan is what the invoices were paid, and that is what the payments brought", async () => {
  const { figures } = await movements();
  const paid = figures.revenue.reduce((sum, each) => sum + each.paid.amountMinor, 0);
  const invoices = await db.invoice.aggregate({ _sum: { amountPaidMinor: true } });
  const payments = await db.payment.aggregate({ _sum: { receivedMinor: true, refundedMinor: true } });
  expect([paid, invoices._sum.amountPaidMinor]).toEqual([payments._sum.receivedMinor, payments._sum.receivedMinor]);
  expect(figures.refunds.total.amountMinor).toBe(payments._sum.refundedMinor);
  expect(figures.recovery).toEqual({ part: 0, whole: 1 });
});

test("people who pay and people who try, each counted once", () => {
  expect(seen.paying).toBe(5);
  expect(seen.trialing).toBe(1);
});

test("payments, with what was refused and what went back", () => {
  const { ada, bob, dan, eve, flo, gus, hal } = people;
  const lines = seen.payments.map((payment) =>
    [
      payment.email,
      payment.status,
      payment.amount.amountMinor,
      payment.refundedMinor,
      payment.declineCode,
      payment.card,
    ].join(" "),
  );
  expect(lines.toSorted()).toEqual(
    [
      `${ada.email} succeeded 1900 0  visa 4242`,
      `${bob.email} succeeded 19000 0  visa 4242`,
      `${dan.email} succeeded 99000 0  mastercard 4444`,
      `${eve.email} requires_payment_method 1900 0 generic_decline visa 0341`,
      `${flo.email} succeeded 1900 1900  visa 4242`,
      `${gus.email} succeeded 19000 0  visa 4242`,
      `${gus.email} succeeded 1900 0  visa 4242`,
      `${hal.email} succeeded 500 0  visa 4242`,
    ].toSorted(),
  );
  const times = seen.payments.map(({ createdAt }) => createdAt.getTime());
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

test("events with their state and reason, newest first, without what is in them", () => {
  const lines = seen.events.map(
    ({ type, state, reason }) => `${type} ${state} ${reason?.replace(/cus_\w+/u, "X") ?? ""}`,
  );
  expect(lines[0]).toBe("payment_intent.succeeded received ");
  expect(lines.toSorted()).toEqual([
    "charge.succeeded ignored Nothing here depends on events of this type.",
    "customer.created ignored Nobody here is the customer X.",
    "customer.subscription.created applied ",
    "invoice.paid applied ",
    "payment_intent.succeeded received ",
  ]);
  expect(JSON.stringify(seen.events)).not.toContain("payload");
});

test("who is charged twice", () => {
  const { gus } = people;
  expect(
    seen.duplicates.map(({ email, plan, price, isPrimary }) => [
      email,
      plan,
      price.interval,
      price.amountMinor,
      isPrimary,
    ]),
  ).toEqual(
    expect.arrayContaining([
      [gus.email, "pro", "year", 19_000, expect.any(Boolean)],
      [gus.email, "pro", "month", 1_900, expect.any(Boolean)],
    ]),
  );
  expect(seen.duplicates).toHaveLength(2);
  expect(seen.duplicates.filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
});

test("in a currency that nobody pays in, everything is nothing", async () => {
  const euros = await adminBilling({ currency: "eur" });
  expect(euros).toMatchObject({ paying: 0, trialing: 0, mrr: { amountMinor: 0 }, trialMrr: { amountMinor: 0 } });
  expect(euros.subscriptions).toEqual(seen.subscriptions);
});

test("events that were given up are counted for a month, and listed longer", async () => {
  const { id } = (await db.stripeEvent.findFirst({ where: { status: "ignored" } }))!;
  await db.stripeEvent.update({ where: { id }, data: { status: "dead" } });
  expect(seen.deadEvents).toBe(0);
  expect(await adminBilling()).toMatchObject({ deadEvents: 1 });
  const later = await adminBilling({}, () => new Date(seen.asOf.getTime() + 31 * 86_400_000));
  expect(later.deadEvents).toBe(0);
  expect(later.events).toHaveLength(5);
});
