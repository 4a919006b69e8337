import { beforeEach, describe, expect, test } from "vitest";
import { aPerson } from "@/lib/billing/testing/world";
import { yearlyMinor } from "@/lib/billing/yearly";
import { db, type Prisma } from "@/lib/db/client";
import { adminBilling } from "@/lib/insights/billing";
import { eventsToLookAt, openEvents, recurringLines } from "@/lib/insights/statement";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

const NOW = new Date("2026-11-21T12:00:00Z");
const now = () => NOW;

beforeEach(async () => {
  await db.subscription.deleteMany();
  await db.stripeEvent.deleteMany();
});

type SubscriptionWish = Partial<Prisma.SubscriptionUncheckedCreateInput>;

async function aSubscription(wish: SubscriptionWish = {}) {
  const { id: userId } = await aPerson();
  const { interval = "month", unitAmountMinor = 1_900, quantity = 1 } = wish;
  const priceMinor = BigInt(unitAmountMinor * quantity);
  await db.subscription.create({
    data: {
      id: `sub_${newId()}`,
      userId,
      customerId: `cus_${userId}`,
      status: "active",
      plan: "pro",
      priceId: "price_1",
      interval: "month",
      currency: "usd",
      unitAmountMinor: 1_900,
      yearlyMinor: yearlyMinor({ interval, intervalCount: 1, priceMinor }),
      livemode: false,
      stripeCreatedAt: NOW,
      syncedAt: NOW,
      ...wish,
    },
  });
}

type EventWish = Pick<Prisma.StripeEventCreateInput, "id" | "status"> & { ageDays?: number };

async function anEvent({ id, status = "received", ageDays = 0 }: EventWish) {
  const receivedAt = plusMs(NOW, -ageDays * DAY_MS);
  await db.stripeEvent.create({
    data: {
      id,
      status,
      type: "invoice.paid",
      livemode: false,
      payload: { secret: "typed by somebody" },
      reason: status === "received" || status === "applied" ? null : "Because.",
      stripeCreatedAt: receivedAt,
      receivedAt,
      appliedAt: status === "applied" ? NOW : null,
    },
  });
}

const YEARLY = { interval: "year", unitAmountMinor: 19_000 };

describe("what the recurring revenue is made of", () => {
  test("nothing, where nobody pays", async () => {
    await aSubscription({ status: "canceled" });
    await aSubscription({ status: "unpaid" });
    await aSubscription({ status: "paused" });
    await aSubscription({ status: "incomplete" });
    await aSubscription({ plan: null });
    await aSubscription({ currency: "eur" });
    expect(await recurringLines()).toEqual([]);
  });

  test("one line a price and status, with what it brings a month", async () => {
    await aSubscription();
    await aSubscription();
    await aSubscription({ status: "past_due" });
    await aSubscription({ status: "trialing" });
    await aSubscription({ unitAmountMinor: 1_500 });
    await aSubscription(YEARLY);
    const lines = (await recurringLines()).map(({ plan, status, interval, price, count, monthly }) =>
      [plan, status, interval, price.amountMinor, count, monthly.amountMinor].join(" "),
    );
    expect(lines).toEqual([
      "pro active month 1500 1 1500",
      "pro active month 1900 2 3800",
      "pro past_due month 1900 1 1900",
      "pro trialing month 1900 1 1900",
      "pro active year 19000 1 1583",
    ]);
  });

  test("a plan that was given is no trial of which anything could come", async () => {
    const until = { trialEnd: NOW, givenUntil: NOW, yearlyMinor: 0 };
    await aSubscription({ status: "trialing" });
    await aSubscription({ status: "trialing", ...until });
    await aSubscription({ status: "trialing", quantity: 2, ...until });
    // Paid for since, so it is as any other.
    await aSubscription({ trialEnd: NOW, givenUntil: NOW });
    expect(await recurringLines()).toMatchObject([
      { status: "active", count: 1 },
      { status: "trialing", count: 1, monthly: { amountMinor: 1_900 } },
    ]);
    const { trialing, trialMrr, subscriptions } = await adminBilling();
    expect({ trialing, trialMrr: trialMrr.amountMinor }).toEqual({ trialing: 1, trialMrr: 1_900 });
    expect(subscriptions.map(({ status, count }) => `${status} ${count}`).toSorted()).toEqual([
      "active 1",
      "given 2",
      "trialing 1",
    ]);
  });

  test("several seats are one price", async () => {
    await aSubscription({ quantity: 3 });
    expect(await recurringLines()).toMatchObject([{ price: { amountMinor: 5_700 }, count: 1 }]);
  });

  test("a price has one line, and what discounts take off is off what it brings", async () => {
    await aSubscription();
    await aSubscription({ yearlyMinor: 11_400 });
    expect(await recurringLines()).toMatchObject([
      { price: { amountMinor: 1_900 }, count: 2, monthly: { amountMinor: 2_850 } },
    ]);
  });

  test("is what the total is made of, to less than a cent a line", async () => {
    for (let count = 0; count < 5; count++) await aSubscription(YEARLY);
    await aSubscription({ plan: "enterprise", interval: "year", unitAmountMinor: 99_000 });
    await aSubscription({ status: "past_due" });
    await aSubscription({ status: "trialing", unitAmountMinor: 9_900, plan: "enterprise" });
    const [lines, { mrr, trialMrr }] = [await recurringLines(), await adminBilling({}, now)];
    const sumOf = (wanted: boolean) =>
      lines
        .filter(({ status }) => (status === "trialing") === wanted)
        .reduce((sum, { monthly }) => sum + monthly.amountMinor, 0);
    expect(Math.abs(sumOf(false) - mrr.amountMinor)).toBeLessThan(lines.length);
    expect(sumOf(true)).toBe(trialMrr.amountMinor);
  });
});

describe("how far our copy may be behind", () => {
  test("not at all, when every event is settled", async () => {
    await anEvent({ id: "evt_1", status: "applied", ageDays: 9 });
    await anEvent({ id: "evt_2", status: "ignored", ageDays: 8 });
    await anEvent({ id: "evt_3", status: "dead", ageDays: 7 });
    expect(await openEvents()).toEqual({ count: 0, oldestReceivedAt: null });
    expect(await eventsToLookAt("open", now)).toEqual([]);
  });

  test("since the oldest that waits or failed, however long ago that is", async () => {
    await anEvent({ id: "evt_new" });
    await anEvent({ id: "evt_old", status: "failed", ageDays: 400 });
    await anEvent({ id: "evt_done", status: "applied", ageDays: 500 });
    expect(await openEvents()).toEqual({ count: 2, oldestReceivedAt: plusMs(NOW, -400 * DAY_MS) });
    expect((await eventsToLookAt("open", now)).map(({ id }) => id)).toEqual(["evt_old", "evt_new"]);
  });

  test("what was given up is shown for thirty days, the newest first", async () => {
    await anEvent({ id: "evt_edge", status: "dead", ageDays: 30 });
    await anEvent({ id: "evt_late", status: "dead", ageDays: 31 });
    await anEvent({ id: "evt_fresh", status: "dead", ageDays: 1 });
    await anEvent({ id: "evt_failed", status: "failed", ageDays: 1 });
    expect((await eventsToLookAt("dead", now)).map(({ id }) => id)).toEqual(["evt_fresh", "evt_edge"]);
  });

  test("what people typed is in none of it", async () => {
    await anEvent({ id: "evt_1", status: "failed" });
    await anEvent({ id: "evt_2", status: "dead" });
    const shown = [...(await eventsToLookAt("open", now)), ...(await eventsToLookAt("dead", now))];
    expect(shown).toHaveLength(2);
    expect(JSON.stringify(shown)).not.toContain("typed by somebody");
  });
});
