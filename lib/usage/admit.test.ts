import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { PLANS } from "@/lib/billing/plans";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases } from "@/lib/usage/credits";
import { admit, release, reserve, settle } from "@/lib/usage/reservations";
import { aPurse, balances, bought, chargeOf, NOW, now } from "@/lib/usage/testing/purses";

const swift = modelById("parley-swift");
const sage = modelById("parley-sage");
const vectors = {
  ...swift,
  id: "vectors",
  maxOutputTokens: 0,
  price: {
    ...swift.price,
    version: "vectors@1",
    inputMicrosPerMtok: 0n,
    outputMicrosPerMtok: 0n,
    embeddingMicrosPerMtok: 20_000n,
  },
};

beforeAll(() => recordPrices([swift, sage, vectors]));

const ask = (sourceId = newId()) => ({ sourceId, model: swift, promptTokens: 1_000 });
const program = (budgetMicros?: bigint) => ({ origin: "api", apiKey: { id: newId(), budgetMicros } }) as const;

describe("what is admitted", () => {
  test("holds the prompt and the longest answer, and says who may answer", async () => {
    const userId = await aPurse(200_000n);
    expect(await admit(userId, ask(), now)).toEqual({
      kind: "held",
      amountMicros: 250n + 8_192n,
      maxOutputTokens: 4_096,
      model: swift,
    });
  });

  test("holds no more than was asked for, however little that is", async () => {
    const userId = await aPurse(200_000n);
    const held = await admit(userId, { ...ask(), maxOutputTokens: 10 }, now);
    expect(held).toMatchObject({ amountMicros: 270n, maxOutputTokens: 10 });
    const most = await admit(userId, { ...ask(), maxOutputTokens: 1_000_000 }, now);
    expect(most).toMatchObject({ maxOutputTokens: swift.maxOutputTokens });
  });

  test("is covered to the micro-dollar by what a short answer costs", async () => {
    const [poor, exact] = [await aPurseOf(269n), await aPurseOf(270n)];
    expect(await admit(poor, { ...ask(), maxOutputTokens: 10 }, now)).toEqual({ kind: "refused", reason: "allowance" });
    expect(await admit(exact, { ...ask(), maxOutputTokens: 10 }, now)).toMatchObject({ amountMicros: 270n });
  });

  test("of a model that writes nothing is the prompt alone, at the price of vectors", async () => {
    const userId = await aPurse(200_000n);
    const held = await admit(userId, { ...ask(), model: vectors }, now);
    expect(held).toMatchObject({ amountMicros: 20n, maxOutputTokens: 0 });
    const [poor, exact] = [await aPurseOf(19n), await aPurseOf(20n)];
    expect(await admit(poor, { ...ask(), model: vectors }, now)).toMatchObject({ reason: "allowance" });
    expect(await admit(exact, { ...ask(), model: vectors }, now)).toMatchObject({ kind: "held" });
    expect(await balances(exact)).toMatchObject({ allowance: 0n, held: 20n });
  });

  test("opens the cycle of somebody who never asked, and of somebody whose cycle is over", async () => {
    const id = newId();
    await db.user.create({ data: { id, email: `${id}@parley.test`, createdAt: NOW } });
    expect(await admit(id, ask(), now)).toMatchObject({ kind: "held" });
    const next = () => new Date("2027-01-15T12:00:00Z");
    expect(await admit(id, ask(), next)).toMatchObject({ kind: "held" });
    const cycles = await db.ledgerAccount.count({ where: { userId: id, kind: "allowance" } });
    expect(cycles).toBe(2);
  });
});

describe("what is refused says why, and holds nothing", () => {
  test("a model that the plan does not have", async () => {
    const userId = await aPurse(200_000n);
    expect(await admit(userId, { ...ask(), model: sage }, now)).toEqual({ kind: "refused", reason: "plan" });
  });

  test("an allowance that is spent, where nothing was bought", async () => {
    const userId = await aPurseOf(0n);
    expect(await admit(userId, ask(), now)).toEqual({ kind: "refused", reason: "allowance" });
    await bought(userId);
    await creditPurchases(userId, now);
    expect(await admit(userId, ask(), now)).toMatchObject({ kind: "held", maxOutputTokens: 4_096 });
  });

  test("a key's budget, where the person could pay", async () => {
    const userId = await aPurse(200_000n);
    expect(await admit(userId, { ...ask(), ...program(100n) }, now)).toEqual({ kind: "refused", reason: "key_budget" });
    expect((await balances(userId))["held"]).toBe(0n);
  });

  test("the allowance, where neither the key nor the person could pay", async () => {
    const userId = await aPurseOf(0n);
    expect(await admit(userId, { ...ask(), ...program(0n) }, now)).toMatchObject({ reason: "allowance" });
  });

  test("a program, once as many answers are under way as the plan writes at once, whatever is asked in parallel", async () => {
    const userId = await aPurse(200_000n);
    const asked = Array.from({ length: 8 }, () => ({ ...ask(), ...program() }));
    const outcomes = await Promise.all(asked.map((one) => admit(userId, one, now)));
    expect(outcomes.filter(({ kind }) => kind === "held")).toHaveLength(PLANS.free.grants.concurrentAnswers);
    expect(outcomes.filter((one) => one.kind === "refused" && one.reason !== "crowded")).toEqual([]);
    const held = asked.find((_, at) => outcomes[at]?.kind === "held");
    await release(userId, held?.sourceId ?? "", now);
    expect(await admit(userId, { ...ask(), ...program() }, now)).toMatchObject({ kind: "held" });
  });

  test("a title is not counted among the answers under way", async () => {
    const userId = await aPurse(200_000n);
    for (const _ of [1, 2]) await admit(userId, { ...ask(), ...program() }, now);
    expect(await admit(userId, { ...ask(), origin: "title" }, now)).toMatchObject({ kind: "held" });
  });
});

/** Somebody on Free who has so much left of this cycle's allowance. */
async function aPurseOf(leftMicros: bigint): Promise<string> {
  const userId = await aPurse(200_000n);
  const sourceId = newId();
  const gone = 200_000n - leftMicros;
  const aMicroEach = { ...vectors, price: { ...vectors.price, embeddingMicrosPerMtok: 1_000_000n } };
  await reserve(userId, { sourceId, model: aMicroEach, promptTokens: Number(gone) }, now);
  await settle(userId, { sourceId, charge: chargeOf(gone) }, now);
  return userId;
}

test("whatever is asked for at once, what is held is what the ledger took, and never more than there was", async () => {
  const request = fc.record({
    promptTokens: fc.nat(8_000),
    maxOutputTokens: fc.option(fc.integer({ min: 1, max: 6_000 }), { nil: undefined }),
    isVector: fc.boolean(),
    budget: fc.option(fc.nat(9_000), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 2, maxLength: 14 }), async (requests) => {
      const userId = await aPurseOf(40_000n);
      const outcomes = await Promise.all(
        requests.map(({ promptTokens, maxOutputTokens, isVector, budget }) =>
          admit(
            userId,
            {
              sourceId: newId(),
              model: isVector ? vectors : swift,
              promptTokens,
              ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
              ...(budget === undefined ? {} : program(BigInt(budget))),
            },
            now,
          ),
        ),
      );
      const held = outcomes.reduce((sum, one) => sum + (one.kind === "held" ? one.amountMicros : 0n), 0n);
      expect(await balances(userId)).toMatchObject({ held, allowance: 40_000n - held });
      const longest = ({ maxOutputTokens = swift.maxOutputTokens }: (typeof requests)[number]) => maxOutputTokens;
      const beyond = requests.filter((asked, at) => {
        const one = outcomes[at];
        if (one?.kind !== "held") return false;
        return one.maxOutputTokens > longest(asked) || one.amountMicros > BigInt(asked.budget ?? 40_000);
      });
      expect(beyond).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
