import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { ceilingReached, secondsToMidnight } from "@/lib/usage/ceilings";
import { admit, release, settle } from "@/lib/usage/reservations";
import { sumHeld } from "@/lib/usage/queries/spend";
import { rulesNow } from "@/lib/usage/rules";
import { aPurse, chargeOf, NOW, now } from "@/lib/usage/testing/purses";
import { rulesWith } from "@/lib/usage/testing/rules";

const swift = modelById("parley-swift");
const ask = () => ({ sourceId: newId(), model: swift, promptTokens: 0 });
const tomorrow = () => plusMs(NOW, DAY_MS);

beforeAll(() => recordPrices());

describe("one person's day", () => {
  const ceiling = rulesWith({}, { personMicros: 10_000n });

  test("has room for what is settled and held together, to the micro-dollar, and for the whole again tomorrow", async () => {
    const userId = await aPurse(200_000n);
    const [first, second] = [ask(), ask()];
    expect(await admit(userId, first, now, ceiling)).toMatchObject({ amountMicros: 8_192n });
    await settle(userId, { sourceId: first.sourceId, charge: chargeOf(3_000n) }, now);
    expect(await admit(userId, second, now, ceiling)).toMatchObject({ amountMicros: 7_000n, maxOutputTokens: 3_500 });
    expect(await admit(userId, ask(), now, ceiling)).toEqual({ kind: "refused", reason: "person_ceiling" });
    await settle(userId, { sourceId: second.sourceId, charge: chargeOf(7_000n) }, now);
    expect(await admit(userId, ask(), now, ceiling)).toEqual({ kind: "refused", reason: "person_ceiling" });
    expect(await admit(userId, ask(), tomorrow, ceiling)).toMatchObject({ amountMicros: 8_192n });
  });

  test("is not another person's", async () => {
    const [one, other] = [await aPurse(200_000n), await aPurse(200_000n)];
    for (const userId of [one, other]) expect(await admit(userId, ask(), now, ceiling)).toMatchObject({ kind: "held" });
  });

  test("without a ceiling has no end", async () => {
    const userId = await aPurse(200_000n);
    for (let sent = 0; sent < 5; sent += 1)
      expect(await admit(userId, ask(), now, rulesWith({}))).toMatchObject({ kind: "held" });
  });

  test("is told to wait for midnight, UTC", () => {
    expect(secondsToMidnight(new Date("2026-11-10T23:59:59.001Z"))).toBe(1);
    expect(secondsToMidnight(new Date("2026-11-10T00:00:00.000Z"))).toBe(86_400);
    const refusal = ceilingReached("person_ceiling", new Date("2026-11-10T23:00:00Z"));
    expect(refusal).toMatchObject({ code: "day_spent", status: 429, retryAfterS: 3_600 });
    expect(ceilingReached("global_ceiling", NOW)).toMatchObject({ code: "spend_stopped", status: 503 });
    expect(ceilingReached("allowance", NOW)).toBeUndefined();
  });

  test("is never exceeded, whatever is sent, settled and given back at once", async () => {
    const call = fc.record({ promptTokens: fc.nat(9_000), cost: fc.nat(9_000), isSettled: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 14 }), async (calls) => {
        const userId = await aPurse(200_000n);
        await Promise.all(
          calls.map(async ({ promptTokens, cost, isSettled }) => {
            const asked = { ...ask(), promptTokens };
            const outcome = await admit(userId, asked, now, ceiling);
            if (outcome.kind === "refused") return;
            const charge = chargeOf(BigInt(cost));
            if (isSettled) await settle(userId, { sourceId: asked.sourceId, charge }, now);
            else await release(userId, asked.sourceId, now);
          }),
        );
        const { _sum } = await db.ledgerTransfer.aggregate({ where: { userId }, _sum: { chargedMicros: true } });
        expect(_sum.chargedMicros ?? 0n).toBeLessThanOrEqual(10_000n);
      }),
      { numRuns: 15 },
    );
  });
});

describe("everybody's day", () => {
  // A day that no other test of this file has.
  const then = () => new Date("2026-11-20T12:00:00Z");

  test("closes for all once it is spent, with what is held counted, and opens at midnight", async () => {
    const people = [await aPurse(200_000n), await aPurse(200_000n)];
    const spender = people[0] ?? "";
    const ceiling = (heldMicros: bigint) => rulesWith({}, { globalMicros: 20_000n, heldMicros });
    const asked = ask();
    await admit(spender, asked, then, ceiling(0n));
    await settle(spender, { sourceId: asked.sourceId, charge: chargeOf(8_000n) }, then);
    for (const userId of people) {
      expect(await admit(userId, ask(), then, ceiling(11_800n))).toEqual({ kind: "refused", reason: "global_ceiling" });
      const held = await admit(userId, ask(), then, ceiling(10_000n));
      expect(held).toMatchObject({ kind: "held", amountMicros: 2_000n });
      expect(await admit(userId, ask(), () => plusMs(then(), DAY_MS), ceiling(0n))).toMatchObject({ kind: "held" });
    }
  });

  test("counts what the operator paid beyond a hold", async () => {
    const userId = await aPurse(200_000n);
    const day = () => new Date("2026-11-22T12:00:00Z");
    const asked = ask();
    await admit(userId, asked, day, rulesWith({}));
    await settle(userId, { sourceId: asked.sourceId, charge: chargeOf(50_000n) }, day);
    const ceiling = rulesWith({}, { globalMicros: 50_000n });
    expect(await admit(userId, ask(), day, ceiling)).toEqual({ kind: "refused", reason: "global_ceiling" });
  });

  test("counts what is held now where nobody has looked for a while", async () => {
    const [holder, asker] = [await aPurse(200_000n), await aPurse(200_000n)];
    const day = () => new Date("2026-11-25T12:00:00Z");
    await admit(holder, ask(), day, rulesWith({}));
    const room = async (micros: bigint) => {
      const rules = await rulesWith({}, { globalMicros: (await sumHeld()) + micros })();
      return admit(asker, ask(), day, async () => ({ ...rules, heldMicros: undefined }));
    };
    expect(await room(100n)).toEqual({ kind: "refused", reason: "global_ceiling" });
    expect(await room(2_000n)).toMatchObject({ kind: "held", amountMicros: 2_000n });
  });

  test("what is held of everybody is read from the ledger", async () => {
    const userId = await aPurse(200_000n);
    await admit(userId, ask(), now, rulesWith({}));
    await expect.poll(async () => (await rulesNow()).heldMicros).toBeGreaterThanOrEqual(8_192n);
    expect((await rulesNow()).ceilings).toEqual({ personMicros: 50_000_000n, globalMicros: 1_000_000_000n });
  });
});
