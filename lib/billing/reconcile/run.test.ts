import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { type Listing, listing } from "@/lib/adapters/payments/listing";
import { ensurePrices } from "@/lib/billing/provision";
import { openRun, putCopies } from "@/lib/billing/queries/reconcile-runs";
import { reconcileHealth } from "@/lib/billing/reconcile/health";
import { reconcileJobs } from "@/lib/billing/reconcile/jobs";
import { askForReconcile, reconcileNow, reconcileWhenDue } from "@/lib/billing/reconcile/schedule";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, deliver, drain, eventsOf, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { HOUR_MS, MINUTE_MS, now, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

beforeAll(ensurePrices);
afterEach(async () => {
  await db.reconcileRun.deleteMany();
});

const runs = () => db.reconcileRun.findMany({ orderBy: { startedAt: "asc" }, include: { findings: true } });
const away = () => Promise.reject(new AppError("payments_down", undefined, { cause: new Error("No answer") }));
const later = (ms: number) => () => plusMs(now(), ms);

async function aSubscriber() {
  const person = await aPerson();
  const customerId = await makeCustomer(person);
  const { id } = await subscribeAtStripe(customerId);
  await syncCustomer(customerId);
  return { person, customerId, subscriptionId: id };
}

const rowOf = (id: string) => db.subscription.findUniqueOrThrow({ where: { id } });

describe("when Stripe can not be asked", () => {
  test("the run fails, says why, and keeps nothing of what it had listed", async () => {
    await aSubscriber();
    const noInvoices: Listing = {
      ...listing,
      listPage: (kind, after) => (kind === "invoices" ? away() : listing.listPage(kind, after)),
    };
    await reconcileNow(null, now, noInvoices);
    expect(await runs()).toMatchObject([{ status: "failed", error: "No answer", step: "invoices", checked: 0 }]);
    expect(await db.reconcileCopy.count()).toBe(0);
  });

  test("the next is not begun at once, but sooner than in an hour", async () => {
    await reconcileNow(null, now, { ...listing, listUndelivered: away });
    await reconcileWhenDue();
    expect(await runs()).toHaveLength(1);
    await reconcileWhenDue(later(11 * MINUTE_MS));
    expect(await runs()).toMatchObject([{ status: "failed" }, { status: "complete" }]);
  });
});

describe("one at a time", () => {
  test("ten that are begun at once are one run", async () => {
    await aSubscriber();
    await Promise.all(Array.from({ length: 10 }, () => reconcileNow(null)));
    expect(await runs()).toMatchObject([{ status: "complete", drift: 0 }]);
  });

  test("while one is worked on, nobody begins another or joins in", async () => {
    const id = await openRun(db, { startedById: null, eventsUntil: now(), at: now() });
    await reconcileNow(null);
    await reconcileWhenDue();
    expect(await runs()).toMatchObject([{ id, status: "running", step: "events" }]);
  });

  test("one that was left in the middle is gone on with from there", async () => {
    const { person, customerId, subscriptionId } = await aSubscriber();
    const id = await openRun(db, { startedById: null, eventsUntil: now(), at: now() });
    const body = { id: customerId, isDeleted: false, cardId: null, userId: null };
    await putCopies(db, { runId: id!, kind: "customers", copies: [{ id: customerId, customerId, body }] });
    await db.reconcileRun.update({ where: { id: id! }, data: { step: "subscriptions" } });
    await db.subscription.update({ where: { id: subscriptionId }, data: { quantity: 9 } });
    await Promise.all([reconcileWhenDue(later(4 * MINUTE_MS)), reconcileWhenDue(later(4 * MINUTE_MS))]);
    expect(await runs()).toMatchObject([{ id, status: "complete", drift: 1, repaired: 1 }]);
    expect(await db.subscription.findMany({ where: { userId: person.id } })).toMatchObject([{ quantity: 1 }]);
  });
});

test("it is due each hour, and not before", async () => {
  await reconcileWhenDue();
  await reconcileWhenDue(later(59 * MINUTE_MS));
  expect(await runs()).toHaveLength(1);
  await reconcileWhenDue(later(HOUR_MS + MINUTE_MS));
  expect(await runs()).toHaveLength(2);
});

test("an admin who asks gets one, however often they ask, and is on record each time", async () => {
  const admin = await aPerson({ role: "admin" });
  await askForReconcile(admin);
  await askForReconcile(admin);
  expect(await reconcileHealth()).toMatchObject({ state: "running", progress: { checked: 0, total: 0 } });
  await drain(reconcileJobs);
  expect(await reconcileHealth()).toMatchObject({ state: "clean", progress: null });
  expect(await runs()).toMatchObject([{ status: "complete", startedById: admin.id }]);
  expect(await db.auditEvent.count({ where: { actorId: admin.id, action: "reconcile.asked" } })).toBe(2);
});

test("a change whose webhook was dropped is found, and its event goes through the inbox", async () => {
  const { customerId, subscriptionId } = await aSubscriber();
  const type = "customer.subscription.updated";
  const endpoint = await stripe.webhookEndpoints.create({ url: "http://127.0.0.1:9/", enabled_events: [type] });
  await stripe.rawRequest("POST", "/_sandbox/faults", { kind: "webhook_drop", customer: customerId, count: 1 });
  await stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: true });
  await reconcileNow(null);
  await stripe.webhookEndpoints.del(endpoint.id);
  expect((await rowOf(subscriptionId)).cancelAt).not.toBeNull();
  const [run] = await runs();
  // It waits in the inbox by now: that is late, and not drift.
  expect(run).toMatchObject({ status: "complete", drift: 0 });
  expect(run?.eventsFound).toBeGreaterThan(0);
  expect(await db.stripeEvent.findMany({ where: { customerId } })).toMatchObject([{ type, status: "applied" }]);
});

test("a change that no event tells of is drift, and repaired", async () => {
  const { subscriptionId } = await aSubscriber();
  await stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: true });
  await reconcileNow(null);
  expect(await runs()).toMatchObject([{ drift: 1, repaired: 1 }]);
  expect((await rowOf(subscriptionId)).cancelAt).not.toBeNull();
});

test("a customer that was deleted at Stripe is survived, once and again", async () => {
  const { customerId, subscriptionId } = await aSubscriber();
  await stripe.customers.del(customerId);
  await reconcileNow(null);
  expect(await rowOf(subscriptionId)).toMatchObject({ status: "canceled" });
  await reconcileNow(null);
  expect(await runs()).toMatchObject([
    { status: "complete", drift: 1, repaired: 1 },
    { status: "complete", drift: 0 },
  ]);
});

test("a customer that Stripe never had does not stop the others, and is told", async () => {
  const person = await aPerson();
  await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: "cus_0never" } });
  const { subscriptionId } = await aSubscriber();
  await db.subscription.update({ where: { id: subscriptionId }, data: { quantity: 9 } });
  await reconcileNow(null);
  const [run] = await runs();
  expect(run).toMatchObject({ status: "complete", drift: 2, repaired: 1 });
  expect(run?.findings).toContainEqual(expect.objectContaining({ customerId: "cus_0never", repaired: false }));
  await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: null } });
});

test("several pages of everything are read to the end", async () => {
  const { customerId } = await aSubscriber();
  for (let made = 0; made < 101; made += 1) await stripe.customers.create({ name: `Stranger ${made}` });
  await reconcileNow(null);
  const [run] = await runs();
  expect(run).toMatchObject({ status: "complete", drift: 0 });
  expect(await db.user.count({ where: { stripeCustomerId: customerId } })).toBe(1);
});

test("twenty events of one customer at once end in one state, and every one again changes nothing", async () => {
  const { person, customerId, subscriptionId } = await aSubscriber();
  await stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: true });
  await stripe.subscriptions.cancel(subscriptionId);
  await subscribeAtStripe(customerId, { plan: "enterprise" });
  const events = (await eventsOf(customerId)).slice(-20);
  await Promise.all(events.map(deliver));
  await drain();
  const dump = async () => ({
    subscriptions: await db.subscription.findMany({ where: { userId: person.id }, omit: AGE, orderBy: { id: "asc" } }),
    invoices: await db.invoice.findMany({ where: { userId: person.id }, omit: AGE, orderBy: { id: "asc" } }),
    payments: await db.payment.findMany({ where: { userId: person.id }, omit: AGE, orderBy: { id: "asc" } }),
    cards: await db.paymentMethod.findMany({ where: { userId: person.id }, omit: AGE, orderBy: { id: "asc" } }),
    events: await db.stripeEvent.findMany({ where: { customerId }, orderBy: { id: "asc" } }),
    letters: await db.notification.count({ where: { userId: person.id } }),
    ledger: await db.ledgerTransfer.count({ where: { userId: person.id } }),
  });
  const before = await dump();
  expect(before.subscriptions.filter(({ isPrimary }) => isPrimary)).toMatchObject([{ plan: "enterprise" }]);
  expect(before.events.filter(({ status }) => status !== "applied" && status !== "ignored")).toEqual([]);
  for (const event of events.toReversed()) await deliver(event);
  await drain();
  expect(await dump()).toEqual(before);
  await reconcileNow(null);
  expect(await runs()).toMatchObject([{ drift: 0 }]);
  expect(await dump()).toEqual(before);
});

const AGE = { syncedAt: true, updatedAt: true } as const;
