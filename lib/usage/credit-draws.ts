import "server-only";
import { Prisma } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

/** Gifts and purchases that one hold draws on, at most. They are used up one after the other, and each is worth many holds. */
const DRAWN_AT_MOST = 8;

/**
 * The one order in which credits, as `purse_of`, are drawn on and told; what is given back goes the other way. What we
 * gave comes before what was bought, which so lasts longest; then what expires first. Nothing of it ever changes, and two
 * of the same term are told apart by their ids, so that what was drawn is found again.
 */
export const DRAW_ORDER = Prisma.sql`purse_of.kind = 'credit', purse_of.ends_at, purse_of.id`;

/** The accounts of what a person has beside their allowance: given, or bought. */
export const CREDIT_KINDS = Prisma.sql`('promotional', 'credit')`;

/**
 * `credits`: what can be drawn on at this moment beside the allowance; what was bought only under the condition. Comes
 * after `purse`. Read with a lock, because a statement that queued for the purse would else see them as they were.
 * `beside`: one row of what they come to, `all_micros`, and of the given part, `gift_micros`. Neither is read for nothing:
 * who does not ask `beside` locks nothing.
 */
export function spendableCredits(now: Date, boughtWhen: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`credits AS MATERIALIZED (
    SELECT id, kind, ends_at, balance_micros FROM ledger_accounts purse_of
    WHERE user_id = (SELECT user_id FROM purse) AND kind IN ${CREDIT_KINDS}
      AND ends_at > ${now}::timestamptz AND balance_micros > 0 AND due_back_micros = 0
      AND (kind = 'promotional' OR ${boughtWhen})
    ORDER BY ${DRAW_ORDER} LIMIT ${DRAWN_AT_MOST}::int
    FOR UPDATE
  ),
  beside AS MATERIALIZED (
    SELECT COALESCE(sum(balance_micros), 0)::bigint AS all_micros,
      COALESCE(sum(balance_micros) FILTER (WHERE kind = 'promotional'), 0)::bigint AS gift_micros
    FROM credits
  )`;
}

/** Lines that draw `reservation.gift_micros` and `reservation.credit_micros` on `credits`, which nobody reads without them. */
export function drawnLines(): Prisma.Sql {
  return Prisma.sql`
    SELECT (${lineIds()})[place], id, -LEAST(balance_micros, gift_micros + credit_micros - before_micros)
    FROM (
      SELECT id, balance_micros, row_number() OVER in_order AS place,
        (sum(balance_micros) OVER in_order - balance_micros)::bigint AS before_micros
      FROM credits purse_of WHERE gift_micros + credit_micros > 0 WINDOW in_order AS (ORDER BY ${DRAW_ORDER})
    ) drawn
    WHERE before_micros < gift_micros + credit_micros`;
}

/**
 * Lines that give back to each gift and purchase what the hold that `ended` drew on it and did not need: the allowance
 * was spent first, then they were, in their order.
 */
export function givenBackLines(sourceId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT (${lineIds()})[place], draw.account_id,
      micros - LEAST(micros, GREATEST(0, settled_micros - (amount_micros - gift_micros - credit_micros) - before_micros))
    FROM (
      SELECT line.account_id, -line.amount_micros AS micros, row_number() OVER in_order AS place,
        (sum(-line.amount_micros) OVER in_order + line.amount_micros)::bigint AS before_micros
      FROM ledger_transfers transfer JOIN ledger_entries line ON line.transfer_id = transfer.id
      JOIN ledger_accounts purse_of ON purse_of.id = line.account_id AND purse_of.kind IN ${CREDIT_KINDS}
      WHERE gift_micros + credit_micros > 0 AND transfer.kind = 'reserve' AND transfer.source_id = ${sourceId}
      WINDOW in_order AS (ORDER BY ${DRAW_ORDER})
    ) draw`;
}

function lineIds(): Prisma.Sql {
  return Prisma.sql`${Array.from({ length: DRAWN_AT_MOST }, newId)}::uuid[]`;
}
