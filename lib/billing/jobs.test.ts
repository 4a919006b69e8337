import { beforeAll, describe, expect, test } from "vitest";
import { readAccount } from "@/lib/adapters/payments/account";
import { stripe } from "@/lib/adapters/payments/connection";
import { applyEvents, billingJobs, sweepInbox } from "@/lib/billing/jobs";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, deliver, drain, eventsOf, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { JobHandlers } from "@/lib/jobs/worker";
import { AppError } from "@/lib/platform/errors";
import { MINUTE_MS, now, plusMs } from "@/lib/platform/clock";

beforeAll(ensurePrices);

const down = () =>
  Promise.reject(new AppError("payments_down", undefined, { cause: new Error("HTTP 500 for ada@example.test") }));
const whileDown: JobHandlers = {
  "billing.sync-customer": (payload, job) =>
    applyEvents((payload as { customerId: string }).customerId, job, (id) => syncCustomer(id, now, down)),
};

async function aSubscriber() {
  const person = await aPerson();
  const customerId = await makeCustomer(person);
  await subscribeAtStripe(customerId);
  const events = await eventsOf(customerId);
  return {
    person,
    customerId,
    events,
    subscribed: events.find(({ type }) => type === "customer.subscription.created")!,
  };
}

const eventRow = (id: string) => db.stripeEvent.findUniqueOrThrow({ where: { id } });
const plans = async (userId: string) => (await db.subscription.findMany({ where: { userId } })).map(({ plan }) => plan);

test("news of a customer whom somebody was, and is no more, is still theirs", async () => {
  const { person, customerId, subscribed, events } = await aSubscriber();
  await deliver(subscribed);
  await drain();
  await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: null } });
  await stripe.subscriptions.cancel((await db.subscription.findFirstOrThrow({ where: { customerId } })).id);
  const later = events.find(({ type }) => type === "invoice.paid")!;
  await deliver(later);
  await drain();
  expect(await eventRow(later.id)).toMatchObject({ status: "applied" });
  expect(await db.subscription.findMany({ where: { customerId } })).toMatchObject([{ status: "canceled" }]);
});

describe("when Stripe is down", () => {
  test("an event fails with its reason, without anybody's address in it, and is applied once Stripe is back", async () => {
    const { person, subscribed } = await aSubscriber();
    await deliver(subscribed);
    await drain(whileDown);
    await drain(whileDown);
    expect(await eventRow(subscribed.id)).toMatchObject({
      status: "failed",
      attempts: 2,
      reason: "HTTP 500 for [redacted]",
    });
    expect(await plans(person.id)).toEqual([]);
    await drain();
    expect(await eventRow(subscribed.id)).toMatchObject({ status: "applied", attempts: 3, reason: null });
    expect(await plans(person.id)).toEqual(["pro"]);
  });

  test("after the last try an event is dead, and another event's sync brings it back to life", async () => {
    const { person, subscribed, events } = await aSubscriber();
    await deliver(subscribed);
    for (let n = 0; n < 11; n += 1) await drain(whileDown);
    expect(await eventRow(subscribed.id)).toMatchObject({ status: "dead", attempts: 11 });
    await drain();
    expect(await plans(person.id)).toEqual([]);

    await deliver(events.find(({ type }) => type === "invoice.paid")!);
    await drain();
    expect(await eventRow(subscribed.id)).toMatchObject({ status: "applied" });
    expect(await plans(person.id)).toEqual(["pro"]);
  });

  test("an event that another sync has applied meanwhile stays applied", async () => {
    const { customerId, subscribed } = await aSubscriber();
    await deliver(subscribed);
    const failing = applyEvents(customerId, { attempt: 1, maxAttempts: 2 }, async (id) => {
      await syncCustomer(id);
      throw new Error("too late");
    });
    await expect(failing).rejects.toThrow("too late");
    expect(await eventRow(subscribed.id)).toMatchObject({ status: "applied", reason: null });
  });
});

describe("many events of one customer", () => {
  test("are one sync, however many there are", async () => {
    const { events, person, customerId } = await aSubscriber();
    for (const event of events) await deliver(event);
    let syncs = 0;
    await drain({
      "billing.sync-customer": (payload, job) =>
        applyEvents((payload as { customerId: string }).customerId, job, (id) =>
          syncCustomer(id, now, (...known) => {
            if (id === customerId) syncs += 1;
            return readAccount(...known);
          }),
        ),
    });
    expect(syncs).toBe(1);
    expect(await plans(person.id)).toEqual(["pro"]);
    const left = await db.stripeEvent.count({ where: { id: { in: events.map(({ id }) => id) }, status: "received" } });
    expect(left).toBe(0);
  });

  test("in reverse order, and each by itself, end in the same", async () => {
    const { events, person } = await aSubscriber();
    for (const event of events.toReversed()) {
      await deliver(event);
      await drain();
    }
    expect(await plans(person.id)).toEqual(["pro"]);
  });
});

describe("the sweep", () => {
  const age = (id: string) =>
    db.$executeRaw`UPDATE stripe_events SET updated_at = ${plusMs(now(), -11 * MINUTE_MS)} WHERE id = ${id}`;
  const loseJobs = () => db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;

  test("finds an event whose job was lost", async () => {
    const { person, subscribed } = await aSubscriber();
    await deliver(subscribed);
    await loseJobs();
    await age(subscribed.id);
    await drain({ ...billingJobs });
    expect(await plans(person.id)).toEqual([]);
    await sweepInbox();
    await drain();
    expect(await plans(person.id)).toEqual(["pro"]);
  });

  test("leaves alone what came a moment ago", async () => {
    const { subscribed } = await aSubscriber();
    await deliver(subscribed);
    await loseJobs();
    await sweepInbox();
    expect(await db.$queryRaw`SELECT 1 FROM graphile_worker.jobs`).toEqual([]);
  });

  test("does not take a waiting job's tries away", async () => {
    const { customerId, subscribed } = await aSubscriber();
    await deliver(subscribed);
    await drain(whileDown);
    await age(subscribed.id);
    await sweepInbox();
    const key = `billing.sync-customer:${customerId}`;
    expect(await db.$queryRaw`SELECT attempts FROM graphile_worker.jobs WHERE key = ${key}`).toEqual([{ attempts: 1 }]);
  });

  test("gives a new job to what a killed worker still holds", async () => {
    const { person, subscribed } = await aSubscriber();
    await deliver(subscribed);
    await db.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'killed', attempts = 1`;
    await age(subscribed.id);
    await sweepInbox();
    await drain();
    expect(await plans(person.id)).toEqual(["pro"]);
  });
});
