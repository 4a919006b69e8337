import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { grantDue } from "@/lib/usage/grant";
import { putCycle } from "@/lib/usage/queries/cycles";
import { reserve, settle } from "@/lib/usage/reservations";
import { aPurse, chargeOf, PERIOD } from "@/lib/usage/testing/purses";

const PRO = 10_000_000n;
const ENTERPRISE = 60_000_000n;
const day = (days: number) => plusMs(PERIOD.startsAt, days * DAY_MS);
const grant = (plan: string, grantMicros: bigint, period = PERIOD) => ({ plan, grantMicros, period });

beforeAll(() => recordPrices());

describe("what a cycle is still granted, by hand", () => {
  test("all of the plan's as it opens, however late that is", () => {
    expect(grantDue(undefined, grant("pro", PRO), day(29))).toBe(PRO);
  });

  test.each([
    [0, 50_000_000n],
    [10, 33_333_333n],
    [15, 25_000_000n],
    [29, 1_666_666n],
    [30, 0n],
    [31, 0n],
    [-1, 50_000_000n],
  ])("of the difference to a bigger plan after %i of 30 days, %i micro-dollars", (days, micros) => {
    expect(grantDue({ plan: "pro", planGrantMicros: PRO }, grant("enterprise", ENTERPRISE), day(days))).toBe(micros);
  });

  test("nothing for a smaller plan, and nothing for coming back to the bigger one", () => {
    const big = { plan: "enterprise", planGrantMicros: ENTERPRISE };
    expect(grantDue(big, grant("pro", PRO), day(5))).toBe(0n);
    expect(grantDue({ ...big, plan: "pro" }, grant("enterprise", ENTERPRISE), day(6))).toBe(0n);
  });

  test("all of what one and the same plan was raised by", () => {
    expect(grantDue({ plan: "pro", planGrantMicros: PRO }, grant("pro", 12_000_000n), day(20))).toBe(2_000_000n);
  });

  test("a trial's share is of the trial, not of a month", () => {
    const trial = { startsAt: PERIOD.startsAt, endsAt: plusMs(PERIOD.startsAt, 14 * DAY_MS) };
    const bigger = grant("enterprise", ENTERPRISE, trial);
    expect(grantDue({ plan: "pro", planGrantMicros: PRO }, bigger, day(7))).toBe(25_000_000n);
  });
});

describe("in the ledger", () => {
  async function change(userId: string, plan: "free" | "pro" | "enterprise", at: Date, period = PERIOD) {
    const grantMicros = { free: 200_000n, pro: PRO, enterprise: ENTERPRISE }[plan];
    await putCycle({ userId, plan, period, grantMicros }, at);
  }
  const cycleOf = (userId: string, startsAt = PERIOD.startsAt) =>
    db.ledgerAccount.findFirstOrThrow({ where: { userId, kind: "allowance", startsAt } });

  test("two changes in a cycle are prorated each from its own day", async () => {
    const userId = await aPurse(200_000n, "free");
    await change(userId, "pro", day(10));
    await change(userId, "enterprise", day(20));
    // 200,000 + 9,800,000 × 20/30 + 50,000,000 × 10/30, each rounded down.
    expect(await cycleOf(userId)).toMatchObject({
      plan: "enterprise",
      grantedMicros: 200_000n + 6_533_333n + 16_666_666n,
      planGrantMicros: ENTERPRISE,
    });
  });

  test("what was used stays used, and a plan that ends now leaves the free cycle with what it had", async () => {
    const userId = await aPurse(200_000n, "free");
    const paid = { startsAt: day(10), endsAt: day(40) };
    await change(userId, "pro", day(10), paid);
    const model = modelById(undefined);
    await reserve(userId, { sourceId: userId, model, promptTokens: 0 }, () => day(11));
    await settle(userId, { sourceId: userId, charge: chargeOf(8_000n) }, () => day(11));
    await change(userId, "enterprise", day(25), paid);
    expect(await cycleOf(userId, paid.startsAt)).toMatchObject({
      grantedMicros: 35_000_000n,
      balanceMicros: 34_992_000n,
      usedMicros: 8_000n,
    });
    await change(userId, "free", day(26));
    expect(await cycleOf(userId)).toMatchObject({ plan: "free", balanceMicros: 200_000n });
    expect((await cycleOf(userId, paid.startsAt)).endsAt).toEqual(day(26));
  });

  test("a pause, and a plan that was given, are cycles of their own: nothing of theirs is prorated", async () => {
    const userId = await aPurse(PRO, "pro");
    const paused = { startsAt: day(30), endsAt: day(60) };
    await change(userId, "free", day(30), paused);
    const given = { startsAt: day(45), endsAt: day(75) };
    await change(userId, "pro", day(45), given);
    expect(await cycleOf(userId, given.startsAt)).toMatchObject({ grantedMicros: PRO, balanceMicros: PRO });
  });

  test("a change in the cycle's last moment grants nothing, also when it is asked again later", async () => {
    const userId = await aPurse(PRO, "pro");
    await change(userId, "enterprise", PERIOD.endsAt);
    await change(userId, "enterprise", PERIOD.endsAt);
    expect(await cycleOf(userId)).toMatchObject({ grantedMicros: PRO, planGrantMicros: ENTERPRISE });
  });

  test("whatever plans follow each other, in whatever order and at once, none is granted twice nor more than the biggest", async () => {
    const step = fc.record({
      plan: fc.constantFrom("free" as const, "pro" as const, "enterprise" as const),
      days: fc.nat(31),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.boolean(), async (steps, atOnce) => {
        const userId = await aPurse(200_000n, "free");
        const sorted = steps.toSorted((a, b) => a.days - b.days);
        const changes = sorted.map(
          ({ plan, days }) =>
            () =>
              change(userId, plan, day(days)),
        );
        if (atOnce) await Promise.all(changes.map((one) => one()));
        else for (const one of changes) await one();
        const { grantedMicros, balanceMicros, planGrantMicros } = await cycleOf(userId);
        expect(grantedMicros).toBeGreaterThanOrEqual(200_000n);
        expect(grantedMicros).toBeLessThanOrEqual(planGrantMicros);
        expect(balanceMicros).toBe(grantedMicros);
        for (const one of changes) await one();
        expect((await cycleOf(userId)).grantedMicros).toBe(grantedMicros);
      }),
      { numRuns: 15 },
    );
  });
});
