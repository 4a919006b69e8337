import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import Stripe from "stripe";
import { beforeAll, expect, test } from "vitest";
import { readAccount } from "@/lib/adapters/payments/account";
import { stripe } from "@/lib/adapters/payments/connection";
import { applyEvents } from "@/lib/billing/jobs";
import { ensurePrices } from "@/lib/billing/provision";
import { reconcileNow } from "@/lib/billing/reconcile/schedule";
import { standingOf } from "@/lib/billing/standing";
import { syncCustomer } from "@/lib/billing/sync";
import { isTooMuch, oracleOf } from "@/lib/billing/testing/oracle";
import { aPerson, deliver, drain, eventsOf, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import type { JobHandlers } from "@/lib/jobs/worker";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";

/*
 * Whatever happens at Stripe, and however its events arrive (shuffled, twice, late, never, several workers at once, while
 * Stripe refuses, limits, hangs and cuts off), our rows end equal to what Stripe says, and on the way nobody has more
 * than was paid for and the grace. The oracle reads Stripe by itself and knows nothing of our code.
 */

beforeAll(ensurePrices);

const oracle = oracleOf(env.stripe.apiBase, env.stripe.secretKey);

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
  "a month": (customer) => move(customer, 32),
  "three days": (customer) => move(customer, 3),
  "swap card": (customer) => stripe.paymentMethods.attach("pm_card_mastercard", { customer }),
  upgrade: withLive((id) => changeTo(id, "parley_enterprise_month")),
  downgrade: withLive((id) => changeTo(id, "parley_pro_month")),
  pause: withLive((id) => stripe.subscriptions.pause(id)),
  "go on": withLive((id) => stripe.subscriptions.resume(id)),
  "pay what is open": payWhatIsOpen,
};

/** Nothing happens to somebody who has no subscription, or one that Stripe does no such thing to. */
function withLive(deed: (id: string) => Promise<unknown>): Deed {
  return async (customer) => {
    const [live] = (await stripe.subscriptions.list({ customer, limit: 1 })).data;
    if (live) await unlessRefused(deed(live.id));
  };
}

async function unlessRefused(work: Promise<unknown>) {
  const [outcome] = await Promise.allSettled([work]);
  if (outcome.status === "rejected" && !(outcome.reason instanceof Stripe.errors.StripeInvalidRequestError))
    throw outcome.reason;
}

/** At once and billed at once. What the card does not pay is open. */
async function changeTo(id: string, lookupKey: string) {
  const [{ items }, prices] = await Promise.all([
    stripe.subscriptions.retrieve(id),
    stripe.prices.list({ lookup_keys: [lookupKey] }),
  ]);
  return stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id ?? "", price: prices.data[0]?.id ?? "" }],
    proration_behavior: "always_invoice",
  });
}

async function payWhatIsOpen(customer: string) {
  const { id: payment_method } = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  for (const { id } of (await stripe.invoices.list({ customer, status: "open" })).data) {
    await unlessRefused(stripe.invoices.pay(id ?? "", { payment_method }));
  }
}

/** A customer in a time of their own, because the sandbox's is everybody's. */
async function aCustomer(person: Viewer): Promise<string> {
  const { id: test_clock } = await stripe.testHelpers.testClocks.create({
    frozen_time: Math.floor(Date.now() / 1_000),
  });
  const { id } = await stripe.customers.create({
    test_clock,
    email: person.email,
    payment_method: "pm_card_visa",
    invoice_settings: { default_payment_method: "pm_card_visa" },
  });
  await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: id } });
  return id;
}

async function clockOf(customer: string) {
  const found = await stripe.customers.retrieve(customer);
  if (found.deleted || typeof found.test_clock !== "string") throw new Error("The customer has a clock");
  return stripe.testHelpers.testClocks.retrieve(found.test_clock);
}

async function move(customer: string, days: number) {
  const { id, frozen_time } = await clockOf(customer);
  await stripe.testHelpers.testClocks.advance(id, { frozen_time: frozen_time + days * 86_400 });
  while ((await stripe.testHelpers.testClocks.retrieve(id)).status === "advancing") await sleep(10);
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

const FAULTS = ["server_error", "rate_limited", "lock_timeout", "timeout_before_write", "cut_in_reply"];

const histories = fc.record({
  acts: fc.array(fc.constantFrom(...Object.keys(ACTS)), { minLength: 1, maxLength: 5 }),
  /** For each event its place, whether it comes twice or, one in five, never, and whether workers run after it. */
  places: fc.infiniteStream(
    fc.record({ place: fc.nat(1_000), isTwice: fc.boolean(), luck: fc.nat(4), drains: fc.nat(9) }),
  ),
  failures: fc.infiniteStream(fc.boolean()),
  faults: fc.array(fc.record({ kind: fc.constantFrom(...FAULTS), count: fc.integer({ min: 1, max: 3 }) }), {
    maxLength: 2,
  }),
  /** How many days later somebody looks, without any news having come. */
  lookedAfter: fc.array(fc.nat(50), { minLength: 1, maxLength: 3 }),
});

/** At that many days after the customer's own present nobody has more than Stripe was paid for. */
async function expectNoneTooMuch(person: Viewer, customerId: string, days: readonly number[]) {
  const [{ frozen_time }, until] = [await clockOf(customerId), await oracle.mayHaveUntil(customerId)];
  const moments = [0, ...days].map((day) => frozen_time + day * 86_400);
  // And where each plan's last hour is over.
  for (const second of [...moments, ...Object.values(until).map((end) => Math.max(end, frozen_time) + 1)]) {
    const at = new Date(second * 1_000);
    const { plan, reason } = await standingOf(person.id, () => at);
    expect(isTooMuch(plan, at, until), `${at.toISOString()}: ${reason} ${JSON.stringify(until)}`).toBe(false);
  }
}

/** While Stripe misbehaves to whoever asks about this customer. */
async function amid(
  faults: readonly { kind: string; count: number }[],
  customer: string,
  work: () => Promise<unknown>,
) {
  const orders = [];
  for (const fault of faults) {
    const held = fault.kind === "timeout_before_write" ? { hold_ms: 50 } : {};
    orders.push(await stripe.rawRequest("POST", "/_sandbox/faults", { ...fault, ...held, customer }));
  }
  await work();
  for (const { id } of orders as { id?: string }[]) await stripe.rawRequest("DELETE", `/_sandbox/faults/${id}`);
}

test("after any history, told in any order or not at all, our rows are what Stripe says", async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ acts, places, failures, faults, lookedAfter }) => {
      const person = await aPerson();
      const customerId = await aCustomer(person);
      const since = Math.floor(Date.now() / 1_000) - 5;
      for (const act of acts) await ACTS[act]?.(customerId);
      const events = await eventsOf(customerId, since);
      const chosen = [...places.take(events.length)];
      const told = events.flatMap((event, n) => (chosen[n]?.luck ? [{ event, ...chosen[n] }] : []));
      const handlers = flaky(failures);
      for (const { event, isTwice, drains } of told.toSorted((a, b) => a.place - b.place)) {
        await Promise.all([deliver(event), ...(isTwice ? [deliver(event)] : [])]);
        if (drains > 0) continue;
        await amid(faults, customerId, () => Promise.all([drain(handlers), drain(handlers)]));
        await expectNoneTooMuch(person, customerId, lookedAfter);
      }
      await drain();
      await reconcileNow(null);
      await drain();
      expect(sorted(await ours(person.id))).toEqual(sorted(await oracle.truth(customerId)));
      expect(await db.stripeEvent.count({ where: { customerId, status: { notIn: ["applied", "ignored"] } } })).toBe(0);
      await expectNoneTooMuch(person, customerId, lookedAfter);

      // And all of it again changes nothing.
      const before = sorted(await ours(person.id));
      for (const event of events) await deliver(event);
      await drain();
      expect(sorted(await ours(person.id))).toEqual(before);
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 600_000);
