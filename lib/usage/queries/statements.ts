import "server-only";
import { db } from "@/lib/db/client";
import { CREDIT_KINDS } from "@/lib/usage/credit-draws";
import { USE_SUMS } from "@/lib/usage/queries/overview";
import type { UseSum } from "@/lib/usage/schema";

export type CycleRow = {
  id: string;
  plan: string;
  startsAt: Date;
  endsAt: Date;
  grantedMicros: bigint;
  balanceMicros: bigint;
  /** Held for answers that are being written, of the allowance, of what was given and of bought credits. */
  heldMicros: bigint;
  heldGiftMicros: bigint;
  heldCreditMicros: bigint;
};

/** Every cycle a person ever had, the oldest first. */
export function findCycles(userId: string): Promise<CycleRow[]> {
  return db.$queryRaw`
    SELECT account.id::text AS id, plan, starts_at AS "startsAt", ends_at AS "endsAt", granted_micros AS "grantedMicros",
      balance_micros AS "balanceMicros", hold.allowance AS "heldMicros", hold.gift AS "heldGiftMicros",
      hold.credit AS "heldCreditMicros"
    FROM ledger_accounts account CROSS JOIN LATERAL (
      SELECT COALESCE(sum(amount_micros - gift_micros - credit_micros), 0)::bigint AS allowance,
        COALESCE(sum(gift_micros), 0)::bigint AS gift,
        COALESCE(sum(credit_micros), 0)::bigint AS credit
      FROM reservations WHERE account_id = account.id AND status = 'held'
    ) hold
    WHERE user_id = ${userId}::uuid AND kind = 'allowance' ORDER BY starts_at`;
}

export type UseRow = UseSum & { cycleId: string; model: string };

/** What each of their cycles used, by model, the dearest first. */
export function findUseByCycle(userId: string): Promise<UseRow[]> {
  return db.$queryRaw`
    SELECT account_id::text AS "cycleId", model, ${USE_SUMS} FROM usage_cycles
    WHERE account_id IN (SELECT id FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind = 'allowance')
    GROUP BY account_id, model ORDER BY sum(charged_micros) DESC, model`;
}

export type CreditMove = { at: Date; kind: "grant" | "revoke" | "lapse"; isGift: boolean; micros: bigint };

/** What came to gifts and bought credits, and what went from them beside use. Some for each, however much was used. */
export function findCreditMoves(userId: string): Promise<CreditMove[]> {
  return db.$queryRaw`
    SELECT transfer.created_at AS at, transfer.kind::text AS kind, account.kind = 'promotional' AS "isGift",
      line.amount_micros AS micros
    FROM ledger_transfers transfer
    JOIN ledger_entries line ON line.transfer_id = transfer.id
    JOIN ledger_accounts account ON account.id = line.account_id AND account.kind IN ${CREDIT_KINDS}
    WHERE transfer.user_id = ${userId}::uuid AND transfer.kind IN ('grant', 'lapse', 'revoke')
    ORDER BY transfer.created_at, transfer.id`;
}
