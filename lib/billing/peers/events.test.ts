import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { ensurePrices } from "@/lib/billing/provision";
import { aPerson, deliver, drain, eventsOf, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { postEvent } from "@/lib/billing/testing/webhook";
import { db } from "@/lib/db/client";

beforeAll(ensurePrices);

async function aSubscriber() {
  const person = await aPerson();
  const customerId = await makeCustomer(person);
  const { id } = await subscribeAtStripe(customerId);
  return { person, customerId, id };
}

const rowOf = (userId: string) => db.subscription.findFirst({ where: { userId } });

/** Nothing about this customer can be queued while the work is done. */
async function whileFullUp(customerId: string, work: () => Promise<unknown>) {
  const key = `billing.sync-customer:${customerId}`;
  await db.$executeRawUnsafe(
    `ALTER TABLE graphile_worker._private_jobs ADD CONSTRAINT full_up CHECK (key <> '${key}') NOT VALID`,
  );
  await work();
  await db.$executeRaw`ALTER TABLE graphile_worker._private_jobs DROP CONSTRAINT full_up`;
}

test("stripe sync-engine #268: of two changes within one second neither is lost, in whatever order they are told", async () => {
  const { person, customerId, id } = await aSubscriber();
  await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  await stripe.subscriptions.update(id, { cancel_at_period_end: false });
  const told = (await eventsOf(customerId)).filter(({ type }) => type === "customer.subscription.updated");
  expect(told).toHaveLength(2);
  const [later, sooner] = told.toReversed().map((event) => ({ ...event, created: 1_795_000_000 }));
  for (const event of [later!, sooner!]) {
    await deliver(event);
    await drain();
    expect(await rowOf(person.id)).toMatchObject({ status: "active", cancelAt: null });
  }
  const ids = told.map((event) => event.id);
  expect(await db.stripeEvent.count({ where: { id: { in: ids }, status: "applied" } })).toBe(2);
});

test("better-auth #10534: what can not be stored is not acknowledged, and is taken when it comes again", async () => {
  const { person, customerId } = await aSubscriber();
  const event = (await eventsOf(customerId)).find(({ type }) => type === "customer.subscription.created")!;
  await whileFullUp(customerId, async () => {
    expect((await postEvent(event)).status).toBeGreaterThanOrEqual(500);
  });
  expect(await rowOf(person.id)).toBeNull();
  expect((await postEvent(event)).status).toBe(200);
  await drain();
  expect(await rowOf(person.id)).toMatchObject({ status: "active" });
});

test("Autumn: an event that can not be noted as seen is not worked on", async () => {
  const { person, customerId } = await aSubscriber();
  const event = (await eventsOf(customerId)).find(({ type }) => type === "customer.subscription.created")!;
  await whileFullUp(customerId, async () => {
    await postEvent(event);
    await drain();
  });
  expect(await db.stripeEvent.findUnique({ where: { id: event.id } })).toBeNull();
  expect(await rowOf(person.id)).toBeNull();
});
