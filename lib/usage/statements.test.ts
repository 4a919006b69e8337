import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases, sweepCredits } from "@/lib/usage/credits";
import { putCycle } from "@/lib/usage/queries/cycles";
import { reserve, settle } from "@/lib/usage/reservations";
import type { Statement } from "@/lib/usage/schema";
import { statementOf, statementsOf } from "@/lib/usage/statements";
import {
  aPurse,
  balances,
  bought,
  chargeOf,
  given,
  NOW,
  now,
  payBack,
  PERIOD,
  takenBack,
} from "@/lib/usage/testing/purses";

const swift = modelById("parley-swift");
const sage = modelById("parley-sage");
const NEXT = { startsAt: PERIOD.endsAt, endsAt: new Date("2027-01-01T00:00:00Z") };
const LATER = new Date("2026-12-10T00:00:00Z");

beforeAll(() => recordPrices());

async function spend(userId: string, costMicros: bigint, { at = NOW, model = swift } = {}): Promise<void> {
  const sourceId = newId();
  const hold = await reserve(userId, { sourceId, model, promptTokens: 0 }, () => at);
  if (!hold) throw new Error("The balance should have covered it");
  await settle(userId, { sourceId, charge: chargeOf(costMicros) }, () => at);
}

test("a cycle that runs: what was granted, used by model, held, and what is left", async () => {
  const userId = await aPurse(200_000n, "pro");
  await spend(userId, 1_000n);
  await spend(userId, 9_000n, { model: sage });
  await reserve(userId, { sourceId: newId(), model: swift, promptTokens: 0 }, now);
  const [statement, ...others] = await statementsOf(userId, now);
  expect(others).toEqual([]);
  expect(statement).toMatchObject({
    plan: "pro",
    period: PERIOD,
    isRunning: true,
    allowance: { granted: 200_000n, used: 10_000n, held: 8_192n, lapsed: 0n, closing: 181_808n },
    credits: { opening: 0n, bought: 0n, used: 0n, closing: 0n },
    uses: [
      { model: "parley-sage", receipts: 1, chargedMicros: 9_000n },
      { model: "parley-swift", receipts: 1, chargedMicros: 1_000n },
    ],
    total: { receipts: 2, outputTokens: 2n, chargedMicros: 10_000n, creditMicros: 0n, overrunMicros: 0n },
  });
});

test("what an ended cycle had left is gone; credits go on into the next", async () => {
  const userId = await aPurse(10_000n);
  const purchase = await bought(userId, { micros: 50_000n });
  await creditPurchases(userId, now);
  await spend(userId, 6_000n);
  await spend(userId, 7_000n);
  await putCycle({ userId, plan: "free", period: NEXT, grantMicros: 10_000n }, LATER);
  await payBack(purchase, 500);
  await creditPurchases(userId, () => LATER);
  const [second, first] = await statementsOf(userId, () => LATER);
  expect(first).toMatchObject({
    isRunning: false,
    allowance: { granted: 10_000n, used: 10_000n, held: 0n, lapsed: 0n, closing: 0n },
    credits: { opening: 0n, bought: 50_000n, used: 3_000n, paidBack: 0n, closing: 47_000n },
  });
  expect(second).toMatchObject({
    isRunning: true,
    allowance: { granted: 10_000n, used: 0n, lapsed: 0n, closing: 10_000n },
    credits: { opening: 47_000n, bought: 0n, used: 0n, paidBack: 25_000n, lapsed: 0n, closing: 22_000n },
  });
});

test("what was not used of an ended cycle, and of credits whose term is over, is named", async () => {
  const userId = await aPurse(10_000n);
  await bought(userId, { micros: 5_000n, expiresAt: plusMs(NOW, DAY_MS) });
  await creditPurchases(userId, now);
  await spend(userId, 1_000n);
  await sweepCredits(() => plusMs(NOW, 2 * DAY_MS));
  const [statement] = await statementsOf(userId, () => LATER);
  expect(statement?.allowance).toEqual({ granted: 10_000n, used: 1_000n, held: 0n, lapsed: 9_000n, closing: 0n });
  expect(statement?.credits).toMatchObject({ bought: 5_000n, lapsed: 5_000n, closing: 0n });
});

test("what was given stands apart from what was bought, with what was taken back of it and what expired", async () => {
  const userId = await aPurse(5_000n);
  await bought(userId, { micros: 50_000n });
  await creditPurchases(userId, now);
  const gift = await given(userId, { micros: 20_000n });
  await given(userId, { micros: 3_000n, days: 1 });
  await spend(userId, 8_000n);
  await spend(userId, 2_000n);
  await putCycle({ userId, plan: "free", period: NEXT, grantMicros: 0n }, LATER);
  await spend(userId, 1_500n, { at: LATER });
  await takenBack(userId, gift, () => LATER);
  const [second, first] = await statementsOf(userId, () => LATER);
  const none = { opening: 0n, given: 0n, used: 0n, held: 0n, takenBack: 0n, lapsed: 0n, closing: 0n };
  expect(first?.allowance).toMatchObject({ used: 5_000n });
  expect(first?.gifts).toEqual({ ...none, given: 23_000n, used: 5_000n, closing: 18_000n });
  expect(second?.gifts).toEqual({ ...none, opening: 18_000n, used: 1_500n, takenBack: 16_500n });
  expect(second?.credits).toMatchObject({ opening: 50_000n, used: 0n, closing: 50_000n });

  await given(userId, { micros: 700n, days: 1 }, () => LATER);
  await sweepCredits(() => plusMs(LATER, DAY_MS));
  const [after] = await statementsOf(userId, () => plusMs(LATER, DAY_MS));
  expect(after?.gifts).toMatchObject({ given: 700n, lapsed: 700n, closing: 0n });
});

test("an answer that ends after its cycle did is in the statement of its cycle", async () => {
  const userId = await aPurse(100_000n);
  await reserve(userId, { sourceId: "late", model: swift, promptTokens: 0 }, now);
  await putCycle({ userId, plan: "free", period: NEXT, grantMicros: 10_000n }, LATER);
  await settle(userId, { sourceId: "late", charge: chargeOf(2_000n) }, () => LATER);
  const [second, first] = await statementsOf(userId, () => LATER);
  expect(first).toMatchObject({ allowance: { used: 2_000n, lapsed: 98_000n }, total: { receipts: 1 } });
  expect(second).toMatchObject({ allowance: { used: 0n, closing: 10_000n }, total: { receipts: 0 } });
});

test("another one's statement is none", async () => {
  const [mine, theirs] = [await aPurse(1n), await aPurse(1n)];
  const [statement] = await statementsOf(theirs, now);
  await expect(statementOf(mine, statement?.id ?? "", now)).rejects.toMatchObject({ code: "not_found" });
  await expect(statementOf(mine, "no id at all", now)).rejects.toMatchObject({ code: "not_found" });
  expect(await statementOf(theirs, statement?.id ?? "", now)).toEqual(statement);
});

type Step =
  | { kind: "spend"; micros: number; isAdvanced: boolean }
  | { kind: "buy"; micros: number }
  | { kind: "payBack"; share: number }
  | { kind: "give"; micros: number; days: number }
  | { kind: "takeBack" }
  | { kind: "sweep" }
  | { kind: "hold" }
  | { kind: "renew" };
/** Somebody's books while they are written: it is `at` in them. */
type Books = { userId: string; purchases: string[]; gifts: string[]; at: Date; endsAt: Date };

const STEPS: { [Kind in Step["kind"]]: (books: Books, step: Extract<Step, { kind: Kind }>) => Promise<void> } = {
  spend: async ({ userId, at }, { micros, isAdvanced }) => {
    const sourceId = newId();
    const hold = await reserve(userId, { sourceId, model: isAdvanced ? sage : swift, promptTokens: 0 }, () => at);
    if (hold) await settle(userId, { sourceId, charge: chargeOf(BigInt(micros)) }, () => at);
  },
  hold: async ({ userId, at }) => {
    await reserve(userId, { sourceId: newId(), model: swift, promptTokens: 0 }, () => at);
  },
  buy: async ({ userId, purchases, at }, { micros }) => {
    purchases.push(await bought(userId, { micros: BigInt(micros) }));
    await creditPurchases(userId, () => at);
  },
  payBack: async ({ userId, purchases, at }, { share }) => {
    const purchase = purchases.shift();
    if (purchase) await payBack(purchase, share);
    await creditPurchases(userId, () => at);
  },
  give: async ({ userId, gifts, at }, { micros, days }) => {
    gifts.push(await given(userId, { micros: BigInt(micros), days }, () => at));
  },
  takeBack: async ({ userId, gifts, at }) => {
    const gift = gifts.shift();
    if (gift !== undefined) await takenBack(userId, gift, () => at);
  },
  sweep: async ({ at }) => {
    await sweepCredits(() => at);
  },
  renew: async (books) => {
    const period = { startsAt: books.endsAt, endsAt: plusMs(books.endsAt, 30 * DAY_MS) };
    Object.assign(books, { endsAt: period.endsAt, at: plusMs(period.startsAt, DAY_MS) });
    await putCycle({ userId: books.userId, plan: "pro", period, grantMicros: 20_000n }, books.at);
  },
};

test("over any history, both sides add up, and end with what the ledger holds", async () => {
  const kind = <Kind extends Step["kind"]>(name: Kind) => fc.constant(name);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: kind("spend"), micros: fc.nat(9_000), isAdvanced: fc.boolean() }),
    fc.record({ kind: kind("buy"), micros: fc.integer({ min: 1, max: 40_000 }) }),
    fc.record({ kind: kind("payBack"), share: fc.integer({ min: 1, max: 1_000 }) }),
    fc.record({
      kind: kind("give"),
      micros: fc.integer({ min: 1, max: 15_000 }),
      days: fc.integer({ min: 1, max: 40 }),
    }),
    fc.record({ kind: kind("takeBack") }),
    fc.record({ kind: kind("sweep") }),
    fc.record({ kind: kind("hold") }),
    fc.record({ kind: kind("renew") }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const books: Books = {
        userId: await aPurse(20_000n, "pro"),
        purchases: [],
        gifts: [],
        at: NOW,
        endsAt: PERIOD.endsAt,
      };
      for (const each of steps) {
        books.at = plusMs(books.at, DAY_MS / 8);
        await (STEPS[each.kind] as (books: Books, step: Step) => Promise<void>)(books, each);
      }
      const statements = await statementsOf(books.userId, () => books.at);
      expect(statements.length).toBe(1 + steps.filter((each) => each.kind === "renew").length);
      await expectTied(books.userId, statements);
    }),
    { numRuns: 12 },
  );
});

async function expectTied(userId: string, statements: readonly Statement[]): Promise<void> {
  for (const [index, { allowance, gifts, credits, total }] of statements.entries()) {
    expect(allowance.granted - allowance.used - allowance.held - allowance.lapsed).toBe(allowance.closing);
    expect(Object.values(allowance).every((amount) => amount >= 0n)).toBe(true);
    expect(credits.opening).toBe(statements[index + 1]?.credits.closing ?? 0n);
    expect(gifts.opening).toBe(statements[index + 1]?.gifts.closing ?? 0n);
    expect([...Object.values(gifts), ...Object.values(credits)].every((amount) => amount >= 0n)).toBe(true);
    expect(allowance.used + gifts.used + credits.used).toBe(total.chargedMicros);
  }
  const [newest] = statements;
  const held = await balances(userId);
  const ofGifts = await db.ledgerAccount.aggregate({
    where: { userId, kind: "promotional" },
    _sum: { balanceMicros: true },
  });
  expect(newest?.gifts.closing).toBe(ofGifts._sum.balanceMicros ?? 0n);
  const ofPurchases = Object.entries(held).filter(([name]) => name.startsWith("pi_"));
  expect(newest?.credits.closing).toBe(ofPurchases.reduce((sum, [, micros]) => sum + micros, 0n));
  expect(sum(statements, ({ allowance, gifts, credits }) => allowance.held + gifts.held + credits.held)).toBe(
    held["held"],
  );
  const receipts = await db.ledgerTransfer.aggregate({
    where: { userId, kind: "settle" },
    _sum: { chargedMicros: true },
  });
  expect(sum(statements, ({ total }) => total.chargedMicros)).toBe(receipts._sum.chargedMicros ?? 0n);
}

function sum(statements: readonly Statement[], amount: (statement: Statement) => bigint): bigint {
  return statements.reduce((total, statement) => total + amount(statement), 0n);
}
