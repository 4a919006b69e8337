import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { identifyEvent } from "@/lib/billing/identify";
import { receiveStripeEvent } from "@/lib/billing/inbox";
import { sweepInbox } from "@/lib/billing/jobs";
import { ensurePrices } from "@/lib/billing/provision";
import { aPerson, deliver, drain, eventsOf, makeCustomer, sign, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { MINUTE_MS, now, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

beforeAll(ensurePrices);

/** A thin event as Stripe posts it: no object in it, only where to ask for it. */
async function deliverThin(type: string, related: { id: string; type: string; url: string }) {
  const id = `evt_test_${newId().replaceAll("-", "")}`;
  const body = JSON.stringify({
    id,
    object: "v2.core.event",
    type: `v1.${type}`,
    livemode: false,
    created: new Date().toISOString(),
    related_object: related,
  });
  await receiveStripeEvent(body, sign(body));
  return id;
}

const stored = (id: string) => db.stripeEvent.findUniqueOrThrow({ where: { id } });

async function aSubscriber() {
  const person = await aPerson();
  const customerId = await makeCustomer(person);
  const { id } = await subscribeAtStripe(customerId);
  return { person, customerId, subscriptionId: id };
}

test.each<[string, "invoice.nonsense" | "account.updated"]>([
  ["a type nothing depends on", "invoice.nonsense"],
  ["another resource", "account.updated"],
])("a thin event of %s is recorded as ignored, and nothing is asked", async (_name, type) => {
  const id = await deliverThin(type, { id: "in_1", type: "invoice", url: "/v1/invoices/in_1" });
  expect(await stored(id)).toMatchObject({ status: "ignored", type: `v1.${type}`, warning: null });
});

test("a thin event about something that Stripe has no more is ignored, and says so", async () => {
  const id = await deliverThin("invoice.paid", { id: "in_gone", type: "invoice", url: "/v1/invoices/in_gone" });
  await drain();
  expect(await stored(id)).toMatchObject({ status: "ignored", reason: "What the event is about has no customer." });
});

test("while Stripe does not answer a thin event waits, with the reason, and is applied later", async () => {
  const { customerId, subscriptionId } = await aSubscriber();
  const id = await deliverThin("customer.subscription.updated", {
    id: subscriptionId,
    type: "subscription",
    url: `/v1/subscriptions/${subscriptionId}`,
  });
  const away = () => Promise.reject(new AppError("payments_down", undefined, { cause: new Error("No answer") }));
  await expect(identifyEvent(id, { attempt: 1, maxAttempts: 11 }, away)).rejects.toThrow(/./u);
  expect(await stored(id)).toMatchObject({ status: "failed", reason: "No answer", customerId: null });
  await expect(identifyEvent(id, { attempt: 11, maxAttempts: 11 }, away)).rejects.toThrow(/./u);
  expect(await stored(id)).toMatchObject({ status: "dead", attempts: 2 });
  await drain();
  expect(await stored(id)).toMatchObject({ status: "applied", customerId });
});

test("a thin event brings its customer's state, and the same one again changes nothing", async () => {
  const { person, customerId, subscriptionId } = await aSubscriber();
  const about = { id: subscriptionId, type: "subscription", url: `/v1/subscriptions/${subscriptionId}` };
  const id = await deliverThin("customer.subscription.created", about);
  await drain();
  expect(await stored(id)).toMatchObject({ status: "applied", customerId });
  expect(await db.subscription.findMany({ where: { userId: person.id } })).toMatchObject([{ status: "active" }]);
  await identifyEvent(id, { attempt: 1, maxAttempts: 11 });
  expect(await stored(id)).toMatchObject({ status: "applied", attempts: 1 });
});

test("a dispute finds its customer through the charge", async () => {
  const person = await aPerson();
  const customerId = await makeCustomer(person, "pm_card_createDispute");
  await subscribeAtStripe(customerId);
  const charges = await stripe.charges.list({ customer: customerId });
  const disputed = (await stripe.events.list({ type: "charge.dispute.created" })).data.find(
    (event) => (event.data.object as { charge?: string }).charge === charges.data[0]?.id,
  );
  await deliver(disputed!);
  expect(await stored(disputed!.id)).toMatchObject({ status: "received", customerId: null });
  await drain();
  expect(await stored(disputed!.id)).toMatchObject({ status: "applied", customerId });
});

test("the sweep gives a job to one whose job was lost", async () => {
  const { subscriptionId, customerId } = await aSubscriber();
  const about = { id: subscriptionId, type: "subscription", url: `/v1/subscriptions/${subscriptionId}` };
  const id = await deliverThin("customer.subscription.created", about);
  await db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
  await sweepInbox();
  await drain();
  expect(await stored(id)).toMatchObject({ status: "received" });
  await sweepInbox(() => plusMs(now(), 11 * MINUTE_MS));
  await drain();
  expect(await stored(id)).toMatchObject({ status: "applied", customerId });
  expect(await eventsOf(customerId)).not.toHaveLength(0);
});
