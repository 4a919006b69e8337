import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { HOUR_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { costMicros } from "@/lib/usage/price";
import { release, reserve, settle } from "@/lib/usage/reservations";
import { aPurse, NOW, now } from "@/lib/usage/testing/purses";

const swift = modelById("parley-swift");
const sage = modelById("parley-sage");
beforeAll(() => recordPrices());

const used = (inputTokens: number, outputTokens: number) => {
  const use = { inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens: 0, estimated: false };
  return { use, costMicros: costMicros(use, swift.price) };
};

test("a receipt says what it was for, who answered, which key asked and who paid", async () => {
  const userId = await aPurse(200_000n);
  const apiKey = { id: newId(), budgetMicros: undefined };
  await reserve(userId, { sourceId: "api:1", origin: "api", apiKey, model: swift, promptTokens: 0 }, now);
  await settle(userId, { sourceId: "api:1", charge: { ...used(0, 5_000), priceVersion: sage.price.version } }, now);
  expect(await db.ledgerTransfer.findFirst({ where: { userId, kind: "settle" } })).toMatchObject({
    origin: "api",
    model: "parley-sage",
    apiKeyId: apiKey.id,
    chargedMicros: 8_192n,
    overrunMicros: 1_808n,
  });
});

test("what was given back whole is no receipt", async () => {
  const userId = await aPurse(200_000n);
  await reserve(userId, { sourceId: "none", origin: "title", model: swift, promptTokens: 10 }, now);
  await release(userId, "none", now);
  const [row] = await db.ledgerTransfer.findMany({ where: { userId, kind: "release" } });
  expect(row).toMatchObject({ origin: null, model: null, chargedMicros: 0n });
  expect(await db.usageHour.findMany({ where: { userId } })).toEqual([]);
});

test("the sums of hours, keys and days are those of the receipts, whoever settles at once", async () => {
  const call = fc.record({
    person: fc.nat(2),
    hours: fc.nat(30),
    input: fc.nat(3_000),
    output: fc.nat(3_000),
    origin: fc.constantFrom("chat" as const, "title" as const, "api" as const),
    isSettled: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), async (calls) => {
      const people = await Promise.all([aPurse(400_000n), aPurse(400_000n), aPurse(400_000n)]);
      const keys = [newId(), newId(), newId()];
      await Promise.all(
        calls.map(async ({ person, hours, input, output, origin, isSettled }) => {
          const [userId, key] = [people[person] ?? "", keys[person] ?? ""];
          const at = () => plusMs(NOW, hours * HOUR_MS);
          const sourceId = newId();
          const apiKey = origin === "api" ? { apiKey: { id: key, budgetMicros: undefined } } : {};
          const hold = await reserve(userId, { sourceId, origin, ...apiKey, model: swift, promptTokens: input }, at);
          if (!hold) return;
          if (isSettled) await settle(userId, { sourceId, charge: used(input, output) }, at);
          else await release(userId, sourceId, at);
        }),
      );
      for (const userId of people) await expectRecount(userId);
    }),
    { numRuns: 8 },
  );
  const [days] = await db.$queryRaw<{ kept: bigint; counted: bigint }[]>`
    SELECT (SELECT sum(spent_micros) FROM spend_days)::bigint AS kept,
      (SELECT sum(charged_micros + overrun_micros) FROM ledger_transfers)::bigint AS counted`;
  expect(days?.kept).toBe(days?.counted);
});

async function expectRecount(userId: string) {
  const counted = await db.$queryRaw`
    SELECT date_trunc('hour', created_at, 'UTC') AS at, model, origin::text, count(*)::int AS receipts,
      sum(input_tokens)::bigint AS input, sum(output_tokens)::bigint AS output,
      sum(charged_micros)::bigint AS charged, sum(overrun_micros)::bigint AS overrun
    FROM ledger_transfers WHERE user_id = ${userId}::uuid AND kind = 'settle' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
  const kept = await db.$queryRaw`
    SELECT starts_at AS at, model, origin::text, receipts, input_tokens AS input, output_tokens AS output,
      charged_micros AS charged, overrun_micros AS overrun
    FROM usage_hours WHERE user_id = ${userId}::uuid ORDER BY 1, 2, 3`;
  expect(kept).toEqual(counted);
  const ofKeys = await db.$queryRaw`
    SELECT transfer.api_key_id::text AS key, hold.account_id::text AS cycle, sum(charged_micros)::bigint AS spent
    FROM ledger_transfers transfer JOIN reservations hold ON hold.id = reservation_id
    WHERE transfer.user_id = ${userId}::uuid AND transfer.api_key_id IS NOT NULL GROUP BY 1, 2`;
  const keptOfKeys = await db.$queryRaw`
    SELECT api_key_id::text AS key, account_id::text AS cycle, spent_micros AS spent FROM key_spend
    WHERE account_id IN (SELECT id FROM ledger_accounts WHERE user_id = ${userId}::uuid)`;
  expect(keptOfKeys).toEqual(ofKeys);
  await expectCyclesRecount(userId);
}

async function expectCyclesRecount(userId: string) {
  const counted = await db.$queryRaw`
    SELECT hold.account_id::text AS cycle, date_trunc('month', transfer.created_at, 'UTC')::date::text AS month, transfer.model,
      transfer.origin::text, count(*)::int AS receipts, sum(input_tokens)::bigint AS input, sum(output_tokens)::bigint AS output,
      sum(charged_micros)::bigint AS charged, sum(transfer.overrun_micros)::bigint AS overrun,
      sum(charged_micros - LEAST(charged_micros, amount_micros - credit_micros))::bigint AS credit
    FROM ledger_transfers transfer JOIN reservations hold ON hold.id = reservation_id
    WHERE transfer.user_id = ${userId}::uuid AND kind = 'settle' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
  const kept = await db.$queryRaw`
    SELECT account_id::text AS cycle, month::text, model, origin::text, receipts, input_tokens AS input, output_tokens AS output,
      charged_micros AS charged, overrun_micros AS overrun, credit_micros AS credit
    FROM usage_cycles WHERE user_id = ${userId}::uuid ORDER BY 1, 2, 3, 4`;
  expect(kept).toEqual(counted);
}

test("a key spends no more than its budget, whatever is asked at once", async () => {
  const userId = await aPurse(10_000_000n);
  const apiKey = { id: newId(), budgetMicros: 20_000n };
  const request = { origin: "api", apiKey, model: swift, promptTokens: 0 } as const;
  const names = Array.from({ length: 6 }, () => newId());
  const holds = await Promise.all(names.map((sourceId) => reserve(userId, { ...request, sourceId }, now)));
  const held = holds.reduce((sum, hold) => sum + (hold?.amountMicros ?? 0n), 0n);
  expect(held).toBeGreaterThan(19_000n);
  expect(held).toBeLessThanOrEqual(20_000n);
  await Promise.all(names.map((sourceId) => settle(userId, { sourceId, charge: used(0, 1_000) }, now)));
  const again = await reserve(userId, { ...request, sourceId: newId() }, now);
  // Three holds were made of it, two of them whole; each was charged 2,000 or what it held.
  const spent = await db.keySpend.findFirstOrThrow({ where: { apiKeyId: apiKey.id } });
  expect((again?.amountMicros ?? 0n) + spent.spentMicros).toBeLessThanOrEqual(20_000n);
  expect(again).toBeDefined();
});

test("another key, and the person, are not bound by a key's budget", async () => {
  const userId = await aPurse(10_000_000n);
  const spentUp = { id: newId(), budgetMicros: 1n };
  const request = { origin: "api", model: swift, promptTokens: 0 } as const;
  expect(await reserve(userId, { ...request, apiKey: spentUp, sourceId: newId() }, now)).toBeUndefined();
  const other = { id: newId(), budgetMicros: 10_000n };
  expect(await reserve(userId, { ...request, apiKey: other, sourceId: newId() }, now)).toBeDefined();
  expect(await reserve(userId, { model: swift, promptTokens: 0, sourceId: newId() }, now)).toBeDefined();
});
