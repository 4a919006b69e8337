import { stripe } from "@/lib/adapters/payments/connection";
import { quoteChange } from "@/lib/billing/changes/quote";
import { readPriceFor } from "@/lib/billing/plans-price";
import type { AcceptQuote, Currency, Interval, PaidPlanId, PlanChange } from "@/lib/billing/schema";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import type { Clock } from "@/lib/platform/clock";

/** Stripe moves a clock by at most two of its shortest subscription's intervals at a time. */
const FURTHEST_S = 50 * 86_400;

type Wish = { plan?: PaidPlanId; interval?: Interval; trial?: boolean };

/** Somebody who pays for a plan, here and at Stripe. */
export async function aSubscriber(wish: Wish = {}) {
  const person = await aPerson();
  const customerId = await makeCustomer(person);
  const { id } = await subscribeAtStripe(customerId, wish);
  await syncCustomer(customerId);
  return { person, customerId, id };
}

/** Somebody with a clock of their own, which stands still until it is moved. */
export async function aSubscriberInTime(
  startS: number,
  { plan = "pro", interval = "month", currency = "usd" }: Omit<Wish, "trial"> & { currency?: Currency } = {},
) {
  const person = await aPerson();
  const { id: test_clock } = await stripe.testHelpers.testClocks.create({ frozen_time: startS });
  const card = "pm_card_visa";
  const { id: customerId } = await stripe.customers.create({
    test_clock,
    payment_method: card,
    invoice_settings: { default_payment_method: card },
  });
  await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: customerId } });
  const { id: price } = await readPriceFor(plan, interval);
  const { id } = await stripe.subscriptions.create({ customer: customerId, items: [{ price }], currency });
  let atS = startS;
  const now: Clock = () => new Date(atS * 1_000);
  return {
    person,
    customerId,
    id,
    now,
    async moveTo(wantedS: number) {
      while (atS < wantedS) {
        atS = Math.min(wantedS, atS + FURTHEST_S);
        await stripe.testHelpers.testClocks.advance(test_clock, { frozen_time: atS });
      }
    },
  };
}

/** From now on the customer pays with this card. */
export async function payBy(customer: string, card: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
}

/** Looks at what a change costs, and says yes to it. */
export async function aYes(person: Viewer, wish: PlanChange, now?: Clock): Promise<AcceptQuote> {
  const { plan, interval, quotedAtS, dueMinor, creditMinor } = await quoteChange(person, wish, now);
  return { plan, interval, quotedAtS, dueMinor, creditMinor };
}

/** What Stripe has: the plan's key, and whatever else is asked for. */
export async function atStripe(id: string) {
  const subscription = await stripe.subscriptions.retrieve(id);
  return { ...subscription, key: subscription.items.data[0]?.price.lookup_key };
}

/** What was taken from a customer, in all, by invoice, newest first. */
export async function paidInvoices(customer: string) {
  const { data } = await stripe.invoices.list({ customer, limit: 100 });
  return data.filter(({ status }) => status === "paid");
}

/** What is on record about a person. */
export async function recordOf({ id }: Viewer): Promise<string[]> {
  const events = await db.auditEvent.findMany({ where: { actorId: id }, orderBy: { id: "asc" } });
  return events.map(({ action }) => action);
}

/** Why something was refused. */
export async function refusalOf(tried: Promise<unknown>): Promise<{ code: string; message: string }> {
  const [outcome] = await Promise.allSettled([tried]);
  if (outcome.status === "fulfilled") throw new Error("It was not refused");
  return outcome.reason as { code: string; message: string };
}

/** Has something go wrong at Stripe, once, for this customer. */
export async function breakAt(route: string, customer: string, kind: string): Promise<void> {
  await stripe.rawRequest("POST", "/_sandbox/faults", { kind, route, customer, count: 1 });
}
