import "server-only";
import { Prisma } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

/** Purchases that one hold draws on, at most. They are used up one after the other, and each is worth many holds. */
const DRAWN_AT_MOST = 8;

/** The oldest term first; two with the same are told apart by their ids, so that what was drawn is found again. */
const OLDEST_FIRST = Prisma.sql`ends_at, id`;

/**
 * `credits`: the bought credits that can be drawn on at this moment. Comes after `purse`. Read only where the allowance
 * does not suffice, and with a lock, because a statement that queued for the purse would else see them as they were.
 */
export function spendableCredits(now: Date, when: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`credits AS MATERIALIZED (
    SELECT id, ends_at, balance_micros FROM ledger_accounts
    WHERE user_id = (SELECT user_id FROM purse) AND kind = 'credit'
      AND ends_at > ${now}::timestamptz AND balance_micros > 0 AND due_back_micros = 0 AND ${when}
    ORDER BY ${OLDEST_FIRST} LIMIT ${DRAWN_AT_MOST}::int
    FOR UPDATE
  )`;
}

/** Lines that draw `reservation.credit_micros` on `credits`. */
export function drawnLines(): Prisma.Sql {
  return Prisma.sql`
    SELECT (${lineIds()})[place], id, -LEAST(balance_micros, credit_micros - before_micros)
    FROM (
      SELECT id, balance_micros, row_number() OVER oldest AS place,
        (sum(balance_micros) OVER oldest - balance_micros)::bigint AS before_micros
      FROM credits WINDOW oldest AS (ORDER BY ${OLDEST_FIRST})
    ) purchase
    WHERE before_micros < credit_micros`;
}

/**
 * Lines that give back to each purchase what the hold that `ended` drew on it and did not need: the allowance was spent
 * first, then the purchase that expires first.
 */
export function givenBackLines(sourceId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT (${lineIds()})[place], draw.account_id,
      micros - LEAST(micros, GREATEST(0, settled_micros - (amount_micros - credit_micros) - before_micros))
    FROM (
      SELECT line.account_id, -line.amount_micros AS micros, row_number() OVER oldest AS place,
        (sum(-line.amount_micros) OVER oldest + line.amount_micros)::bigint AS before_micros
      FROM ledger_transfers transfer JOIN ledger_entries line ON line.transfer_id = transfer.id
      JOIN ledger_accounts purchase ON purchase.id = line.account_id AND purchase.kind = 'credit'
      WHERE credit_micros > 0 AND transfer.kind = 'reserve' AND transfer.source_id = ${sourceId}
      WINDOW oldest AS (ORDER BY purchase.ends_at, purchase.id)
    ) draw`;
}

function lineIds(): Prisma.Sql {
  return Prisma.sql`${Array.from({ length: DRAWN_AT_MOST }, newId)}::uuid[]`;
}
