import { beforeAll, expect, test } from "vitest";
import { PLANS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";
import { db } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";
import { runDueJobs } from "@/lib/jobs/worker";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { allowanceFor, type StandingSource } from "@/lib/usage/allowance";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { usageJobs } from "@/lib/usage/jobs";
import { reserve, settle } from "@/lib/usage/reservations";

const NOW = new Date("2026-11-10T12:00:00Z");
const now = () => NOW;
const FREE = { startsAt: new Date("2026-11-05T08:00:00Z"), endsAt: new Date("2026-12-05T08:00:00Z") };
const PAID = { startsAt: new Date("2026-11-10T11:00:00Z"), endsAt: new Date("2026-12-10T11:00:00Z") };

beforeAll(() => recordPrices());

async function person(): Promise<string> {
  const id = newId();
  await db.user.create({ data: { id, email: `${id}@parley.test`, createdAt: FREE.startsAt } });
  return id;
}

function standing(plan: PlanId, period = plan === "free" ? FREE : PAID): StandingSource {
  return async () => ({ plan, period });
}

test("a person who never asked has the whole grant of the plan, until the cycle ends", async () => {
  expect(await allowanceFor(await person(), now, standing("free"))).toEqual({
    plan: "free",
    period: FREE,
    grantedMicros: 200_000n,
    usedMicros: 0n,
    reservedMicros: 0n,
    remainingMicros: 200_000n,
    giftMicros: 0n,
    creditMicros: 0n,
    resetsAt: FREE.endsAt,
    lessBecause: null,
  });
});

test("without anything told, billing decides: Free, by the month since sign-up", async () => {
  const allowance = await allowanceFor(await person(), now);
  expect(allowance).toMatchObject({ plan: "free", period: FREE, grantedMicros: PLANS.free.grants.allowanceMicros });
});

test("what was granted is always what was used, is held and is left", async () => {
  const userId = await person();
  await allowanceFor(userId, now, standing("free"));
  const model = modelById(undefined);
  const use = { inputTokens: 100, cachedInputTokens: 0, outputTokens: 100, reasoningTokens: 0, estimated: false };
  for (const sourceId of ["first", "second"]) await reserve(userId, { sourceId, model, promptTokens: 100 }, now);
  await settle(userId, { sourceId: "first", charge: { use, costMicros: 225n } }, now);
  expect(await allowanceFor(userId, now, standing("free"))).toMatchObject({
    usedMicros: 225n,
    reservedMicros: 8_217n,
    remainingMicros: 200_000n - 225n - 8_217n,
  });
});

test("an upgrade opens the paid cycle at once; going back, Free has what it had left, not a new grant", async () => {
  const userId = await person();
  await allowanceFor(userId, now, standing("free"));
  const model = modelById(undefined);
  const use = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 2_500, reasoningTokens: 0, estimated: false };
  await reserve(userId, { sourceId: newId(), model, promptTokens: 0 }, now);
  const sourceId = newId();
  await reserve(userId, { sourceId, model, promptTokens: 0 }, now);
  await settle(userId, { sourceId, charge: { use, costMicros: 5_000n } }, now);

  expect(await allowanceFor(userId, now, standing("pro"))).toMatchObject({ plan: "pro", remainingMicros: 10_000_000n });
  const back = await allowanceFor(userId, now, standing("free"));
  expect(back).toMatchObject({ plan: "free", grantedMicros: 200_000n, usedMicros: 5_000n });
});

test("a cycle that begins in our future, because Stripe's clock is ahead, can be used at once and is granted once", async () => {
  const userId = await person();
  await allowanceFor(userId, now, standing("free"));
  const ahead = { startsAt: plusMs(NOW, 3_600_000), endsAt: plusMs(NOW, 30 * DAY_MS) };
  for (const moment of [NOW, plusMs(NOW, 1_000), plusMs(ahead.startsAt, 1_000)]) {
    const allowance = await allowanceFor(userId, () => moment, standing("pro", ahead));
    expect(allowance).toMatchObject({ plan: "pro", period: ahead, remainingMicros: 10_000_000n });
  }
  const hold = await reserve(userId, { sourceId: newId(), model: modelById("parley-sage"), promptTokens: 10 }, now);
  expect(hold?.amountMicros).toBeGreaterThan(0n);
});

test("the next cycle begins full", async () => {
  const userId = await person();
  await allowanceFor(userId, now);
  const next = await allowanceFor(userId, () => plusMs(FREE.endsAt, DAY_MS));
  expect(next).toMatchObject({ remainingMicros: 200_000n, period: { startsAt: FREE.endsAt } });
});

test("a cycle that billing lengthened ends later, and is not granted again", async () => {
  const userId = await person();
  await allowanceFor(userId, now, standing("pro"));
  const longer = { startsAt: PAID.startsAt, endsAt: plusMs(PAID.endsAt, 3 * DAY_MS) };
  expect(await allowanceFor(userId, now, standing("pro", longer))).toMatchObject({
    resetsAt: longer.endsAt,
    grantedMicros: 10_000_000n,
  });
});

test("asked many times at once for the first time, it is granted once", async () => {
  const userId = await person();
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => allowanceFor(userId, now, standing("free"))));
  expect(answers.map(({ remainingMicros }) => remainingMicros)).toEqual(Array.from({ length: 5 }, () => 200_000n));
  expect(await db.ledgerTransfer.count({ where: { userId, kind: "grant" } })).toBe(1);
});

test("billing's news of a changed standing opens the cycle, and doing it twice changes nothing", async () => {
  const userId = await person();
  for (const _ of [1, 2]) {
    await enqueue(db, "usage.standing-changed", { userId });
    await runDueJobs(usageJobs);
  }
  expect(await db.ledgerTransfer.count({ where: { userId, kind: "grant" } })).toBe(1);
});
