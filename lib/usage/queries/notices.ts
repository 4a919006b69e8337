import "server-only";
import { db } from "@/lib/db/client";
import { CREDIT_KINDS } from "@/lib/usage/credit-draws";

/** A line of a cycle's allowance that was crossed. */
export type Crossing = { userId: string; accountId: string; percent: number };
export type NoticedCycle = { plan: string; endsAt: Date; hasGift: boolean; hasCredits: boolean };

/** The cycle that runs and crossed that line, and whether there is something given, or bought, to go on with. */
export async function findNoticed(
  { userId, accountId, percent }: Crossing,
  now: Date,
): Promise<NoticedCycle | undefined> {
  const rows = await db.$queryRaw<NoticedCycle[]>`
    SELECT plan, ends_at AS "endsAt", 'promotional' = ANY(kinds) AS "hasGift", 'credit' = ANY(kinds) AS "hasCredits"
    FROM ledger_accounts cycle JOIN allowance_notices notice ON notice.account_id = cycle.id AND percent = ${percent}::int
    CROSS JOIN LATERAL (
      SELECT ARRAY(
        SELECT kind FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind IN ${CREDIT_KINDS}
          AND ends_at > ${now}::timestamptz AND balance_micros > 0 AND due_back_micros = 0
      ) AS kinds
    ) beside
    WHERE cycle.id = ${accountId}::uuid AND cycle.user_id = ${userId}::uuid AND ends_at > ${now}::timestamptz`;
  return rows[0];
}
