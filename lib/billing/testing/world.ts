import { stripe } from "@/lib/adapters/payments/connection";
import { startCheckout } from "@/lib/billing/checkout";
import { receiveStripeEvent } from "@/lib/billing/inbox";
import { billingJobs } from "@/lib/billing/jobs";
import { lookupKeyOf } from "@/lib/billing/plans";
import type { Interval, PaidPlanId } from "@/lib/billing/schema";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { runDueJobs } from "@/lib/jobs/worker";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";

/** What tests of billing do: be a person, act as Stripe's side, and carry events over. */

export async function aPerson({ role = "user" }: { role?: Viewer["role"] } = {}): Promise<Viewer> {
  const id = newId();
  const person = { id, email: `${id}@people.test`, name: "Ada", role };
  await db.user.create({ data: person });
  return { ...person, emailVerified: true };
}

export async function customerOf({ id }: Viewer): Promise<string> {
  const { stripeCustomerId } = await db.user.findUniqueOrThrow({ where: { id } });
  if (stripeCustomerId === null) throw new Error("The person is no customer yet");
  return stripeCustomerId;
}

/** Pays on a hosted page, as its form does. Returns the page's id. */
export async function pay(url: string, card = "pm_card_visa"): Promise<string> {
  const id = new URL(url).pathname.split("/").at(-1) ?? "";
  await stripe.rawRequest("POST", `/v1/payment_pages/${id}/confirm`, { payment_method: card });
  return id;
}

/** All the way through checkout. */
export async function subscribe(viewer: Viewer, plan: PaidPlanId = "pro", interval: Interval = "month") {
  const { url } = await startCheckout(viewer, { plan, interval });
  return { pageId: await pay(url), customerId: await customerOf(viewer) };
}

type Wish = { plan?: PaidPlanId; interval?: Interval; trial?: boolean };

/** A subscription made on Stripe's side alone. */
export async function subscribeAtStripe(
  customer: string,
  { plan = "pro", interval = "month", trial = false }: Wish = {},
) {
  const [price] = (await stripe.prices.list({ lookup_keys: [lookupKeyOf(plan, interval)] })).data;
  if (price === undefined) throw new Error("The prices are made first");
  return stripe.subscriptions.create({
    customer,
    items: [{ price: price.id }],
    ...(trial ? { trial_period_days: 14 } : {}),
  });
}

/** A customer of Stripe's whom we know as this person. */
export async function makeCustomer(viewer: Viewer, card = "pm_card_visa"): Promise<string> {
  const { id } = await stripe.customers.create({
    email: viewer.email,
    payment_method: card,
    invoice_settings: { default_payment_method: card },
  });
  await db.user.update({ where: { id: viewer.id }, data: { stripeCustomerId: id } });
  return id;
}

export type Told = { id: string; type: string };

/**
 * What Stripe has to tell of a customer, or of a payment, since then (Unix seconds), oldest first. Stripe lists the
 * newest first, and before the moment in which it came into the world there is nothing of it.
 */
export async function eventsOf(id: string, since = 0): Promise<Told[]> {
  const told: Told[] = [];
  let beganAt = since;
  for await (const event of stripe.events.list({ limit: 100, created: { gte: since } })) {
    if (event.created < beganAt) break;
    if (JSON.stringify(event.data).includes(id)) told.push(event);
    if (event.type.endsWith(".created") && "id" in event.data.object && event.data.object.id === id)
      beganAt = event.created;
  }
  return told.toReversed();
}

export function sign(body: string, secret = env.stripe.webhookSecret): string {
  return stripe.webhooks.generateTestHeaderString({ payload: body, secret });
}

export async function deliver(event: Told) {
  const body = JSON.stringify(event);
  return receiveStripeEvent(body, sign(body));
}

/** Works off what waits, also what waits for another try. */
export async function drain(handlers = billingJobs): Promise<void> {
  await db.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = '2000-01-01' WHERE locked_at IS NULL`;
  await runDueJobs(handlers);
}
