import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases, sweepCredits } from "@/lib/usage/credits";
import { putCycle } from "@/lib/usage/queries/cycles";
import { admit, release, releaseExpired, settle } from "@/lib/usage/reservations";
import { expectBooksToAgree } from "@/lib/usage/testing/books";
import { aPurse, balances, bought, chargeOf, given, NOW, payBack, PERIOD, takenBack } from "@/lib/usage/testing/purses";
import { rulesWith } from "@/lib/usage/testing/rules";

/*
 * Months of one person, all at once and over connections of their own: answers and programs that end well, are stopped,
 * fail, are told of twice or are left behind by a process that died; cycles and plans that change under them; credits
 * that are bought or given, used, expire and are paid or taken back. Then what nobody ended is swept, everything is done once more, and the
 * books are counted anew.
 */

const swift = modelById("parley-swift");
const sage = modelById("parley-sage");
const KEYS = [newId(), newId()];
const NEXT = { startsAt: PERIOD.endsAt, endsAt: plusMs(PERIOD.endsAt, 31 * DAY_MS) };
const LATER = plusMs(NEXT.endsAt, DAY_MS);
const PLAN_GRANTS = { free: 20_000n, pro: 60_000n, enterprise: 90_000n } as const;
const rules = rulesWith(
  {
    free: { concurrentAnswers: 50, cycleTokens: { standard: 30_000, advanced: undefined } },
    pro: { concurrentAnswers: 50, cycleTokens: { standard: undefined, advanced: 20_000 } },
    enterprise: { concurrentAnswers: 50, whenSpent: "stop" },
  },
  { personMicros: 150_000n },
);

beforeAll(() => recordPrices());

const END = ["settle", "stop", "fail", "crash", "twice"] as const;
type Send = {
  kind: "send";
  isSage: boolean;
  key: number;
  promptTokens: number;
  output: number;
  end: (typeof END)[number];
  isNext: boolean;
};
type Act =
  | Send
  | { kind: "plan"; plan: keyof typeof PLAN_GRANTS; days: number; isNext: boolean }
  | { kind: "buy"; micros: number; isShort: boolean }
  | { kind: "payBack"; which: number; returnedMinor: number }
  | { kind: "give"; micros: number; isShort: boolean }
  | { kind: "takeBack"; which: number }
  | { kind: "sweep" };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record<Send>({
      kind: fc.constant("send"),
      isSage: fc.boolean(),
      key: fc.nat(3),
      promptTokens: fc.nat(3_000),
      output: fc.nat(6_000),
      end: fc.constantFrom(...END),
      isNext: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("plan" as const),
      plan: fc.constantFrom("free" as const, "pro" as const, "enterprise" as const),
      days: fc.integer({ min: 0, max: 29 }),
      isNext: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant("buy" as const), micros: fc.integer({ min: 1, max: 30_000 }), isShort: fc.boolean() }),
  fc.record({ kind: fc.constant("payBack" as const), which: fc.nat(2), returnedMinor: fc.nat(1_000) }),
  fc.record({ kind: fc.constant("give" as const), micros: fc.integer({ min: 1, max: 30_000 }), isShort: fc.boolean() }),
  fc.record({ kind: fc.constant("takeBack" as const), which: fc.nat(2) }),
  fc.constant({ kind: "sweep" as const }),
);

type Life = { userId: string; purchases: string[]; gifts: string[]; sends: { sourceId: string; one: Send }[] };

const PLAYED = {
  send: async (life: Life, one: Act) => (one.kind === "send" ? send(life, one) : undefined),
  plan: async ({ userId }: Life, one: Act) => (one.kind === "plan" ? changePlan(userId, one) : undefined),
  buy: async ({ userId, purchases }: Life, one: Act) => {
    if (one.kind !== "buy") return;
    purchases.push(
      await bought(userId, { micros: BigInt(one.micros), expiresAt: one.isShort ? NEXT.startsAt : LATER }),
    );
    await creditPurchases(userId, () => NOW);
  },
  payBack: async ({ userId, purchases }: Life, one: Act) => {
    const id = one.kind === "payBack" ? purchases[one.which] : undefined;
    if (one.kind !== "payBack" || id === undefined) return;
    await payBack(id, one.returnedMinor);
    await creditPurchases(userId, () => NOW);
  },
  give: async ({ userId, gifts }: Life, one: Act) => {
    if (one.kind !== "give") return;
    gifts.push(await given(userId, { micros: BigInt(one.micros), days: one.isShort ? 1 : 60 }, () => NOW));
  },
  takeBack: async ({ userId, gifts }: Life, one: Act) => {
    const id = one.kind === "takeBack" ? gifts[one.which] : undefined;
    if (id !== undefined) await takenBack(userId, id);
  },
  sweep: () => sweepCredits(() => NEXT.startsAt),
};

function changePlan(userId: string, { plan, days, isNext }: Extract<Act, { kind: "plan" }>): Promise<void> {
  const period = isNext ? NEXT : PERIOD;
  return putCycle({ userId, plan, period, grantMicros: PLAN_GRANTS[plan] }, plusMs(period.startsAt, days * DAY_MS));
}

async function send({ userId, sends }: Life, one: Send): Promise<void> {
  const at = () => (one.isNext ? plusMs(NEXT.startsAt, DAY_MS) : NOW);
  const sourceId = newId();
  const key = KEYS[one.key];
  const apiKey = key === undefined ? {} : { origin: "api" as const, apiKey: { id: key, budgetMicros: 40_000n } };
  const asked = { sourceId, model: one.isSage ? sage : swift, promptTokens: one.promptTokens, ...apiKey };
  // The same request, posted twice: the second is refused by its name, or finds nothing left.
  const tries = await Promise.allSettled([1, 2].map(() => admit(userId, asked, at, rules)));
  const held = tries.filter((each) => each.status === "fulfilled" && each.value.kind === "held");
  expect(held.length).toBeLessThanOrEqual(1);
  if (held.length === 0) return;
  sends.push({ sourceId, one });
  await end(userId, { sourceId, one, at });
}

type Ending = { sourceId: string; one: Send; at: () => Date };

async function end(userId: string, { sourceId, one, at }: Ending): Promise<void> {
  const { use } = chargeOf(0n);
  const { price } = one.isSage ? sage : swift;
  const whole = BigInt(one.output) * (price.outputMicrosPerMtok / 1_000_000n);
  const settling = () =>
    settle(userId, { sourceId, charge: { use: { ...use, outputTokens: one.output }, costMicros: whole } }, at);
  const giving = () => release(userId, sourceId, at);
  if (one.end === "crash") return;
  const ends = {
    settle: () => [settling()],
    stop: () => [settling(), giving()],
    fail: () => [giving()],
    twice: () => [settling(), settling(), giving()],
  };
  const ended = await Promise.all(ends[one.end]());
  expect(ended.filter((each) => each !== undefined)).toHaveLength(1);
}

test("whatever happens to a person at once: nothing is overspent, every hold ends, and all that is counted agrees", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 22 }), async (acts) => {
      const life: Life = { userId: await aPurse(0n), purchases: [], gifts: [], sends: [] };
      const { userId } = life;
      await putCycle({ userId, plan: "pro", period: PERIOD, grantMicros: PLAN_GRANTS.pro }, NOW);
      await Promise.all(acts.map((one) => PLAYED[one.kind](life, one)));

      await releaseExpired(() => LATER);
      await creditPurchases(userId, () => LATER);
      await sweepCredits(() => LATER);
      const audit = await expectBooksToAgree(userId);

      // Everything that ended, or was left behind, is told of once more: nothing moves.
      const before = await balances(userId);
      for (const { sourceId, one } of life.sends) {
        const charge = chargeOf(5n);
        expect(await settle(userId, { sourceId, charge }, () => NOW), one.end).toBeUndefined();
        expect(await release(userId, sourceId, () => NOW)).toBeUndefined();
      }
      await releaseExpired(() => LATER);
      await creditPurchases(userId, () => LATER);
      await sweepCredits(() => LATER);
      expect(await balances(userId)).toEqual(before);
      expect(await expectBooksToAgree(userId)).toEqual(audit);
    }),
    { numRuns: 12 },
  );
});
