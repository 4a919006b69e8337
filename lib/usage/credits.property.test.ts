import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases, sweepCredits } from "@/lib/usage/credits";
import { release, reserve, settle } from "@/lib/usage/reservations";
import { aPurse, balances, bought, chargeOf, given, NOW, now, payBack, takenBack } from "@/lib/usage/testing/purses";

const swift = modelById("parley-swift");
const LATER = new Date("2026-12-01T00:00:00Z");

beforeAll(() => recordPrices());

type Act =
  | { kind: "send"; promptTokens: number; cost: number; end: "settle" | "release" | "both" }
  | { kind: "buy"; micros: number; hasExpired: boolean }
  | { kind: "payBack"; which: number; returnedMinor: number }
  | { kind: "give"; micros: number; hasExpired: boolean }
  | { kind: "takeBack"; which: number }
  | { kind: "credit" | "sweep" };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("send" as const),
      promptTokens: fc.nat(4_000),
      cost: fc.nat(12_000),
      end: fc.constantFrom("settle" as const, "release" as const, "both" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("buy" as const),
      micros: fc.integer({ min: 1, max: 20_000 }),
      hasExpired: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("give" as const),
      micros: fc.integer({ min: 1, max: 20_000 }),
      hasExpired: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant("takeBack" as const), which: fc.nat(3) }),
  fc.record({ kind: fc.constant("payBack" as const), which: fc.nat(3), returnedMinor: fc.nat(1_000) }),
  fc.record({ kind: fc.constantFrom("credit" as const, "sweep" as const) }),
);

type Had = { purchases: string[]; gifts: string[] };

async function play(userId: string, one: Act, { purchases, gifts }: Had): Promise<void> {
  if (one.kind === "send") return send(userId, one);
  if (one.kind === "give" || one.kind === "takeBack") return giveOrTake(userId, one, gifts);
  if (one.kind === "buy") {
    purchases.push(await bought(userId, { micros: BigInt(one.micros), expiresAt: one.hasExpired ? NOW : LATER }));
    return creditPurchases(userId, now);
  }
  if (one.kind === "payBack") return paidBack(userId, purchases[one.which], one.returnedMinor);
  if (one.kind === "credit") return creditPurchases(userId, now);
  await sweepCredits(now);
}

async function giveOrTake(
  userId: string,
  one: Extract<Act, { kind: "give" | "takeBack" }>,
  gifts: string[],
): Promise<void> {
  if (one.kind === "give") {
    const at = one.hasExpired ? plusMs(NOW, -DAY_MS) : NOW;
    const actId = newId();
    // Pressed twice: it is one gift.
    await Promise.all([1, 2].map(() => given(userId, { actId, micros: BigInt(one.micros), days: 1 }, () => at)));
    gifts.push(actId);
    return;
  }
  const gift = gifts[one.which];
  if (gift !== undefined) await takenBack(userId, gift);
}

async function paidBack(userId: string, id: string | undefined, returnedMinor: number): Promise<void> {
  if (id === undefined) return;
  await payBack(id, returnedMinor);
  await creditPurchases(userId, now);
}

async function send(userId: string, { promptTokens, cost, end }: Extract<Act, { kind: "send" }>): Promise<void> {
  const sourceId = newId();
  if (!(await reserve(userId, { sourceId, model: swift, promptTokens }, now))) return;
  const settling = () => settle(userId, { sourceId, charge: chargeOf(BigInt(cost)) }, now);
  const ends =
    end === "both"
      ? await Promise.all([settling(), release(userId, sourceId, now), settling()])
      : [end === "settle" ? await settling() : await release(userId, sourceId, now)];
  expect(ends.filter((one) => one !== undefined)).toHaveLength(1);
}

test("whatever is sent, bought, given, paid and taken back and swept at once: nothing is overspent, each hold ends, the books agree", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 24 }), async (acts) => {
      const userId = await aPurse(5_000n);
      const had: Had = { purchases: [], gifts: [] };
      await Promise.all(acts.map((one) => play(userId, one, had)));
      // What goes on in the background comes to its end.
      await creditPurchases(userId, now);
      await sweepCredits(now);
      await expectBooksToAgree(userId);
      const before = await balances(userId);
      await creditPurchases(userId, now);
      await sweepCredits(now);
      expect(await balances(userId)).toEqual(before);
    }),
    { numRuns: 12 },
  );
});

const USES: ReadonlySet<string> = new Set(["reserve", "settle", "release"]);

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** Counted anew from the purchases and the receipts; the entries are summed by hand. */
async function expectBooksToAgree(userId: string): Promise<void> {
  const [accounts, holds, entries] = await Promise.all([
    db.ledgerAccount.findMany({ where: { userId } }),
    db.reservation.findMany({ where: { userId } }),
    db.ledgerEntry.findMany({ where: { account: { userId } }, include: { transfer: true } }),
  ]);
  const purchases = await db.creditPurchase.findMany({ where: { userId } });
  const sum = (values: bigint[]) => values.reduce((total, value) => total + value, 0n);
  const of = (kind: string) => sum(accounts.filter((one) => one.kind === kind).map((one) => one.balanceMicros));

  expect(sum(entries.map(({ amountMicros }) => amountMicros))).toBe(0n);
  for (const { id, balanceMicros } of accounts) {
    expect(sum(entries.filter(({ accountId }) => accountId === id).map(({ amountMicros }) => amountMicros))).toBe(
      balanceMicros,
    );
  }
  expect(holds.filter(({ status }) => status === "held")).toEqual([]);
  expect(of("held")).toBe(0n);
  const settled = sum(holds.map(({ settledMicros }) => settledMicros));
  // The allowance is spent first, then what was given, then what was bought.
  const parts = holds.map(({ settledMicros, amountMicros, giftMicros, creditMicros }) => {
    const own = least(settledMicros, amountMicros - giftMicros - creditMicros);
    const gift = least(settledMicros - own, giftMicros);
    return { gift, credit: settledMicros - own - gift };
  });
  const fromGift = sum(parts.map(({ gift }) => gift));
  const fromCredit = sum(parts.map(({ credit }) => credit));
  expect(of("allowance")).toBe(5_000n - (settled - fromGift - fromCredit));
  const [gifts, credits] = ["promotional", "credit"].map((kind) => accounts.filter((one) => one.kind === kind));
  for (const [own, used] of [
    [gifts ?? [], fromGift],
    [credits ?? [], fromCredit],
  ] as const) {
    const ids = new Set(own.map(({ id }) => id));
    const moved = entries.filter(({ accountId, transfer }) => ids.has(accountId) && USES.has(transfer.kind));
    expect(sum(moved.map(({ amountMicros }) => amountMicros))).toBe(-used);
  }
  const uses = await db.usageCycle.findMany({ where: { userId } });
  expect(sum(uses.map(({ giftMicros }) => giftMicros))).toBe(fromGift);
  expect(sum(uses.map(({ creditMicros }) => creditMicros))).toBe(fromCredit);
  const grantedOf = (own: typeof accounts) => sum(own.map(({ grantedMicros }) => grantedMicros));
  const granted = grantedOf([...(gifts ?? []), ...(credits ?? [])]);
  expect(of("promotional") + of("credit") + of("lapsed")).toBe(granted - fromGift - fromCredit);
  // Of what was taken back nothing is left, and nothing can come back.
  const takenBackGifts = (gifts ?? []).filter(({ dueBackMicros }) => dueBackMicros > 0n);
  expect(sum(takenBackGifts.map(({ balanceMicros }) => balanceMicros))).toBe(0n);
  const due = sum(
    purchases.map(
      ({ creditMicros, amountMinor, returnedMinor }) =>
        (creditMicros * BigInt(amountMinor - returnedMinor)) / BigInt(amountMinor),
    ),
  );
  expect(grantedOf(credits ?? []) - sum((credits ?? []).map(({ dueBackMicros }) => dueBackMicros))).toBe(due);
  expect(of("issued")).toBe(-5_000n - granted);
}
