import "server-only";
import { db } from "@/lib/db/client";

export type KeySpendRow = { keyId: string; spentMicros: bigint };

/** What a person's keys were charged in the cycle that began then; of a key that was not used there is no row. */
export function findKeySpend(userId: string, cycleStartsAt: Date): Promise<KeySpendRow[]> {
  return db.$queryRaw<KeySpendRow[]>`
    SELECT spend.api_key_id::text AS "keyId", spend.spent_micros AS "spentMicros"
    FROM key_spend spend JOIN ledger_accounts cycle ON cycle.id = spend.account_id
    WHERE cycle.user_id = ${userId}::uuid AND cycle.kind = 'allowance' AND cycle.starts_at = ${cycleStartsAt}::timestamptz`;
}
