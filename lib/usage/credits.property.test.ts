import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases, sweepCredits } from "@/lib/usage/credits";
import { release, reserve, settle } from "@/lib/usage/reservations";
import { aPurse, balances, bought, chargeOf, NOW, now, payBack } from "@/lib/usage/testing/purses";

const swift = modelById("parley-swift");
const LATER = new Date("2026-12-01T00:00:00Z");

beforeAll(() => recordPrices());

type Act =
  | { kind: "send"; promptTokens: number; cost: number; end: "settle" | "release" | "both" }
  | { kind: "buy"; micros: number; hasExpired: boolean }
  | { kind: "payBack"; which: number; returnedMinor: number }
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
  fc.record({ kind: fc.constant("payBack" as const), which: fc.nat(3), returnedMinor: fc.nat(1_000) }),
  fc.record({ kind: fc.constantFrom("credit" as const, "sweep" as const) }),
);

async function play(userId: string, one: Act, purchases: string[]): Promise<void> {
  if (one.kind === "send") return send(userId, one);
  if (one.kind === "buy") {
    purchases.push(await bought(userId, { micros: BigInt(one.micros), expiresAt: one.hasExpired ? NOW : LATER }));
    return creditPurchases(userId, now);
  }
  if (one.kind === "payBack") return paidBack(userId, purchases[one.which], one.returnedMinor);
  if (one.kind === "credit") return creditPurchases(userId, now);
  await sweepCredits(now);
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

test("whatever is sent, bought, paid back and swept at once: nothing is overspent, each hold ends, the books agree", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 24 }), async (acts) => {
      const userId = await aPurse(5_000n);
      const purchases: string[] = [];
      await Promise.all(acts.map((one) => play(userId, one, purchases)));
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

/** Counted anew from the purchases and the receipts; the entries are summed by hand. */
async function expectBooksToAgree(userId: string): Promise<void> {
  const [accounts, holds, entries] = await Promise.all([
    db.ledgerAccount.findMany({ where: { userId } }),
    db.reservation.findMany({ where: { userId } }),
    db.ledgerEntry.findMany({ where: { account: { userId } } }),
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
  const fromCredit = sum(
    holds.map(({ settledMicros, amountMicros, creditMicros }) => {
      const fromAllowance = amountMicros - creditMicros;
      return settledMicros > fromAllowance ? settledMicros - fromAllowance : 0n;
    }),
  );
  expect(of("allowance")).toBe(5_000n - (settled - fromCredit));
  const credits = accounts.filter(({ kind }) => kind === "credit");
  const granted = sum(credits.map(({ grantedMicros }) => grantedMicros));
  expect(of("credit") + of("lapsed")).toBe(granted - fromCredit);
  const due = sum(
    purchases.map(
      ({ creditMicros, amountMinor, returnedMinor }) =>
        (creditMicros * BigInt(amountMinor - returnedMinor)) / BigInt(amountMinor),
    ),
  );
  expect(granted - sum(credits.map(({ dueBackMicros }) => dueBackMicros))).toBe(due);
  expect(of("issued")).toBe(-5_000n - granted);
}
