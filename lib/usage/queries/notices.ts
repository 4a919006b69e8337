import "server-only";
import { db } from "@/lib/db/client";

/** A line of a cycle's allowance that was crossed. */
export type Crossing = { userId: string; accountId: string; percent: number };
export type NoticedCycle = { plan: string; endsAt: Date; hasCredits: boolean };

/** The cycle that runs and crossed that line, and whether there is something bought to go on with. */
export async function findNoticed(
  { userId, accountId, percent }: Crossing,
  now: Date,
): Promise<NoticedCycle | undefined> {
  const rows = await db.$queryRaw<NoticedCycle[]>`
    SELECT plan, ends_at AS "endsAt", EXISTS (
      SELECT FROM ledger_accounts credit WHERE credit.user_id = ${userId}::uuid AND kind = 'credit'
        AND credit.ends_at > ${now}::timestamptz AND balance_micros > 0 AND due_back_micros = 0
    ) AS "hasCredits"
    FROM ledger_accounts cycle JOIN allowance_notices notice ON notice.account_id = cycle.id AND percent = ${percent}::int
    WHERE cycle.id = ${accountId}::uuid AND cycle.user_id = ${userId}::uuid AND ends_at > ${now}::timestamptz`;
  return rows[0];
}
