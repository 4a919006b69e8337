import "server-only";
import { db, Prisma } from "@/lib/db/client";
import type { CycleUse } from "@/lib/usage/schema";

/** Sums of `usage_cycles`, as our words have them. Sums of bigint are numeric: they are cast back. */
export const USE_SUMS = Prisma.sql`sum(receipts)::int AS receipts, sum(input_tokens)::bigint AS "inputTokens",
  sum(cached_input_tokens)::bigint AS "cachedInputTokens", sum(output_tokens)::bigint AS "outputTokens",
  sum(reasoning_tokens)::bigint AS "reasoningTokens", sum(embedding_tokens)::bigint AS "embeddingTokens",
  sum(charged_micros)::bigint AS "chargedMicros", sum(gift_micros)::bigint AS "giftMicros",
  sum(credit_micros)::bigint AS "creditMicros", sum(overrun_micros)::bigint AS "overrunMicros"`;

/** What the cycle that began then has used, the dearest first. Read from sums: a few rows, however many receipts. */
export function findCycleUse(userId: string, startsAt: Date): Promise<CycleUse[]> {
  return db.$queryRaw`
    SELECT model, origin::text AS origin, ${USE_SUMS} FROM usage_cycles
    WHERE account_id = ${accountOf(userId, startsAt)}
    GROUP BY model, origin ORDER BY sum(charged_micros) DESC, model, origin`;
}

/** Tokens of the classes that were bounded in the cycle that began then, those that are held included. */
export async function findClassTokens(userId: string, startsAt: Date): Promise<[modelClass: string, tokens: bigint][]> {
  const rows = await db.$queryRaw<{ modelClass: string; tokens: bigint }[]>`
    SELECT model_class AS "modelClass", tokens FROM cycle_tokens
    WHERE account_id = ${accountOf(userId, startsAt)}`;
  return rows.map(({ modelClass, tokens }) => [modelClass, tokens]);
}

/** The allowance's account of the cycle that began then. */
function accountOf(userId: string, startsAt: Date): Prisma.Sql {
  return Prisma.sql`(
    SELECT id FROM ledger_accounts
    WHERE user_id = ${userId}::uuid AND kind = 'allowance' AND starts_at = ${startsAt}::timestamptz
  )`;
}
