import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, HOUR_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { subscribed } from "@/lib/chat/testing/plan";
import { allowanceFor } from "@/lib/usage/allowance";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases } from "@/lib/usage/credits";
import { usageByDay } from "@/lib/usage/days";
import { sumsBy, totalOf, usageOverview, usageReport } from "@/lib/usage/overview";
import { reserve } from "@/lib/usage/reservations";
import { UsageReport } from "@/lib/usage/schema";
import { aCall } from "@/lib/usage/testing/calls";
import { aPurse, bought, given, NOW } from "@/lib/usage/testing/purses";

beforeAll(() => recordPrices());

/** Billing's word is that the person is on Free; the cycle begins at sign-up. */
async function aFreePerson() {
  const userId = await aPurse();
  await db.user.update({ where: { id: userId }, data: { createdAt: NOW } });
  const now = () => plusMs(NOW, HOUR_MS);
  const { period } = await allowanceFor(userId, now);
  return { userId, now, period };
}

test("who has used nothing has everything", async () => {
  const { userId, now, period } = await aFreePerson();
  const report = await usageReport(userId, now);
  expect(report).toMatchObject({
    plan: "free",
    period: { startsAt: period.startsAt.toISOString(), endsAt: period.endsAt.toISOString() },
    resetsAt: period.endsAt.toISOString(),
    limits: {
      allowanceMicros: 200_000,
      modelClasses: ["standard"],
      concurrentAnswers: 2,
      cycleTokens: { advanced: null },
    },
    used: { micros: 0, giftMicros: 0, creditMicros: 0, byClass: [] },
    classTokens: [],
    reserved: { micros: 0 },
    remaining: { micros: 200_000, giftMicros: 0, creditMicros: 0 },
    gifts: [],
    credits: [],
  });
  expect(UsageReport.parse(report)).toEqual(report);
});

test("tokens of a class that the plan bounds are told with what is held of them", async () => {
  const userId = newId();
  await db.user.create({ data: { id: userId, email: `${userId}@parley.test` } });
  await subscribed({ id: userId }, "pro");
  await allowanceFor(userId);
  await reserve(userId, {
    sourceId: newId(),
    model: modelById("parley-sage"),
    promptTokens: 100,
    maxOutputTokens: 400,
  });
  const { classTokens } = await usageReport(userId);
  expect(classTokens).toEqual([{ class: "advanced", usedTokens: 500, limitTokens: 3_000_000 }]);
});

test("what was used, of the allowance and of credits, and by class; models that are gone count too", async () => {
  const { userId, now } = await aFreePerson();
  await bought(userId, { micros: 1_000_000n });
  await creditPurchases(userId, now);
  for (let n = 0; n < 30; n += 1) await aCall(userId, { output: 4_000 }, now);
  await aCall(userId, { origin: "title", input: 100, output: 5 }, now);
  const { used, remaining, credits } = await usageReport(userId, now);
  expect(used).toEqual({
    micros: 200_000,
    giftMicros: 0,
    creditMicros: 40_035,
    byClass: [expect.objectContaining({ class: "standard", receipts: 31, inputTokens: 100, chargedMicros: 240_035 })],
  });
  expect(remaining).toEqual({ micros: 0, giftMicros: 0, creditMicros: 959_965 });
  expect(credits).toMatchObject([{ boughtMicros: 1_000_000, leftMicros: 959_965 }]);

  const { uses } = await usageOverview(userId, now);
  expect(sumsBy(uses, ({ origin }) => origin)).toMatchObject([
    { name: "chat", receipts: 30, chargedMicros: 240_000n },
    { name: "title", receipts: 1, chargedMicros: 35n },
  ]);
  expect(totalOf(uses)).toMatchObject({ receipts: 31, chargedMicros: 240_035n, creditMicros: 40_035n });

  // Nobody can change a receipt; but what it was a receipt of may be offered no more.
  await db.usageCycle.updateMany({ where: { userId }, data: { model: "retired" } });
  expect((await usageReport(userId, now)).used.byClass).toMatchObject([{ class: "other", receipts: 31 }]);
});

test("what was given is told apart from what was bought, with its own term", async () => {
  const { userId, now } = await aFreePerson();
  await bought(userId, { micros: 1_000_000n });
  await creditPurchases(userId, now);
  await given(userId, { micros: 30_000n, days: 10 }, now);
  for (let n = 0; n < 30; n += 1) await aCall(userId, { output: 4_000 }, now);
  const { used, remaining, gifts, credits } = await usageReport(userId, now);
  expect(used).toMatchObject({ micros: 200_000, giftMicros: 30_000, creditMicros: 10_000 });
  expect(remaining).toEqual({ micros: 0, giftMicros: 0, creditMicros: 990_000 });
  expect([gifts, credits.length]).toEqual([[], 1]);

  await given(userId, { micros: 7_000n, days: 10 }, now);
  const expiresAt = plusMs(now(), 10 * DAY_MS).toISOString();
  expect((await usageReport(userId, now)).gifts).toEqual([{ givenMicros: 7_000, leftMicros: 7_000, expiresAt }]);
  expect((await usageOverview(userId, now)).credits.map(({ isGift }) => isGift)).toEqual([true, false]);
});

test("what is held is neither used nor left", async () => {
  const { userId, now } = await aFreePerson();
  await reserve(userId, { sourceId: newId(), model: modelById("parley-swift"), promptTokens: 0 }, now);
  expect(await usageReport(userId, now)).toMatchObject({
    used: { micros: 0 },
    reserved: { micros: 8_192 },
    remaining: { micros: 191_808 },
  });
});

test("days begin at the person's midnight, and add up to what was charged", async () => {
  const userId = await aPurse(10_000_000n, "pro");
  // Noon in UTC on the 10th; ten o'clock at night; and at three the next morning.
  await aCall(userId, { output: 500 }, () => NOW);
  await aCall(userId, { output: 1_000 }, () => plusMs(NOW, 10 * HOUR_MS));
  await aCall(userId, { model: "parley-sage", output: 100 }, () => plusMs(NOW, 15 * HOUR_MS));
  const days = (zone: string, first = "2026-11-09", last = "2026-11-12") => usageByDay(userId, { first, last, zone });
  expect(await days("UTC")).toEqual([
    { day: "2026-11-10", model: "parley-swift", chargedMicros: 3_000n },
    { day: "2026-11-11", model: "parley-sage", chargedMicros: 1_000n },
  ]);
  expect(await days("America/New_York")).toEqual([
    { day: "2026-11-10", model: "parley-sage", chargedMicros: 1_000n },
    { day: "2026-11-10", model: "parley-swift", chargedMicros: 3_000n },
  ]);
  expect(await days("Asia/Tokyo")).toEqual([
    { day: "2026-11-10", model: "parley-swift", chargedMicros: 1_000n },
    { day: "2026-11-11", model: "parley-sage", chargedMicros: 1_000n },
    { day: "2026-11-11", model: "parley-swift", chargedMicros: 2_000n },
  ]);
  expect(await days("UTC", "2026-11-11", "2026-11-11")).toHaveLength(1);
  expect(await days("UTC", "2026-11-12", "2026-11-11")).toEqual([]);
});
