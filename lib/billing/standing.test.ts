import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plusMonths } from "@/lib/billing/cycle";
import { allowanceCycle, standingOf } from "@/lib/billing/standing";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const signedUpAt = day("2026-01-31");

async function aPerson(createdAt = signedUpAt): Promise<string> {
  const id = newId();
  await db.user.create({ data: { id, email: `${id}@standing.test`, createdAt } });
  return id;
}

type Overrides = { plan?: string; isPrimary?: boolean; status?: string; pastDueSince?: Date; cancelAt?: Date };

async function subscribe(userId: string, overrides: Overrides = {}) {
  const id = `sub_${newId()}`;
  await db.subscription.create({
    data: {
      id,
      userId,
      customerId: "cus_1",
      status: "active",
      plan: "pro",
      priceId: "price_1",
      interval: "month",
      currency: "usd",
      unitAmountMinor: 1_900,
      isPrimary: true,
      currentPeriodStart: day("2026-11-10"),
      currentPeriodEnd: day("2026-12-10"),
      livemode: false,
      stripeCreatedAt: day("2026-11-10"),
      syncedAt: day("2026-11-10"),
      ...overrides,
    },
  });
  return id;
}

describe("where a person stands", () => {
  const now = () => day("2026-11-21");

  test("nobody is not found", async () => {
    await expect(standingOf(newId(), now)).rejects.toMatchObject({ code: "not_found" });
  });

  test("without a subscription: Free, by the month since sign-up", async () => {
    expect(await standingOf(await aPerson(), now)).toMatchObject({
      plan: "free",
      reason: "You are on Free.",
      period: { startsAt: day("2026-10-31"), endsAt: day("2026-11-30") },
      subscriptionId: undefined,
    });
  });

  test("with one: its plan and its period", async () => {
    const userId = await aPerson();
    const subscriptionId = await subscribe(userId);
    expect(await standingOf(userId, now)).toMatchObject({
      plan: "pro",
      period: { startsAt: day("2026-11-10"), endsAt: day("2026-12-10") },
      subscriptionId,
    });
  });

  test.each<[string, Overrides]>([
    ["a payment is missing", { status: "past_due", pastDueSince: day("2026-11-20") }],
    ["it is cancelled within the period", { cancelAt: day("2026-11-23") }],
  ])("while %s, its allowance ends with the plan and not with the period", async (_why, overrides) => {
    const userId = await aPerson();
    await subscribe(userId, overrides);
    expect(await standingOf(userId, now)).toMatchObject({
      plan: "pro",
      period: { startsAt: day("2026-11-10"), endsAt: day("2026-11-23") },
    });
    expect(await standingOf(userId, () => day("2026-11-23"))).toMatchObject({ plan: "free" });
  });

  test("a subscription that is not the primary one decides nothing", async () => {
    const userId = await aPerson();
    await subscribe(userId, { isPrimary: false });
    expect(await standingOf(userId, now)).toMatchObject({ plan: "free", state: "free" });
  });

  test("a plan that is none of ours gives Free", async () => {
    const userId = await aPerson();
    await subscribe(userId, { plan: "gold" });
    expect(await standingOf(userId, now)).toMatchObject({ plan: "free", state: "unknown" });
  });
});

describe("the month an allowance is for", () => {
  const held = (startsAt: string, endsAt: string, periodHeldUntil?: Date) => ({
    period: { startsAt: day(startsAt), endsAt: day(endsAt) },
    periodHeldUntil,
  });

  test("is the paid month itself, whatever its days: the 28th of February to the 31st of March is one", () => {
    const paid = held("2026-02-28", "2026-03-31");
    expect(allowanceCycle(paid, signedUpAt, day("2026-03-30"))).toEqual(paid.period);
  });

  test.each([
    ["a month", "2026-12-20"],
    ["a year", "2027-11-20"],
  ])("of %s that begins in our future, because Stripe's clock is ahead, is its first one", (_length, endsAt) => {
    const cycle = allowanceCycle(held("2026-11-20", endsAt), signedUpAt, plusMs(day("2026-11-20"), -5_000));
    expect(cycle).toEqual({ startsAt: day("2026-11-20"), endsAt: day("2026-12-20") });
  });

  test("goes on, and does not begin anew, while a renewal is unconfirmed", () => {
    const paid = held("2026-10-20", "2026-11-20", day("2026-11-23"));
    const cycle = allowanceCycle(paid, signedUpAt, day("2026-11-21"));
    expect(cycle).toEqual({ startsAt: day("2026-10-20"), endsAt: day("2026-11-23") });
  });

  test("of a year goes on the same way", () => {
    const paid = held("2025-11-20", "2026-11-20", day("2026-11-23"));
    const cycle = allowanceCycle(paid, signedUpAt, day("2026-11-21"));
    expect(cycle).toEqual({ startsAt: day("2026-10-20"), endsAt: day("2026-11-23") });
  });

  test("of a year: there are exactly twelve, without gap, whenever it began", () => {
    const starts = fc.date({ min: day("2020-01-01"), max: day("2040-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(starts, (startsAt) => {
        const period = { startsAt, endsAt: plusMonths(startsAt, 12) };
        const cycles = [];
        for (let at = startsAt; at < period.endsAt; at = cycles.at(-1)!.endsAt) {
          cycles.push(allowanceCycle({ period, periodHeldUntil: undefined }, signedUpAt, at));
        }
        expect(cycles).toHaveLength(12);
        expect(cycles.map((cycle) => cycle.startsAt)).toEqual([
          startsAt,
          ...cycles.slice(0, -1).map(({ endsAt }) => endsAt),
        ]);
        expect(cycles.at(-1)?.endsAt).toEqual(period.endsAt);
      }),
    );
  });

  test("holds the moment it is asked for, at any moment of the year", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 364 }), (days) => {
        const moment = plusMs(day("2024-02-29"), days * DAY_MS);
        const { startsAt, endsAt } = allowanceCycle(held("2024-02-29", "2025-02-28"), signedUpAt, moment);
        expect(startsAt.getTime()).toBeLessThanOrEqual(moment.getTime());
        expect(endsAt.getTime()).toBeGreaterThan(moment.getTime());
      }),
    );
  });
});
