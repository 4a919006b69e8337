import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { readAccount } from "@/lib/adapters/payments/account";
import { stripe } from "@/lib/adapters/payments/connection";
import { applyEvents } from "@/lib/billing/jobs";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, deliver, drain, eventsOf, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { JobHandlers } from "@/lib/jobs/worker";
import { now } from "@/lib/platform/clock";

/*
 * Whatever happens at Stripe, and however its events arrive (shuffled, twice, several at once, some of them while
 * Stripe does not answer), our rows end equal to what Stripe says. The oracle below reads Stripe by itself.
 */

beforeAll(ensurePrices);

type Deed = (customer: string) => Promise<unknown>;

/** What can happen to a customer at Stripe. */
const ACTS: Record<string, Deed> = {
  subscribe: (customer) => subscribeAtStripe(customer, { interval: "year" }),
  try: (customer) => subscribeAtStripe(customer, { trial: true }),
  twice: (customer) => Promise.all([subscribeAtStripe(customer), subscribeAtStripe(customer, { plan: "enterprise" })]),
  "cancel later": withLive((id) => stripe.subscriptions.update(id, { cancel_at_period_end: true })),
  resume: withLive((id) => stripe.subscriptions.update(id, { cancel_at_period_end: false })),
  "cancel now": withLive((id) => stripe.subscriptions.cancel(id)),
  fail: failAPayment,
  refund: refundACent,
  "swap card": (customer) => stripe.paymentMethods.attach("pm_card_mastercard", { customer }),
};

/** Nothing happens to somebody who has no subscription. */
function withLive(deed: (id: string) => Promise<unknown>): Deed {
  return async (customer) => {
    const [live] = (await stripe.subscriptions.list({ customer, limit: 1 })).data;
    if (live) await deed(live.id);
  };
}

async function refundACent(customer: string) {
  const { data } = await stripe.paymentIntents.list({ customer, limit: 1 });
  const [paid] = data.filter(({ status }) => status === "succeeded");
  if (paid) await stripe.refunds.create({ payment_intent: paid.id, amount: 1 });
}

async function failAPayment(customer: string) {
  const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  const { id } = await subscribeAtStripe(customer, { trial: true });
  return stripe.subscriptions.update(id, { default_payment_method: bad.id, trial_end: "now" });
}

/** What Stripe says, in words of neither side. */
async function truth(customer: string) {
  const [subscriptions, invoices, intents, cards] = await Promise.all([
    stripe.subscriptions.list({ customer, status: "all", limit: 100 }),
    stripe.invoices.list({ customer, limit: 100 }),
    stripe.paymentIntents.list({ customer, limit: 100, expand: ["data.latest_charge"] }),
    stripe.customers.listPaymentMethods(customer, { limit: 100 }),
  ]);
  return {
    subscriptions: subscriptions.data.map((one) => {
      const { price, current_period_end } = one.items.data[0]!;
      return [one.id, one.status, price.lookup_key, price.unit_amount, current_period_end, one.cancel_at].join(" ");
    }),
    invoices: invoices.data.map((one) =>
      [one.id, one.status, one.total, one.amount_paid, one.amount_remaining].join(" "),
    ),
    payments: intents.data.map((one) => {
      const charge = typeof one.latest_charge === "object" ? one.latest_charge : null;
      return [one.id, one.status, one.amount, one.amount_received, charge?.amount_refunded ?? 0].join(" ");
    }),
    cards: cards.data.map(({ id }) => id),
  };
}

async function ours(userId: string) {
  const seconds = (moment: Date | null) => (moment === null ? null : moment.getTime() / 1_000);
  const [subscriptions, invoices, payments, cards] = await Promise.all([
    db.subscription.findMany({ where: { userId } }),
    db.invoice.findMany({ where: { userId } }),
    db.payment.findMany({ where: { userId } }),
    db.paymentMethod.findMany({ where: { userId } }),
  ]);
  return {
    subscriptions: subscriptions.map((one) =>
      [
        one.id,
        one.status,
        one.lookupKey,
        one.unitAmountMinor,
        seconds(one.currentPeriodEnd),
        seconds(one.cancelAt),
      ].join(" "),
    ),
    invoices: invoices.map((one) =>
      [one.id, one.status, one.totalMinor, one.amountPaidMinor, one.amountRemainingMinor].join(" "),
    ),
    payments: payments.map((one) =>
      [one.id, one.status, one.amountMinor, one.receivedMinor, one.refundedMinor].join(" "),
    ),
    cards: cards.map(({ id }) => id),
  };
}

const sorted = (rows: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(rows).map(([name, lines]) => [name, lines.toSorted()]));

/** Jobs whose Stripe does not answer as often as the sequence says. */
function flaky(failures: Iterator<boolean>): JobHandlers {
  const read: typeof readAccount = async (...known) => {
    const account = await readAccount(...known);
    if (failures.next().value) throw new Error("cut off");
    return account;
  };
  return {
    "billing.sync-customer": (payload, job) =>
      applyEvents((payload as { customerId: string }).customerId, job, (id) => syncCustomer(id, now, read)),
  };
}

const histories = fc.record({
  acts: fc.array(fc.constantFrom(...Object.keys(ACTS)), { minLength: 1, maxLength: 5 }),
  /** For each event its place, whether it comes twice, and whether the worker runs after it. */
  places: fc.infiniteStream(fc.record({ place: fc.nat(1_000), isTwice: fc.boolean(), drains: fc.nat(9) })),
  failures: fc.infiniteStream(fc.boolean()),
});

test("after any history, told in any order, our rows are what Stripe says", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ acts, places, failures }) => {
      const person = await aPerson();
      const customerId = await makeCustomer(person);
      const since = Math.floor(Date.now() / 1_000) - 5;
      for (const act of acts) await ACTS[act]?.(customerId);
      const events = await eventsOf(customerId, since);
      const chosen = [...places.take(events.length)];
      const told = events.flatMap((event, n) => (chosen[n] ? [{ event, ...chosen[n] }] : []));
      const handlers = flaky(failures);
      for (const { event, isTwice, drains } of told.toSorted((a, b) => a.place - b.place)) {
        await Promise.all([deliver(event), ...(isTwice ? [deliver(event)] : [])]);
        if (drains === 0) await Promise.all([drain(handlers), drain(handlers)]);
      }
      await drain();
      expect(sorted(await ours(person.id))).toEqual(sorted(await truth(customerId)));
      expect(await db.stripeEvent.count({ where: { customerId, status: { notIn: ["applied", "ignored"] } } })).toBe(0);

      // And all of it again changes nothing.
      const before = await ours(person.id);
      for (const { event } of told) await deliver(event);
      await drain();
      expect(await ours(person.id)).toEqual(before);
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 120_000);
