import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { compareCredits, creditsOf, sweepCredits } from "@/lib/usage/credits";
import { release, reserve, settle } from "@/lib/usage/reservations";
import { aPurse, balances, bought, chargeOf, given, NOW, now, takenBack } from "@/lib/usage/testing/purses";

const swift = modelById("parley-swift");
const LONGEST = 8_192n;

beforeAll(() => recordPrices());

async function hold(userId: string, at = now): Promise<string | undefined> {
  const sourceId = newId();
  return (await reserve(userId, { sourceId, model: swift, promptTokens: 0 }, at)) && sourceId;
}

const onRecord = (userId: string) => db.auditEvent.findMany({ where: { subject: userId }, orderBy: { id: "asc" } });
const accountOf = (sourceId: string) => db.ledgerAccount.findFirstOrThrow({ where: { sourceId } });

describe("a gift", () => {
  test("to nobody is refused", async () => {
    await expect(given(newId())).rejects.toMatchObject({ code: "not_found" });
  });

  test("pressed many times at once, and again, is one, and once on record", async () => {
    const [userId, actId] = [await aPurse(), newId()];
    await Promise.all([1, 2, 3, 4].map(() => given(userId, { actId })));
    await given(userId, { actId }, () => plusMs(NOW, DAY_MS));
    expect(await balances(userId)).toMatchObject({ [actId]: 5_000_000n, issued: -5_000_000n });
    expect(await onRecord(userId)).toMatchObject([
      {
        action: "usage.give-credit",
        detail: { target: actId, micros: 5_000_000, days: 90, reason: "Sorry for yesterday." },
      },
    ]);
  });

  test("of the same press that is another one is refused, also once the first was taken back", async () => {
    const [userId, other] = [await aPurse(), await aPurse()];
    const actId = await given(userId);
    const again = [
      () => given(userId, { actId, micros: 4_000_000n }),
      () => given(userId, { actId, days: 91 }),
      () => given(other, { actId }),
    ];
    for (const press of again) await expect(press()).rejects.toMatchObject({ code: "conflict" });
    await takenBack(userId, actId);
    for (const press of again) await expect(press()).rejects.toMatchObject({ code: "conflict" });
    await given(userId, { actId });
    expect(await balances(userId)).toMatchObject({ [actId]: 0n, issued: 0n });
    expect(await onRecord(other)).toEqual([]);
  });

  test("of more than the database allows is none, and not on record", async () => {
    const userId = await aPurse();
    await expect(given(userId, { micros: 1_000_000_001n })).rejects.toThrow(/gift_is_bounded/u);
    await expect(given(userId, { micros: -1n })).rejects.toThrow(/grant_not_negative/u);
    expect(await onRecord(userId)).toEqual([]);
    expect(await db.ledgerAccount.count({ where: { userId, kind: "promotional" } })).toBe(0);
  });

  test("to somebody who has no ledger yet opens it, and is nobody else's", async () => {
    const [userId, other] = [newId(), await aPurse()];
    await db.user.create({ data: { id: userId, email: `${userId}@parley.test` } });
    const gift = await given(userId, { days: 3 });
    expect(await balances(userId)).toMatchObject({ [gift]: 5_000_000n });
    expect(await creditsOf(userId, now)).toEqual([
      { id: gift, isGift: true, grantedMicros: 5_000_000n, leftMicros: 5_000_000n, expiresAt: plusMs(NOW, 3 * DAY_MS) },
    ]);
    expect(await creditsOf(other, now)).toEqual([]);
  });

  test("is no purchase that the comparison would miss", async () => {
    await given(await aPurse());
    await compareCredits(now);
    expect(await compareCredits(now)).toBe(0);
  });
});

describe("a gift whose term is over", () => {
  test("is drawn on up to its last moment, and lapses with what is left, once, whoever sweeps", async () => {
    const userId = await aPurse();
    const gift = await given(userId, { micros: 10_000n, days: 1 });
    const end = plusMs(NOW, DAY_MS);
    const last = await hold(userId, () => plusMs(end, -1));
    expect(last).toBeDefined();
    await settle(userId, { sourceId: last ?? "", charge: chargeOf(1_000n) }, now);
    expect(await hold(userId, () => end)).toBeUndefined();
    await Promise.all([1, 2, 3].map(() => sweepCredits(() => end)));
    expect(await balances(userId)).toMatchObject({ [gift]: 0n, lapsed: 9_000n, spent: 1_000n, issued: -10_000n });
    expect(await db.ledgerTransfer.count({ where: { userId, kind: "lapse" } })).toBe(1);
  });
});

describe("a gift that is taken back", () => {
  test("by another person's name does not exist, and neither does a purchase", async () => {
    const [userId, other] = [await aPurse(), await aPurse()];
    const [gift, purchase] = [await given(userId), await bought(userId)];
    await expect(takenBack(other, gift)).rejects.toMatchObject({ code: "not_found" });
    await expect(takenBack(userId, purchase)).rejects.toMatchObject({ code: "not_found" });
    expect(await balances(userId)).toMatchObject({ [gift]: 5_000_000n });
  });

  test("goes with what is left of it, once, however often and at once; what was used stays used", async () => {
    const userId = await aPurse();
    const gift = await given(userId, { micros: 10_000n });
    const sourceId = await hold(userId);
    await settle(userId, { sourceId: sourceId ?? "", charge: chargeOf(3_000n) }, now);
    await Promise.all([1, 2, 3].map(() => takenBack(userId, gift)));
    await takenBack(userId, gift);
    expect(await balances(userId)).toMatchObject({ [gift]: 0n, spent: 3_000n, issued: -3_000n, lapsed: 0n });
    expect(await accountOf(gift)).toMatchObject({ grantedMicros: 3_000n, dueBackMicros: 3_000n });
    expect((await onRecord(userId)).slice(1)).toMatchObject([
      { action: "usage.take-credit-back", detail: { target: gift, micros: 7_000, reason: "It was a mistake." } },
    ]);
    expect([await creditsOf(userId, now), await hold(userId)]).toEqual([[], undefined]);
  });

  test("takes what an answer held when that comes back, and until then nobody can draw on it", async () => {
    const userId = await aPurse();
    const gift = await given(userId, { micros: 10_000n });
    const sourceId = (await hold(userId)) ?? "";
    await takenBack(userId, gift);
    expect(await balances(userId)).toMatchObject({ [gift]: 0n, held: LONGEST, issued: -LONGEST });
    await settle(userId, { sourceId, charge: chargeOf(2_000n) }, now);
    expect(await balances(userId)).toMatchObject({ [gift]: LONGEST - 2_000n, held: 0n });
    expect([await hold(userId), await creditsOf(userId, now)]).toEqual([undefined, []]);
    await Promise.all([1, 2, 3].map(() => sweepCredits(now)));
    expect(await balances(userId)).toMatchObject({ [gift]: 0n, spent: 2_000n, issued: -2_000n, lapsed: 0n });
    const moves = await db.ledgerTransfer.findMany({ where: { userId, kind: { in: ["grant", "revoke"] } } });
    expect(moves.map(({ kind, sourceId: id }) => [kind, id])).toEqual([
      ["grant", `credit:${gift}:1`],
      ["revoke", `credit:${gift}:2`],
      ["revoke", `credit:${gift}:3`],
    ]);
  });

  test("while all of it is held is marked, and gone when it comes back", async () => {
    const userId = await aPurse();
    const gift = await given(userId, { micros: LONGEST });
    const sourceId = (await hold(userId)) ?? "";
    await takenBack(userId, gift);
    await release(userId, sourceId, now);
    await sweepCredits(now);
    expect(await balances(userId)).toMatchObject({ [gift]: 0n, issued: 0n, held: 0n });
    expect(await accountOf(gift)).toMatchObject({ grantedMicros: 0n, dueBackMicros: 0n });
  });

  test("leaves what was given beside it, and what was bought", async () => {
    const userId = await aPurse();
    const [gift, other] = [await given(userId, { micros: 10_000n }), await given(userId, { micros: 20_000n })];
    await takenBack(userId, gift);
    expect((await creditsOf(userId, now)).map(({ id }) => id)).toEqual([other]);
  });
});
