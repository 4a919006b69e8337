import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";
import { runDueJobs } from "@/lib/jobs/worker";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { usageJobs } from "@/lib/usage/jobs";
import { creditPurchases } from "@/lib/usage/credits";
import { tellAllowance } from "@/lib/usage/notices";
import { putCycle } from "@/lib/usage/queries/cycles";
import { release, reserve, settle } from "@/lib/usage/reservations";
import { aPurse, bought, chargeOf, given, NOW, now, PERIOD, takenBack } from "@/lib/usage/testing/purses";

// Its price is a micro-dollar for each token of the prompt.
const meter = { ...modelById("parley-swift"), maxOutputTokens: 0 };
meter.price = { ...meter.price, inputMicrosPerMtok: 1_000_000n };
const lettersOf = async (userId: string) => {
  const letters = await db.notification.findMany({
    where: { userId, template: "allowance-low" },
    orderBy: { createdAt: "asc" },
  });
  return letters.map(({ payload }) => payload as { isSpent: boolean; plan: string });
};
const crossedBy = (userId: string) =>
  db.$queryRaw<{ percent: number }[]>`
    SELECT percent FROM allowance_notices notice JOIN ledger_accounts cycle ON cycle.id = notice.account_id
    WHERE cycle.user_id = ${userId}::uuid ORDER BY percent`;

beforeAll(() => recordPrices());

async function use(userId: string, micros: number): Promise<void> {
  const sourceId = newId();
  await reserve(userId, { sourceId, model: meter, promptTokens: micros }, now);
  await settle(userId, { sourceId, charge: chargeOf(BigInt(micros)) }, now);
}

const tell = async (userId: string) => {
  const { id: accountId } = await db.ledgerAccount.findFirstOrThrow({ where: { userId, kind: "allowance" } });
  for (const percent of [80, 100]) await tellAllowance({ userId, accountId, percent }, now);
};

test("four fifths of a grant are a line, to the micro-dollar, and crossing it is told once", async () => {
  const userId = await aPurse(200_000n);
  await use(userId, 159_999);
  expect(await crossedBy(userId)).toEqual([]);
  await use(userId, 1);
  expect(await crossedBy(userId)).toEqual([{ percent: 80 }]);
  await use(userId, 10_000);
  for (const _ of [1, 2]) await tell(userId);
  expect(await lettersOf(userId)).toMatchObject([
    { isSpent: false, plan: "Free", whenSpent: "credits", hasGift: false, hasCredits: false },
  ]);
});

test("its end is told when it covers not even the shortest answer", async () => {
  const userId = await aPurse(200_000n);
  await use(userId, 199_488);
  expect(await crossedBy(userId)).toEqual([{ percent: 80 }]);
  await use(userId, 1);
  expect(await crossedBy(userId)).toEqual([{ percent: 80 }, { percent: 100 }]);
  await tell(userId);
  expect((await lettersOf(userId)).map(({ isSpent }) => isSpent)).toEqual([false, true]);
});

test("what was given is told of, and what was bought too, for as long as there is something of it", async () => {
  const userId = await aPurse(200_000n);
  const gift = await given(userId);
  await bought(userId);
  await creditPurchases(userId, now);
  await use(userId, 170_000);
  await tell(userId);
  await takenBack(userId, gift);
  await use(userId, 30_000);
  await tell(userId);
  expect(await lettersOf(userId)).toMatchObject([
    { isSpent: false, hasGift: true, hasCredits: true },
    { isSpent: true, hasGift: false, hasCredits: true },
  ]);
});

test("what jumps over both lines is told of the last one alone", async () => {
  const userId = await aPurse(200_000n);
  const before = await jobsOf(userId);
  await use(userId, 200_000);
  expect(await crossedBy(userId)).toEqual([{ percent: 80 }, { percent: 100 }]);
  expect((await jobsOf(userId)) - before).toBe(1);
});

async function jobsOf(userId: string): Promise<number> {
  const rows = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM graphile_worker._private_jobs WHERE payload::jsonb ->> 'userId' = ${userId} AND payload::jsonb ? 'percent'`;
  return Number(rows[0]?.count);
}

test("a hold crosses nothing, nor does what was given back", async () => {
  const userId = await aPurse(200_000n);
  await reserve(userId, { sourceId: userId, model: meter, promptTokens: 200_000 }, now);
  await release(userId, userId, now);
  expect(await crossedBy(userId)).toEqual([]);
});

test("nothing is told of a cycle that is over, of a line that was not crossed, or to somebody else", async () => {
  const userId = await aPurse(200_000n);
  await use(userId, 170_000);
  const { id: accountId } = await db.ledgerAccount.findFirstOrThrow({ where: { userId, kind: "allowance" } });
  await tellAllowance({ userId, accountId, percent: 100 }, now);
  await tellAllowance({ userId, accountId, percent: 80 }, () => PERIOD.endsAt);
  await tellAllowance({ userId: await aPurse(), accountId, percent: 80 }, now);
  expect(await lettersOf(userId)).toEqual([]);
});

test("a bigger grant in the same cycle is not told of again", async () => {
  const userId = await aPurse(200_000n);
  await use(userId, 170_000);
  await putCycle({ userId, plan: "pro", period: PERIOD, grantMicros: 300_000n }, NOW);
  await use(userId, 85_000);
  expect(await crossedBy(userId)).toEqual([{ percent: 80 }]);
});

test("the job tells, and a job of another shape is refused", async () => {
  const userId = await aPurse(200_000n);
  await use(userId, 170_000);
  const { id: accountId } = await db.ledgerAccount.findFirstOrThrow({ where: { userId, kind: "allowance" } });
  // The job tells by the machine's clock; the cycle of this test is moved there.
  await db.ledgerAccount.update({ where: { id: accountId }, data: { endsAt: new Date("2099-01-01T00:00:00Z") } });
  await enqueue(db, "usage.allowance-notice", { userId, accountId, percent: 80 });
  await runDueJobs(usageJobs);
  expect(await lettersOf(userId)).toHaveLength(1);
});

test("however much is settled at once, each line is crossed once, and by what was used", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 2, maxLength: 12 }), async (uses) => {
      const userId = await aPurse(200_000n);
      await Promise.all(uses.map((micros) => use(userId, micros)));
      const { usedMicros } = await db.ledgerAccount.findFirstOrThrow({ where: { userId, kind: "allowance" } });
      const lines = usedMicros >= 199_489n ? [80, 100] : usedMicros >= 160_000n ? [80] : [];
      expect((await crossedBy(userId)).map(({ percent }) => percent)).toEqual(lines);
      expect(await jobsOf(userId)).toBeLessThanOrEqual(lines.length);
      await tell(userId);
      expect(await lettersOf(userId)).toHaveLength(lines.length);
    }),
    { numRuns: 12 },
  );
});
