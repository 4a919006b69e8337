import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { PLANS } from "@/lib/billing/plans";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { cheaperThan } from "@/lib/usage/cheaper";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases } from "@/lib/usage/credits";
import { admit, release, reserve, settle } from "@/lib/usage/reservations";
import { aPurse, balances, bought, chargeOf, given, now } from "@/lib/usage/testing/purses";
import { rulesWith } from "@/lib/usage/testing/rules";

const swift = modelById("parley-swift");
const sage = modelById("parley-sage");
const ask = (model = swift) => ({ sourceId: newId(), model, promptTokens: 0 });
const used = (outputTokens: number, costMicros: bigint) => {
  const { use } = chargeOf(costMicros);
  return { use: { ...use, outputTokens }, costMicros };
};

beforeAll(() => recordPrices());

async function aBuyer(grantMicros: bigint): Promise<string> {
  const userId = await aPurse(200_000n);
  await bought(userId);
  await creditPurchases(userId, now);
  const sourceId = newId();
  const big = { ...swift, price: { ...swift.price, inputMicrosPerMtok: 1_000_000n } };
  await reserve(
    userId,
    { sourceId, model: big, promptTokens: Number(200_000n - grantMicros), maxOutputTokens: 1 },
    now,
  );
  await settle(userId, { sourceId, charge: chargeOf(200_000n - grantMicros) }, now);
  return userId;
}

describe("when the allowance is spent, the plan decides", () => {
  test("credits are drawn on, or they are not, though there are some", async () => {
    const rules = {
      credits: rulesWith({ free: { whenSpent: "credits" } }),
      stop: rulesWith({ free: { whenSpent: "stop" } }),
    };
    const userId = await aBuyer(0n);
    expect(await admit(userId, ask(), now, rules.stop)).toEqual({ kind: "refused", reason: "allowance" });
    expect(await admit(userId, ask(), now, rules.credits)).toMatchObject({ kind: "held", maxOutputTokens: 4_096 });
  });

  test("what was given is drawn on also where the plan stops, and what was bought is still not", async () => {
    const rules = rulesWith({ free: { whenSpent: "stop" } });
    const userId = await aBuyer(0n);
    const gift = await given(userId, { micros: 9_000n });
    expect(await admit(userId, ask(), now, rules)).toMatchObject({ kind: "held", amountMicros: 8_192n });
    expect(await admit(userId, ask(), now, rules)).toMatchObject({ kind: "held", amountMicros: 808n });
    expect(await admit(userId, ask(), now, rules)).toEqual({ kind: "refused", reason: "allowance" });
    const left = await balances(userId);
    expect([left[gift], left["held"]]).toEqual([0n, 9_000n]);
    expect(Object.entries(left).filter(([name]) => name.startsWith("pi_"))).toMatchObject([
      [expect.anything(), 6_000_000n],
    ]);
  });

  test("a stop spends the allowance to its end, and nothing else", async () => {
    const userId = await aBuyer(1_000n);
    const held = await admit(userId, ask(), now, rulesWith({ free: { whenSpent: "stop" } }));
    expect(held).toMatchObject({ kind: "held", amountMicros: 1_000n, maxOutputTokens: 500 });
    expect(await balances(userId)).toMatchObject({ allowance: 0n, held: 1_000n });
  });

  test("a fallback that costs as much, or is not in the plan, is no cheaper one", () => {
    const plan = (grants: object) => ({ grants: { ...PLANS.pro.grants, ...grants } });
    expect(cheaperThan(sage, PLANS.pro)).toBe(swift);
    expect(cheaperThan(swift, PLANS.pro)).toBeUndefined();
    expect(cheaperThan(sage, plan({ whenSpent: "credits" }))).toBeUndefined();
    expect(cheaperThan(sage, plan({ modelClasses: ["advanced"] }))).toBeUndefined();
    expect(cheaperThan(sage, PLANS.pro, () => ({ ...sage, id: "other" }))).toBeUndefined();
  });
});

describe("the tokens of a class that a plan covers", () => {
  const covering = (standard: number) =>
    rulesWith({ free: { cycleTokens: { standard, advanced: undefined }, whenSpent: "credits" } });
  const countOf = async (userId: string) => {
    const { id } = await db.ledgerAccount.findFirstOrThrow({ where: { userId, kind: "allowance" } });
    return (await db.cycleTokens.findFirst({ where: { accountId: id } }))?.tokens;
  };

  test("are counted while held, and by what was used once that is known", async () => {
    const userId = await aPurse(200_000n);
    const [first, second] = [ask(), ask()];
    await admit(userId, { ...first, promptTokens: 100 }, now, covering(10_000));
    expect(await countOf(userId)).toBe(4_196n);
    await admit(userId, second, now, covering(10_000));
    await settle(userId, { sourceId: first.sourceId, charge: used(250, 500n) }, now);
    await release(userId, second.sourceId, now);
    expect(await countOf(userId)).toBe(250n);
  });

  test("shorten the longest answer, and are refused beyond, by one token", async () => {
    const userId = await aPurse(200_000n);
    expect(await admit(userId, ask(), now, covering(256))).toMatchObject({ maxOutputTokens: 256 });
    expect(await admit(userId, ask(), now, covering(511))).toEqual({ kind: "refused", reason: "model_tokens" });
    expect(await admit(userId, ask(), now, covering(512))).toMatchObject({ maxOutputTokens: 256 });
  });

  test("are not those that were bought: beyond them credits pay, and nothing is counted", async () => {
    const userId = await aBuyer(200_000n);
    const held = await admit(userId, ask(), now, covering(10));
    expect(held).toMatchObject({ kind: "held", amountMicros: 8_192n, maxOutputTokens: 4_096 });
    expect(await balances(userId)).toMatchObject({ allowance: 200_000n, held: 8_192n });
    expect(await countOf(userId)).toBeUndefined();
  });

  test("of one class are not those of another, and what a model of another one answered is not counted", async () => {
    const userId = await aPurse(10_000_000n, "pro");
    const bounded = rulesWith({ pro: { cycleTokens: { standard: undefined, advanced: 9_000 } } });
    await admit(userId, ask(), now, bounded);
    expect(await countOf(userId)).toBeUndefined();
    const asked = ask(sage);
    await admit(userId, asked, now, bounded);
    expect(await countOf(userId)).toBe(8_192n);
    const charge = { ...used(300, 600n), priceVersion: swift.price.version };
    await settle(userId, { sourceId: asked.sourceId, charge }, now);
    expect(await countOf(userId)).toBe(0n);
  });

  test("are never exceeded, whatever is asked for and ended at once", async () => {
    const call = fc.record({ promptTokens: fc.nat(2_000), output: fc.nat(5_000), isSettled: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 12 }), async (calls) => {
        const userId = await aPurse(200_000n);
        const rules = covering(9_000);
        const counts = await Promise.all(
          calls.map(async ({ promptTokens, output, isSettled }) => {
            const { sourceId, ...asked } = ask();
            await admit(userId, { ...asked, sourceId, promptTokens }, now, rules);
            const during = (await countOf(userId)) ?? 0n;
            if (isSettled) await settle(userId, { sourceId, charge: used(output, 10n) }, now);
            else await release(userId, sourceId, now);
            return during;
          }),
        );
        expect(counts.every((count) => count <= 9_000n)).toBe(true);
        const kept = await db.ledgerTransfer.findMany({
          where: { userId, kind: "settle" },
          include: { reservation: true },
        });
        const sum = kept.reduce((total, { outputTokens, reservation }) => {
          const counted = Number(reservation?.countedTokens);
          return total + Math.min(outputTokens, counted);
        }, 0);
        expect((await countOf(userId)) ?? 0n).toBe(BigInt(sum));
      }),
      { numRuns: 12 },
    );
  });
});
