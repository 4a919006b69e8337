import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";
import { runDueJobs } from "@/lib/jobs/worker";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { compareCredits, creditPurchases, creditsOf, moveFor, sweepCredits } from "@/lib/usage/credits";
import { usageJobs } from "@/lib/usage/jobs";
import { release, reserve, settle } from "@/lib/usage/reservations";
import { aPurse, balances, bought, chargeOf, NOW, now, payBack } from "@/lib/usage/testing/purses";
import { newId } from "@/lib/platform/ids";

const swift = modelById("parley-swift");
const EXPIRED = new Date("2026-11-10T11:59:59Z");

beforeAll(() => recordPrices());

async function hold(userId: string, sourceId = newId()): Promise<string> {
  await reserve(userId, { sourceId, model: swift, promptTokens: 0 }, now);
  return sourceId;
}

const movesOf = (userId: string) =>
  db.ledgerTransfer.findMany({ where: { userId, sourceId: { startsWith: "credit:" } }, orderBy: { sourceId: "asc" } });

describe("a purchase", () => {
  test("is credited once, however often and at once it is told", async () => {
    const userId = await aPurse();
    const id = await bought(userId);
    await Promise.all([1, 2, 3, 4, 5].map(() => creditPurchases(userId, now)));
    await creditPurchases(userId, now);
    expect(await balances(userId)).toMatchObject({ [id]: 6_000_000n, issued: -6_000_000n });
    expect(await movesOf(userId)).toMatchObject([{ kind: "grant", sourceId: `credit:${id}:1` }]);
  });

  test("of somebody who has no ledger yet is credited too, and nobody else's is", async () => {
    const [userId, other] = [newId(), await aPurse()];
    await db.user.create({ data: { id: userId, email: `${userId}@parley.test` } });
    const [id, others] = [await bought(userId), await bought(other)];
    await creditPurchases(userId, now);
    expect(await balances(userId)).toMatchObject({ [id]: 6_000_000n });
    expect(await balances(other)).not.toHaveProperty(others);
  });

  test("that was paid back before anybody heard of it is not credited", async () => {
    const userId = await aPurse();
    await bought(userId, { returnedMinor: 1_000 });
    await creditPurchases(userId, now);
    expect(await movesOf(userId)).toEqual([]);
  });

  test("is told by billing's job, and by it again without effect", async () => {
    const userId = await aPurse();
    const id = await bought(userId);
    for (const _ of [1, 2]) {
      await enqueue(db, "usage.purchases-changed", { userId });
      await runDueJobs(usageJobs);
    }
    expect(await balances(userId)).toMatchObject({ [id]: 6_000_000n });
  });

  test("whose news were lost is found by the comparison, and then there is nothing to find", async () => {
    const userId = await aPurse();
    const id = await bought(userId);
    expect(await compareCredits(now)).toBeGreaterThan(0);
    expect(await balances(userId)).toMatchObject({ [id]: 6_000_000n });
    expect(await compareCredits(now)).toBe(0);
  });
});

describe("what is paid back", () => {
  test("takes its share of what is left, rounded in nobody's favour but the books'", async () => {
    const userId = await aPurse();
    const id = await bought(userId, { micros: 999n });
    await creditPurchases(userId, now);
    await payBack(id, 500);
    for (const _ of [1, 2]) await creditPurchases(userId, now);
    expect(await balances(userId)).toMatchObject({ [id]: 499n, issued: -499n });
  });

  test("takes what is not spent; the rest is the operator's loss and is never drawn on", async () => {
    const userId = await aPurse();
    const id = await bought(userId, { micros: 10_000n });
    await creditPurchases(userId, now);
    const spent = await hold(userId);
    await settle(userId, { sourceId: spent, charge: chargeOf(8_192n) }, now);
    await payBack(id, 1_000);
    await creditPurchases(userId, now);
    expect(await balances(userId)).toMatchObject({ [id]: 0n, spent: 8_192n, issued: -8_192n });
    expect(await db.ledgerAccount.findFirst({ where: { sourceId: id } })).toMatchObject({ dueBackMicros: 8_192n });
    expect(await compareCredits(now)).toBe(0);
  });

  test("takes what was held when that comes back, and until then nobody can draw on it", async () => {
    const userId = await aPurse();
    const id = await bought(userId, { micros: 9_000n });
    await creditPurchases(userId, now);
    const held = await hold(userId);
    await payBack(id, 1_000);
    await creditPurchases(userId, now);
    await release(userId, held, now);
    expect(await balances(userId)).toMatchObject({ [id]: 8_192n, held: 0n });
    expect(await reserve(userId, { sourceId: newId(), model: swift, promptTokens: 0 }, now)).toBeUndefined();
    expect(await creditsOf(userId, now)).toEqual([]);
    await sweepCredits(now);
    expect(await balances(userId)).toMatchObject({ [id]: 0n, issued: 0n });
    expect(await db.ledgerAccount.findFirst({ where: { sourceId: id } })).toMatchObject({ dueBackMicros: 0n });
  });

  test("and comes again, because a refund failed or a dispute was won, is credited again", async () => {
    const userId = await aPurse();
    const id = await bought(userId);
    for (const returned of [0, 1_000, 0, 1_000, 400]) {
      await payBack(id, returned);
      await creditPurchases(userId, now);
    }
    expect(await balances(userId)).toMatchObject({ [id]: 3_600_000n, issued: -3_600_000n });
    expect((await movesOf(userId)).map(({ kind }) => kind)).toEqual(["grant", "revoke", "grant", "revoke", "grant"]);
  });
});

describe("a term that is over", () => {
  test("takes what is left, once, whoever sweeps", async () => {
    const userId = await aPurse();
    const id = await bought(userId, { expiresAt: EXPIRED });
    const other = await bought(userId);
    await creditPurchases(userId, now);
    await Promise.all([1, 2, 3].map(() => sweepCredits(now)));
    expect(await balances(userId)).toMatchObject({ [id]: 0n, lapsed: 6_000_000n, [other]: 6_000_000n });
    expect(await db.ledgerTransfer.count({ where: { userId, kind: "lapse" } })).toBe(1);
    expect(await compareCredits(now)).toBe(0);
  });

  test("takes what a hold gives back to it later, too", async () => {
    const userId = await aPurse();
    const id = await bought(userId, { micros: 9_000n, expiresAt: plusMs(NOW, DAY_MS) });
    await creditPurchases(userId, now);
    const held = await hold(userId);
    const later = () => plusMs(NOW, 2 * DAY_MS);
    await sweepCredits(later);
    expect(await balances(userId)).toMatchObject({ [id]: 0n, lapsed: 808n, held: 8_192n });
    await release(userId, held, later);
    await sweepCredits(later);
    expect(await balances(userId)).toMatchObject({ [id]: 0n, lapsed: 9_000n, held: 0n });
  });

  test("is not over before its moment", async () => {
    const userId = await aPurse();
    const id = await bought(userId, { expiresAt: plusMs(NOW, 1) });
    await creditPurchases(userId, now);
    await sweepCredits(now);
    expect(await balances(userId)).toMatchObject({ [id]: 6_000_000n, lapsed: 0n });
  });
});

test("what can be used is told with its term, the next to be used first", async () => {
  const userId = await aPurse();
  const [late, soon] = [await bought(userId), await bought(userId, { expiresAt: plusMs(NOW, DAY_MS), micros: 5n })];
  await bought(userId, { expiresAt: EXPIRED });
  await creditPurchases(userId, now);
  expect(await creditsOf(userId, now)).toMatchObject([
    { id: soon, isGift: false, grantedMicros: 5n, leftMicros: 5n, expiresAt: plusMs(NOW, DAY_MS) },
    { id: late, leftMicros: 6_000_000n },
  ]);
});

test.each([
  { due: 10n, granted: 0n, balance: 0n, micros: 10n, dueBack: 0n },
  { due: 10n, granted: 10n, balance: 3n, micros: 0n, dueBack: 0n },
  { due: 4n, granted: 10n, balance: 10n, micros: -6n, dueBack: 0n },
  { due: 4n, granted: 10n, balance: 2n, micros: -2n, dueBack: 4n },
  { due: 0n, granted: 10n, balance: 0n, micros: 0n, dueBack: 10n },
])("of $granted granted and $balance left, $due due moves $micros and leaves $dueBack due back", (row) => {
  const { due: dueMicros, granted: grantedMicros, balance: balanceMicros, micros, dueBack: dueBackMicros } = row;
  expect(moveFor({ dueMicros, grantedMicros, balanceMicros })).toEqual({ micros, dueBackMicros });
});
