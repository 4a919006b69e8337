import { beforeAll, expect, test, vi } from "vitest";
import { readAccount } from "@/lib/adapters/payments/account";
import { stripe } from "@/lib/adapters/payments/connection";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer, syncNews } from "@/lib/billing/sync";
import { aPerson, deliver, eventsOf, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { DAY_MS, MINUTE_MS, now, plusMs } from "@/lib/platform/clock";

beforeAll(ensurePrices);

/** Somebody who pays and is in step with Stripe. */
async function aPayer({ trial = false } = {}) {
  const person = await aPerson();
  const customerId = await makeCustomer(person);
  const { id } = await subscribeAtStripe(customerId, { trial });
  await syncCustomer(customerId);
  return { owned: { customerId, userId: person.id }, person, customerId, subscriptionId: id };
}

const rowOf = (id: string) => db.subscription.findUniqueOrThrow({ where: { id } });
const soon = () => plusMs(now(), MINUTE_MS);

test("news that brings nothing writes that we looked, and no row anew", async () => {
  const { owned, customerId, subscriptionId } = await aPayer();
  const [before, invoices] = [await rowOf(subscriptionId), await db.invoice.findMany({ where: { customerId } })];
  const at = soon();
  await syncNews(owned, () => at);
  expect(await rowOf(subscriptionId)).toEqual({ ...before, syncedAt: at });
  expect(await db.invoice.findMany({ where: { customerId } })).toEqual(invoices);
});

test("events that it covers are applied, as by any sync", async () => {
  const { owned, customerId } = await aPayer();
  for (const event of await eventsOf(customerId)) await deliver(event);
  await syncNews(owned);
  const events = await db.stripeEvent.findMany({ where: { customerId } });
  expect(events.length).toBeGreaterThan(2);
  expect(events.map(({ status }) => status)).not.toContain("received");
});

function aGate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

/** Until so many wait for a lock. */
const untilWaiting = (count: number) =>
  vi.waitFor(async () => {
    const rows = await db.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`;
    expect(rows[0]?.waiting).toBe(count);
  });

test.each(["changed nothing", "brought something"])(
  "an event that two syncs saw open is applied once, where the first of them %s",
  async (what) => {
    const { owned, customerId, subscriptionId } = await aPayer();
    const [event] = await eventsOf(customerId);
    const { id } = await deliver(event!);
    if (what === "brought something") await stripe.subscriptions.cancel(subscriptionId);
    const [fetching, mayFetch] = [aGate(), aGate()];
    const first = syncNews(owned, now, async (...asked) => {
      fetching.open();
      await mayFetch.passed;
      return readAccount(...asked);
    });
    await fetching.passed;
    const second = syncNews(owned, soon);
    await untilWaiting(1);
    mayFetch.open();
    await Promise.all([first, second]);
    expect(await db.stripeEvent.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "applied", attempts: 1 });
  },
);

test("what changed at Stripe is written", async () => {
  const { owned, subscriptionId } = await aPayer();
  await stripe.subscriptions.cancel(subscriptionId);
  await syncNews(owned);
  expect(await rowOf(subscriptionId)).toMatchObject({ status: "canceled" });
});

test.each(["invoice", "paymentMethod"] as const)("a row too many (%s) is taken for a change", async (table) => {
  const { owned, customerId } = await aPayer();
  const [row] =
    table === "invoice"
      ? await db.invoice.findMany({ where: { customerId } })
      : await db.paymentMethod.findMany({ where: { customerId } });
  const extra = { ...row, id: `${row?.id}_more`, ...(table === "paymentMethod" ? { isDefault: false } : {}) };
  await (table === "invoice"
    ? db.invoice.create({ data: extra as never })
    : db.paymentMethod.create({ data: extra as never }));
  await syncNews(owned);
  const left =
    table === "invoice"
      ? await db.invoice.count({ where: { id: extra.id } })
      : await db.paymentMethod.count({ where: { id: extra.id } });
  expect(left).toBe(0);
});

test("where time brought something to be told, it is told", async () => {
  const { owned, person } = await aPayer({ trial: true });
  const letters = () => db.notification.count({ where: { userId: person.id, template: "trial-ending" } });
  const near = () => plusMs(now(), 12 * DAY_MS);
  expect(await letters()).toBe(0);
  await syncNews(owned, near);
  expect(await letters()).toBe(1);
  await syncNews(owned, near);
  expect(await letters()).toBe(1);
});

test("an ending under way is looked after", async () => {
  const { owned, person, customerId, subscriptionId } = await aPayer();
  await stripe.subscriptions.cancel(subscriptionId);
  await syncCustomer(customerId);
  await db.unpaidEnding.create({ data: { subscriptionId, userId: person.id, customerId, beganAt: now() } });
  await syncNews(owned);
  expect((await db.unpaidEnding.findUniqueOrThrow({ where: { subscriptionId } })).finishedAt).not.toBeNull();
});
