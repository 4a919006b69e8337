import { beforeEach, describe, expect, test } from "vitest";
import { sweepDunning } from "@/lib/billing/dunning/sweep";
import { beginEnding } from "@/lib/billing/queries/dunning";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs } from "@/lib/platform/clock";

const NOW = new Date("2027-01-20T12:00:00.000Z");
const LONG_AGO = plusMs(NOW, -60 * DAY_MS);
const days = (count: number) => plusMs(NOW, count * DAY_MS);

beforeEach(async () => {
  await db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
  await db.subscription.deleteMany();
  await db.paymentMethod.deleteMany();
  await db.unpaidEnding.deleteMany();
});

type Dates = Partial<{
  status: string;
  interval: string;
  currentPeriodStart: Date;
  currentPeriodEnd: Date;
  trialEnd: Date;
  pastDueSince: Date;
  syncedAt: Date;
}>;

async function aSubscription(dates: Dates): Promise<string> {
  const { id: userId } = await aPerson();
  const customerId = `cus_${userId}`;
  const row = { id: `sub_${userId}`, userId, customerId, plan: "pro", priceId: "price_1", currency: "usd" };
  const rest = { unitAmountMinor: 1_900, livemode: false, stripeCreatedAt: LONG_AGO, syncedAt: LONG_AGO };
  await db.subscription.create({ data: { ...row, ...rest, status: "active", interval: "month", ...dates } });
  return customerId;
}

async function keys(): Promise<string[]> {
  const rows = await db.$queryRaw<{ key: string }[]>`SELECT key FROM graphile_worker.jobs ORDER BY key`;
  return rows.map(({ key }) => key);
}

async function sweptFor(customerId: string): Promise<boolean> {
  await sweepDunning(() => NOW);
  return (await keys()).includes(`billing.sync-customer:${customerId}`);
}

describe("who is looked at again", () => {
  test.each<[string, boolean, Dates]>([
    ["three days before a trial's end", true, { status: "trialing", trialEnd: days(3) }],
    ["not earlier", false, { status: "trialing", trialEnd: days(3.1) }],
    ["a week before a year is over", true, { interval: "year", currentPeriodEnd: days(7) }],
    ["not before a month is", false, { interval: "month", currentPeriodEnd: days(7) }],
    ["when a renewal should be through and we heard nothing", true, { currentPeriodEnd: plusMs(NOW, -2 * HOUR_MS) }],
    ["not while Stripe still drafts it", false, { currentPeriodEnd: plusMs(NOW, -HOUR_MS) }],
    ["at a step of the ladder", true, { status: "past_due", pastDueSince: days(-7) }],
    ["not between two steps", false, { status: "past_due", pastDueSince: days(-4), syncedAt: days(-0.5) }],
    ["at a step that is counted from the period", true, { status: "unpaid", currentPeriodStart: days(-6) }],
    ["not when it is over", false, { status: "canceled", pastDueSince: days(-7), currentPeriodEnd: days(-1) }],
    ["not when Stripe was asked since", false, { status: "trialing", trialEnd: days(3), syncedAt: NOW }],
    ["not without any date", false, {}],
  ])("%s: %s", async (_when, isDue, dates) => {
    expect(await sweptFor(await aSubscription(dates))).toBe(isDue);
  });

  test("twice is one job, and one that waits with its own backoff is left alone", async () => {
    const customerId = await aSubscription({ status: "past_due", pastDueSince: days(-7) });
    await sweepDunning(() => NOW);
    await db.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = '2030-01-01Z', attempts = 3`;
    await sweepDunning(() => NOW);
    expect(await keys()).toEqual([`billing.sync-customer:${customerId}`]);
    const rows = await db.$queryRaw<{ attempts: number }[]>`SELECT attempts FROM graphile_worker.jobs`;
    expect(rows).toEqual([{ attempts: 3 }]);
  });
});

describe("a card", () => {
  async function aCard(card: { expMonth: number | null; expYear: number | null; isDefault?: boolean }) {
    const { id: userId } = await aPerson();
    const row = { id: `pm_${userId}`, userId, customerId: `cus_${userId}`, kind: "card", isDefault: true };
    await db.paymentMethod.create({ data: { ...row, syncedAt: LONG_AGO, ...card } });
    return `cus_${userId}`;
  }

  test.each([
    [true, { expMonth: 2, expYear: 2027 }],
    [false, { expMonth: 3, expYear: 2027 }],
    [false, { expMonth: 2, expYear: 2027, isDefault: false }],
    [false, { expMonth: null, expYear: null }],
  ])("is due (%s): %j", async (isDue, card) => {
    expect(await sweptFor(await aCard(card))).toBe(isDue);
  });
});

describe("an ending", () => {
  async function begun(at: Date): Promise<string> {
    const { id: userId } = await aPerson();
    const subscriptionId = `sub_${userId}`;
    await beginEnding({ subscriptionId, userId, customerId: `cus_${userId}` }, at);
    return `billing.end-unpaid:${subscriptionId}`;
  }

  test("that somebody began and did not finish is taken up", async () => {
    const key = await begun(plusMs(NOW, -11 * MINUTE_MS));
    await sweepDunning(() => NOW);
    expect(await keys()).toEqual([key]);
  });
  test("that just began is left to who began it, one that is done for good", async () => {
    await begun(plusMs(NOW, -MINUTE_MS));
    await begun(LONG_AGO);
    await db.unpaidEnding.updateMany({ where: { beganAt: LONG_AGO }, data: { finishedAt: NOW } });
    await sweepDunning(() => NOW);
    expect(await keys()).toEqual([]);
  });
});
