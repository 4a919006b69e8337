import fc from "fast-check";
import { expect, test } from "vitest";
import { Prisma, db } from "@/lib/db/client";
import { boundTokensSql } from "@/lib/usage/admission";
import { costMicros } from "@/lib/usage/price";
import { boundTokens, estimateTokens } from "@/lib/usage/tokens";

test("estimates a token for four letters, and one for each sign of Chinese", () => {
  expect(estimateTokens("")).toBe(0);
  expect(estimateTokens("a")).toBe(1);
  expect(estimateTokens("eight ch")).toBe(2);
  expect(estimateTokens("你好世界")).toBe(4);
});

test("the bound is never below the estimate", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(boundTokens(text)).toBeGreaterThanOrEqual(estimateTokens(text));
    }),
  );
});

test("the database counts a message as we do", async () => {
  for (const text of ["", "a", "héllo wörld", "你好", "🚀🚀"]) {
    const rows = await db.$queryRaw<
      { tokens: number }[]
    >`SELECT ${boundTokensSql(Prisma.sql`${text}::text`)} AS tokens`;
    expect(rows[0]?.tokens).toBe(boundTokens(text));
  }
});

test("each kind of token has its price, rounded up", () => {
  const price = {
    version: "x",
    inputMicrosPerMtok: 1_000_000n,
    cachedInputMicrosPerMtok: 100_000n,
    outputMicrosPerMtok: 3_000_000n,
    embeddingMicrosPerMtok: 2_000_000n,
    cacheHitPercent: 0,
    effectiveFrom: new Date(0),
  };
  const use = { inputTokens: 25, cachedInputTokens: 15, outputTokens: 7, reasoningTokens: 3, estimated: false };
  expect(costMicros(use, price)).toBe(10n + 2n + 21n);
  expect(costMicros({ ...use, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, embeddingTokens: 9 }, price)).toBe(
    18n,
  );
});
