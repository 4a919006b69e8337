import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { costMicros } from "@/lib/usage/price";
import { findCycle, putCycle } from "@/lib/usage/queries/cycles";
import { receiptOf, release, releaseExpired, reserve, settle } from "@/lib/usage/reservations";
import type { TokenUse } from "@/lib/usage/schema";
import { LEAST_OUTPUT_TOKENS } from "@/lib/usage/admission";

const NOW = new Date("2026-11-10T12:00:00Z");
const PERIOD = { startsAt: new Date("2026-11-01T00:00:00Z"), endsAt: new Date("2026-12-01T00:00:00Z") };
const now = () => NOW;
const swift = modelById("parley-swift");
const sage = modelById("parley-sage");

beforeAll(() => recordPrices());

async function person(grantMicros = 200_000n, plan: "free" | "pro" = "free"): Promise<string> {
  const id = newId();
  await db.user.create({ data: { id, email: `${id}@parley.test` } });
  await putCycle({ userId: id, plan, period: PERIOD, grantMicros }, NOW);
  return id;
}

function use(inputTokens: number, outputTokens: number): TokenUse {
  return { inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens: 0, estimated: false };
}

function chargeOf(inputTokens: number, outputTokens: number) {
  const used = use(inputTokens, outputTokens);
  return { use: used, costMicros: costMicros(used, swift.price) };
}

async function balances(userId: string) {
  const accounts = await db.ledgerAccount.findMany({ where: { userId } });
  return Object.fromEntries(accounts.map(({ kind, balanceMicros }) => [kind, balanceMicros]));
}

describe("a hold", () => {
  test("takes the prompt and the longest answer out of the allowance, and settling gives back what was not used", async () => {
    const userId = await person();
    const hold = await reserve(userId, { sourceId: "a", model: swift, promptTokens: 1_000 }, now);
    expect(hold).toEqual({ amountMicros: 250n + 8_192n, maxOutputTokens: 4_096 });
    expect(await balances(userId)).toMatchObject({ allowance: 200_000n - 8_442n, held: 8_442n, issued: -200_000n });
    const ended = await settle(userId, { sourceId: "a", charge: chargeOf(900, 100) }, now);
    expect(ended).toEqual({ settledMicros: 225n + 200n, overrunMicros: 0n });
    expect(await balances(userId)).toMatchObject({ allowance: 199_575n, held: 0n, spent: 425n, overrun: 0n });
    expect(await receiptOf(userId, "a")).toEqual({ inputTokens: 900, outputTokens: 100, settledMicros: 425n });
  });

  test("that was exceeded costs the person what was held, and the operator the rest", async () => {
    const userId = await person();
    await reserve(userId, { sourceId: "b", model: swift, promptTokens: 0 }, now);
    expect(await settle(userId, { sourceId: "b", charge: chargeOf(0, 5_000) }, now)).toEqual({
      settledMicros: 8_192n,
      overrunMicros: 1_808n,
    });
    expect(await balances(userId)).toMatchObject({ allowance: 191_808n, held: 0n, spent: 10_000n, overrun: -1_808n });
  });

  test("ends once: settling or releasing it again changes nothing", async () => {
    const userId = await person();
    await reserve(userId, { sourceId: "c", model: swift, promptTokens: 10 }, now);
    expect(await release(userId, "c", now)).toEqual({ settledMicros: 0n, overrunMicros: 0n });
    const before = await balances(userId);
    expect(before).toMatchObject({ allowance: 200_000n, held: 0n, spent: 0n });
    expect(await release(userId, "c", now)).toBeUndefined();
    expect(await settle(userId, { sourceId: "c", charge: chargeOf(10, 10) }, now)).toBeUndefined();
    expect(await balances(userId)).toEqual(before);
    expect(await receiptOf(userId, "c")).toBeUndefined();
  });

  test("of another person can not be ended", async () => {
    const [owner, other] = [await person(), await person()];
    await reserve(owner, { sourceId: "d", model: swift, promptTokens: 10 }, now);
    expect(await release(other, "d", now)).toBeUndefined();
    expect((await balances(owner))["held"]).toBeGreaterThan(0n);
  });

  test("of a source that was admitted before is refused, and takes nothing", async () => {
    const userId = await person();
    await reserve(userId, { sourceId: "e", model: swift, promptTokens: 10 }, now);
    const before = await balances(userId);
    await expect(reserve(userId, { sourceId: "e", model: swift, promptTokens: 10 }, now)).rejects.toMatchObject({
      code: "23505",
    });
    expect(await balances(userId)).toEqual(before);
  });

  test("that nobody ended goes back when its time is over, not before", async () => {
    const userId = await person();
    await reserve(userId, { sourceId: "f", model: swift, promptTokens: 10 }, now);
    await releaseExpired(() => plusMs(NOW, 60_000));
    expect((await balances(userId))["held"]).toBeGreaterThan(0n);
    await releaseExpired(() => plusMs(NOW, DAY_MS));
    expect(await balances(userId)).toMatchObject({ allowance: 200_000n, held: 0n });
  });
});

describe("admission", () => {
  test("shortens the longest answer to what is left", async () => {
    const userId = await person(3_000n);
    const hold = await reserve(userId, { sourceId: newId(), model: swift, promptTokens: 4_000 }, now);
    expect(hold).toEqual({ amountMicros: 3_000n, maxOutputTokens: 1_000 });
  });

  test("refuses when not even a short answer is covered, by one micro-dollar", async () => {
    const least = BigInt(LEAST_OUTPUT_TOKENS) * 2n;
    const [poor, exact] = [await person(least - 1n), await person(least)];
    const asked = { model: swift, promptTokens: 0 };
    expect(await reserve(poor, { ...asked, sourceId: newId() }, now)).toBeUndefined();
    expect(await reserve(exact, { ...asked, sourceId: newId() }, now)).toMatchObject({ amountMicros: least });
  });

  test("refuses a model that the plan does not have", async () => {
    const asked = { model: sage, promptTokens: 10 };
    expect(await reserve(await person(), { ...asked, sourceId: newId() }, now)).toBeUndefined();
    const pro = await person(10_000_000n, "pro");
    expect(await reserve(pro, { ...asked, sourceId: newId() }, now)).toMatchObject({ maxOutputTokens: 8_192 });
  });

  test("refuses once the cycle has ended, and without one", async () => {
    const userId = await person();
    const asked = { model: swift, promptTokens: 10 };
    expect(await reserve(userId, { ...asked, sourceId: newId() }, () => PERIOD.endsAt)).toBeUndefined();
    expect(await reserve(newId(), { ...asked, sourceId: newId() }, now)).toBeUndefined();
  });
});

describe("a cycle", () => {
  test("is granted once, however often and at once it is opened", async () => {
    const userId = await person();
    await Promise.all(
      [1, 2, 3, 4].map(() => putCycle({ userId, plan: "free", period: PERIOD, grantMicros: 200_000n }, NOW)),
    );
    expect(await balances(userId)).toMatchObject({ allowance: 200_000n, issued: -200_000n });
  });

  test("under a bigger plan is topped up by the rest of the cycle's share, once, and under a smaller one keeps it", async () => {
    const userId = await person();
    await putCycle({ userId, plan: "pro", period: PERIOD, grantMicros: 10_000_000n }, NOW);
    await putCycle({ userId, plan: "free", period: PERIOD, grantMicros: 200_000n }, NOW);
    await putCycle({ userId, plan: "pro", period: PERIOD, grantMicros: 10_000_000n }, NOW);
    // 20.5 of 30 days are left: 200,000 + 9,800,000 × 41 / 60, rounded down.
    expect(await balances(userId)).toMatchObject({ allowance: 6_896_666n, issued: -6_896_666n });
  });

  test("of a plan whose grant was raised is topped up by the difference", async () => {
    const userId = await person();
    for (const _ of [1, 2]) await putCycle({ userId, plan: "free", period: PERIOD, grantMicros: 300_000n }, NOW);
    expect(await balances(userId)).toMatchObject({ allowance: 300_000n, issued: -300_000n });
  });

  test("ends when another begins, and goes on with its rest when it comes back", async () => {
    const userId = await person();
    await reserve(userId, { sourceId: newId(), model: swift, promptTokens: 0 }, now);
    const paid = { startsAt: plusMs(NOW, -1), endsAt: plusMs(NOW, 30 * DAY_MS) };
    await putCycle({ userId, plan: "pro", period: paid, grantMicros: 10_000_000n }, NOW);
    expect(await findCycle(userId, NOW)).toMatchObject({ plan: "pro", balanceMicros: 10_000_000n, reservedMicros: 0n });
    await putCycle({ userId, plan: "free", period: PERIOD, grantMicros: 200_000n }, NOW);
    expect(await findCycle(userId, NOW)).toMatchObject({
      plan: "free",
      balanceMicros: 191_808n,
      reservedMicros: 8_192n,
    });
    expect((await balances(userId))["issued"]).toBe(-10_200_000n);
  });
});

type Step = { source: number; promptTokens: number; end: "settle" | "release"; output: number; twice: boolean };

const step = fc.record<Step>({
  source: fc.nat(5),
  promptTokens: fc.nat(4_000),
  end: fc.constantFrom("settle", "release"),
  output: fc.nat(6_000),
  twice: fc.boolean(),
});

/** One run as a program would make it: reserve, and when that was granted end it, perhaps twice at once. */
async function run(userId: string, name: string, { promptTokens, end, output, twice }: Step): Promise<void> {
  const hold = await reserve(userId, { sourceId: name, model: swift, promptTokens }, now).catch(() => undefined);
  if (!hold) return;
  const finish = () =>
    end === "settle"
      ? settle(userId, { sourceId: name, charge: chargeOf(promptTokens, output) }, now)
      : release(userId, name, now);
  const ends = await Promise.all(twice ? [finish(), finish(), release(userId, name, now)] : [finish()]);
  expect(ends.filter((one) => one !== undefined)).toHaveLength(1);
}

test("whatever runs at once, nothing is overspent, each hold ends once, and the sums agree to the micro-dollar", async () => {
  const GRANT = 30_000n;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      const userId = await person(GRANT);
      const prefix = newId();
      await Promise.all(steps.map((one) => run(userId, `${prefix}:${one.source}`, one)));

      const reservations = await db.reservation.findMany({ where: { userId } });
      const settled = reservations.reduce((sum, { settledMicros }) => sum + settledMicros, 0n);
      const overrun = reservations.reduce((sum, { overrunMicros }) => sum + overrunMicros, 0n);
      expect(reservations.filter(({ status }) => status === "held")).toEqual([]);
      expect(await balances(userId)).toMatchObject({
        allowance: GRANT - settled,
        held: 0n,
        spent: settled + overrun,
        overrun: -overrun,
        issued: -GRANT,
      });
      expect(settled).toBeLessThanOrEqual(GRANT);
    }),
    { numRuns: 25 },
  );
});

test("many sends at once for one person admit exactly what the allowance covers", async () => {
  const each = BigInt(swift.maxOutputTokens) * 2n;
  const userId = await person(each * 5n);
  const tries = await Promise.all(
    Array.from({ length: 20 }, () => reserve(userId, { sourceId: newId(), model: swift, promptTokens: 0 }, now)),
  );
  expect(tries.filter((hold) => hold !== undefined)).toHaveLength(5);
  expect(await balances(userId)).toMatchObject({ allowance: 0n, held: each * 5n });
});
