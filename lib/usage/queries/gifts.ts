import "server-only";
import type { Tx } from "@/lib/db/client";
import { sourceOfMove } from "@/lib/usage/queries/credits";

/** What an operator gave, as the ledger has it. Amounts are micro-dollars. */
export type Gift = {
  accountId: string;
  userId: string;
  /** The act that gave it. */
  sourceId: string;
  startsAt: Date;
  endsAt: Date;
  /** What was given, and what of it was not taken back. */
  givenMicros: bigint;
  grantedMicros: bigint;
  dueBackMicros: bigint;
  balanceMicros: bigint;
};

/** By the act that gave it, whoever it was given to. */
export async function findGift(tx: Tx, sourceId: string): Promise<Gift | undefined> {
  const rows = await tx.$queryRaw<Gift[]>`
    SELECT account.id::text AS "accountId", account.user_id::text AS "userId", account.source_id AS "sourceId",
      starts_at AS "startsAt", ends_at AS "endsAt", given.amount_micros AS "givenMicros",
      granted_micros AS "grantedMicros", due_back_micros AS "dueBackMicros", balance_micros AS "balanceMicros"
    FROM ledger_accounts account
    JOIN ledger_transfers transfer ON transfer.kind = 'grant' AND transfer.source_id = ${sourceOfMove(sourceId, 1)}
    JOIN ledger_entries given ON given.transfer_id = transfer.id AND given.account_id = account.id
    WHERE account.kind = 'promotional' AND account.source_id = ${sourceId}`;
  return rows[0];
}

type Returned = Pick<Gift, "accountId" | "sourceId" | "grantedMicros" | "balanceMicros">;

/** A person's gifts that were taken back, and have something again that was held then. */
export function findReturned(tx: Tx, userId: string): Promise<Returned[]> {
  return tx.$queryRaw`
    SELECT id::text AS "accountId", source_id AS "sourceId", granted_micros AS "grantedMicros", balance_micros AS "balanceMicros"
    FROM ledger_accounts
    WHERE user_id = ${userId}::uuid AND kind = 'promotional' AND due_back_micros > 0 AND balance_micros > 0`;
}
