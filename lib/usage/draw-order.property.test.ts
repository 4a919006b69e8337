import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases } from "@/lib/usage/credits";
import { reserve, settle } from "@/lib/usage/reservations";
import { aPurse, bought, chargeOf, given, NOW, now, takenBack } from "@/lib/usage/testing/purses";

const swift = modelById("parley-swift");

beforeAll(() => recordPrices());

/** What one hold drew on something, and what of it the answer kept. */
type Use = { granted: bigint; drawn: bigint; kept: bigint };

/** In the order that is promised: gifts before purchases, then what expires first. Told apart by their ids. */
async function usesInOrder(userId: string): Promise<Use[]> {
  const accounts = await db.ledgerAccount.findMany({
    where: { userId, kind: { in: ["promotional", "credit"] } },
    include: { entries: { include: { transfer: true } } },
    orderBy: [{ endsAt: "asc" }, { id: "asc" }],
  });
  const inOrder = ["promotional", "credit"].flatMap((kind) => accounts.filter((each) => each.kind === kind));
  return inOrder.map(({ entries }) => {
    const moved = (...kinds: string[]) =>
      entries
        .filter(({ transfer }) => kinds.includes(transfer.kind))
        .reduce((sum, { amountMicros }) => sum + amountMicros, 0n);
    return { granted: moved("grant"), drawn: -moved("reserve"), kept: -moved("reserve", "settle") };
  });
}

/** Each is used up, as far as it could be, before the next one is touched. */
function isOneAfterTheOther(uses: readonly { used: bigint; whole: bigint }[]): boolean {
  const first = uses.findIndex(({ used, whole }) => used < whole);
  return first === -1 || uses.slice(first + 1).every(({ used }) => used === 0n);
}

const owned = fc.record({
  isGift: fc.boolean(),
  micros: fc.integer({ min: 1, max: 4_000 }),
  days: fc.integer({ min: 1, max: 9 }),
});
const life = fc.record({
  owns: fc.array(owned, { minLength: 1, maxLength: 7 }),
  cost: fc.nat(10_000),
  taken: fc.nat(9),
});

test("whatever was given, bought and taken back meanwhile: a hold draws on it, and an answer keeps of it, in one order", async () => {
  await fc.assert(
    fc.asyncProperty(life, async ({ owns, cost, taken }) => {
      const userId = await aPurse(600n);
      const gifts: string[] = [];
      for (const { isGift, micros, days } of owns) {
        const terms = { micros: BigInt(micros), days, expiresAt: plusMs(NOW, days * DAY_MS) };
        if (isGift) gifts.push(await given(userId, terms));
        else await bought(userId, terms);
      }
      await creditPurchases(userId, now);
      const sourceId = newId();
      const hold = await reserve(userId, { sourceId, model: swift, promptTokens: 0 }, now);
      const gift = gifts[taken];
      if (gift !== undefined) await takenBack(userId, gift);
      await settle(userId, { sourceId, charge: chargeOf(BigInt(cost)) }, now);
      const uses = await usesInOrder(userId);
      expect(isOneAfterTheOther(uses.map(({ granted, drawn }) => ({ used: drawn, whole: granted })))).toBe(true);
      expect(isOneAfterTheOther(uses.map(({ drawn, kept }) => ({ used: kept, whole: drawn })))).toBe(true);
      expect(uses.every(({ drawn, kept }) => kept >= 0n && kept <= drawn)).toBe(true);
      const beyond = (hold?.amountMicros ?? 0n) - 600n;
      expect(uses.reduce((sum, { drawn }) => sum + drawn, 0n)).toBe(beyond > 0n ? beyond : 0n);
    }),
    { numRuns: 20 },
  );
});
