import { beforeAll, beforeEach, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { EVENT_NAMES, type EventName } from "@/lib/adapters/payments/webhook-endpoint";
import { aSubscriberInTime, payBy } from "@/lib/billing/changes/testing/subscriber";
import { startCheckout } from "@/lib/billing/checkout";
import { ensurePrices } from "@/lib/billing/provision";
import { standingOf } from "@/lib/billing/standing";
import { disputes, intentOf, invoiceOf, misses, waits } from "@/lib/billing/testing/mishaps";
import { postEvent } from "@/lib/billing/testing/webhook";
import { aPerson, customerOf, drain, makeCustomer, pay, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

/*
 * Every type of event that we ask for: it comes in by the route, alone, is received, is applied, and our rows are what
 * Stripe has then. Each case is what has to happen at Stripe for it, and what is to be seen here after it.
 */

type Seen = Partial<Awaited<ReturnType<typeof seenOf>>>;
type Case = { happens: (customer: string) => Promise<unknown>; seen: Seen; like?: EventName };

let person: Viewer;
beforeAll(ensurePrices);
beforeEach(async () => {
  person = await aPerson();
});

/** What is here of the person. */
async function seenOf({ id: userId }: Viewer) {
  const newest = { where: { userId }, orderBy: { stripeCreatedAt: "desc" } } as const;
  const [{ plan, state }, subscription, invoice, payment, cards] = await Promise.all([
    standingOf(userId),
    db.subscription.findFirst(newest),
    db.invoice.findFirst(newest),
    db.payment.findFirst(newest),
    db.paymentMethod.findMany({ where: { userId }, orderBy: { brand: "asc" } }),
  ]);
  return {
    has: `${plan}, ${state}`,
    status: subscription?.status,
    key: subscription?.lookupKey,
    ends: subscription?.cancelAt !== null,
    waits: subscription !== null && subscription.changePendingUntil !== null,
    invoice: invoice?.status,
    paid: payment?.receivedMinor,
    refunded: payment?.refundedMinor,
    cards: cards.map(({ brand, isDefault }) => `${brand}${isDefault ? "!" : ""}`),
  };
}

const nothing = () => Promise.resolve();
const subscribes = (customer: string) => subscribeAtStripe(customer);
const tries = (customer: string) => subscribeAtStripe(customer, { trial: true });
const opens = async () => (await startCheckout(person, { plan: "pro", interval: "month" })).url;
const expires = async () => stripe.checkout.sessions.expire(new URL(await opens()).pathname.split("/").at(-1) ?? "");

async function pauses(customer: string) {
  return stripe.subscriptions.pause((await subscribes(customer)).id);
}

const PAID = { has: "pro, active", status: "active", invoice: "paid", paid: 1_900 };
const TRIED = { has: "pro, trialing", status: "trialing", paid: undefined };
const MISSED = { has: "pro, grace", status: "past_due", invoice: "open", paid: 0 };

const CASES: Record<EventName, Case> = {
  "checkout.session.completed": { happens: async () => pay(await opens()), seen: TRIED },
  "checkout.session.expired": { happens: expires, seen: { has: "free, free", status: undefined } },
  // Ways to pay that take days are none of the sandbox's.
  "checkout.session.async_payment_succeeded": {
    happens: async () => pay(await opens()),
    like: "checkout.session.completed",
    seen: TRIED,
  },
  "checkout.session.async_payment_failed": {
    happens: expires,
    like: "checkout.session.expired",
    seen: { has: "free, free", status: undefined },
  },
  "customer.created": { happens: nothing, seen: { has: "free, free", cards: ["visa!"] } },
  "customer.updated": {
    happens: (customer) => payBy(customer, "pm_card_mastercard"),
    seen: { cards: ["mastercard!", "visa"] },
  },
  "customer.deleted": {
    happens: async (customer) => [await subscribes(customer), await stripe.customers.del(customer)],
    // It was never here before it went, so there is nothing to ask Stripe for.
    seen: { has: "free, free", cards: [] },
  },
  "customer.subscription.created": { happens: subscribes, seen: PAID },
  "customer.subscription.updated": {
    happens: async (customer) =>
      stripe.subscriptions.update((await subscribes(customer)).id, { cancel_at_period_end: true }),
    seen: { ...PAID, ends: true },
  },
  "customer.subscription.deleted": {
    happens: async (customer) => stripe.subscriptions.cancel((await subscribes(customer)).id),
    seen: { has: "free, ended", status: "canceled", paid: 1_900 },
  },
  "customer.subscription.paused": { happens: pauses, seen: { has: "free, paused", status: "paused" } },
  "customer.subscription.resumed": {
    happens: async (customer) => stripe.subscriptions.resume((await pauses(customer)).id),
    seen: PAID,
  },
  "customer.subscription.trial_will_end": {
    happens: async (customer) => {
      const { id, trial_end } = await tries(customer);
      await stripe.subscriptions.update(id, { trial_end: (trial_end ?? 0) - 12 * 86_400 });
    },
    seen: TRIED,
  },
  "customer.subscription.pending_update_applied": {
    happens: async (customer) => {
      await waits(customer);
      const { id: card } = await stripe.paymentMethods.attach("pm_card_visa", { customer });
      await stripe.invoices.pay(await invoiceOf(customer), { payment_method: card });
    },
    seen: { has: "enterprise, active", key: "parley_enterprise_month", waits: false, invoice: "paid" },
  },
  "customer.subscription.pending_update_expired": {
    happens: async () => {
      const startS = Math.floor(Date.now() / 1_000);
      const life = await aSubscriberInTime(startS);
      ({ person } = life);
      await waits(life.customerId, life.id);
      await life.moveTo(startS + 86_400);
    },
    seen: { has: "pro, active", key: "parley_pro_month", waits: false },
  },
  "invoice.created": { happens: subscribes, seen: PAID },
  "invoice.finalized": { happens: subscribes, seen: PAID },
  "invoice.paid": { happens: subscribes, seen: PAID },
  "invoice.updated": {
    happens: async (customer) => {
      await subscribes(customer);
      await stripe.invoices.update(await invoiceOf(customer), { metadata: { seen: "yes" } });
    },
    seen: PAID,
  },
  // Told of on the clock alone, days before a renewal.
  "invoice.upcoming": { happens: subscribes, like: "invoice.created", seen: PAID },
  "invoice.payment_failed": { happens: misses, seen: MISSED },
  "invoice.payment_action_required": {
    happens: (customer) => misses(customer, "pm_card_authenticationRequired"),
    seen: MISSED,
  },
  "invoice.voided": {
    happens: async (customer) => stripe.invoices.voidInvoice(await misses(customer)),
    seen: { invoice: "void" },
  },
  "invoice.marked_uncollectible": {
    happens: async (customer) => stripe.invoices.markUncollectible(await misses(customer)),
    seen: { invoice: "uncollectible" },
  },
  "payment_intent.succeeded": { happens: subscribes, seen: PAID },
  "payment_intent.payment_failed": { happens: misses, seen: MISSED },
  "charge.refunded": {
    happens: async (customer) => {
      await subscribes(customer);
      await stripe.refunds.create({ payment_intent: await intentOf(customer), amount: 700 });
    },
    seen: { ...PAID, refunded: 700 },
  },
  // What is disputed is still paid for until Stripe ends it.
  "charge.dispute.created": { happens: disputes, seen: PAID },
  "charge.dispute.closed": {
    happens: async (customer) => stripe.disputes.close(await disputes(customer)),
    seen: PAID,
  },
  "payment_method.attached": {
    happens: (customer) => stripe.paymentMethods.attach("pm_card_mastercard", { customer }),
    seen: { cards: ["mastercard", "visa!"] },
  },
  "payment_method.detached": {
    happens: async (customer) => {
      const [card] = (await stripe.customers.listPaymentMethods(customer)).data;
      await stripe.paymentMethods.detach(card?.id ?? "");
    },
    seen: { cards: [] },
  },
};

/** The newest event of a type about a customer; a dispute's says it only through its charge. */
async function told(type: string, customer: string) {
  const charges = (await stripe.charges.list({ customer })).data.map(({ id }) => id);
  const { data } = await stripe.events.list({ type, limit: 100 });
  const found = data.find((event) => {
    const text = JSON.stringify(event.data);
    return [customer, ...charges].some((id) => text.includes(`"${id}"`));
  });
  if (found === undefined) throw new Error(`The sandbox told no ${type}`);
  return found;
}

const stored = (id: string) => db.stripeEvent.findUniqueOrThrow({ where: { id } });

test.each(Object.entries(CASES))("%s is received, is applied, and brings what is so", async (type, one) => {
  const customer = await makeCustomer(person);
  await one.happens(customer);
  const real = await told(one.like ?? type, await customerOf(person));
  const event = { ...real, type, id: one.like === undefined ? real.id : `evt_${newId().replaceAll("-", "")}` };
  expect((await postEvent(event)).status).toBe(200);
  expect(await stored(event.id)).toMatchObject({ type, status: "received", warning: null });
  await drain();
  expect(await stored(event.id)).toMatchObject({ status: "applied", customerId: await customerOf(person) });
  const seen = await seenOf(person);
  expect(seen).toMatchObject(one.seen);
  // And the same one again.
  expect((await postEvent(event)).status).toBe(200);
  await drain();
  expect([await stored(event.id), await seenOf(person)]).toEqual([
    expect.objectContaining({ status: "applied", attempts: 1 }),
    seen,
  ]);
});

/** The types of the brief for billing; whoever drops one says here why. */
const WANTED = `checkout.session.{completed,expired,async_payment_succeeded,async_payment_failed}
  customer.{created,updated,deleted}
  customer.subscription.{created,updated,deleted,paused,resumed,trial_will_end,pending_update_applied,pending_update_expired}
  invoice.{created,finalized,paid,payment_failed,payment_action_required,upcoming,voided,marked_uncollectible}
  payment_intent.{succeeded,payment_failed} charge.{refunded,dispute.created,dispute.closed} payment_method.{attached,detached}`;

test("the endpoint asks for every type that anything depends on, and each has its case", () => {
  const wanted = [...WANTED.matchAll(/(\S+)\{(\S+)\}/gu)].flatMap(([, stem = "", leaves = ""]) =>
    leaves.split(",").map((leaf) => `${stem}${leaf}`),
  );
  expect(wanted).toHaveLength(30);
  expect(EVENT_NAMES).toEqual(expect.arrayContaining(wanted));
  expect(Object.keys(CASES).toSorted()).toEqual([...EVENT_NAMES].toSorted());
});
