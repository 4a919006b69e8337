import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { tokensCostMicros } from "@/lib/platform/money";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { putCycle } from "@/lib/usage/queries/cycles";
import { release, reserve } from "@/lib/usage/reservations";

const NOW = new Date("2026-11-10T12:00:00Z");
const PERIOD = { startsAt: new Date("2026-11-01T00:00:00Z"), endsAt: new Date("2026-12-01T00:00:00Z") };
const MODELS = [modelById("parley-swift"), modelById("parley-sage")];

beforeAll(() => recordPrices());

async function person(grantMicros: bigint): Promise<string> {
  const id = newId();
  await db.user.create({ data: { id, email: `${id}@parley.test` } });
  await putCycle({ userId: id, plan: "pro", period: PERIOD, grantMicros }, NOW);
  return id;
}

test("what the statement holds is what the price list says, to the micro-dollar and rounded up", async () => {
  const userId = await person(1_000_000n);
  await fc.assert(
    fc.asyncProperty(fc.nat(60_000), fc.constantFrom(...MODELS), async (promptTokens, model) => {
      const sourceId = newId();
      const hold = await reserve(userId, { sourceId, model, promptTokens }, () => NOW);
      const { inputMicrosPerMtok, outputMicrosPerMtok } = model.price;
      expect(hold?.amountMicros).toBe(
        tokensCostMicros(promptTokens, inputMicrosPerMtok) +
          tokensCostMicros(hold?.maxOutputTokens ?? 0, outputMicrosPerMtok),
      );
      await release(userId, sourceId, () => NOW);
    }),
    { numRuns: 40 },
  );
});

test("the longest answer is the longest that the rest of the allowance pays for", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2_000, max: 9_000 }), fc.nat(2_000), async (grant, promptTokens) => {
      const [swift] = MODELS;
      if (swift === undefined) return;
      const hold = await reserve(
        await person(BigInt(grant)),
        { sourceId: newId(), model: swift, promptTokens },
        () => NOW,
      );
      const left = BigInt(grant) - tokensCostMicros(promptTokens, swift.price.inputMicrosPerMtok);
      const longest = Number((left * 1_000_000n) / swift.price.outputMicrosPerMtok);
      expect(hold?.maxOutputTokens).toBe(Math.min(swift.maxOutputTokens, longest));
    }),
    { numRuns: 20 },
  );
});
