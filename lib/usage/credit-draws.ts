import "server-only";
import { Prisma } from "@/lib/db/client";

/**
 * The one order in which credits, as `purse_of`, are drawn on and told; what is given back goes the other way. What we
 * gave comes before what was bought, which so lasts longest; then what expires first. Nothing of it ever changes, and two
 * of the same term are told apart by their ids, so that what was drawn is found again. The database's
 * `spendable_credits` draws in the same.
 */
export const DRAW_ORDER = Prisma.sql`purse_of.kind = 'credit', purse_of.ends_at, purse_of.id`;

/** The accounts of what a person has beside their allowance: given, or bought. */
export const CREDIT_KINDS = Prisma.sql`('promotional', 'credit')`;

export type Draw = {
  userId: string;
  now: Date;
  /** An SQL condition: whether what was bought may be drawn on. What was given always may. */
  boughtWhen: Prisma.Sql;
};

/**
 * `beside`: one row of what can be drawn on at this moment beside the allowance, `all_micros`, and of the given part,
 * `gift_micros`. Read with a lock, because a statement that queued for the purse would else see it as it was, and only
 * where it is asked for: who does not ask `beside` locks nothing.
 */
export function creditsBeside({ userId, now, boughtWhen }: Draw): Prisma.Sql {
  return Prisma.sql`beside AS MATERIALIZED (
    SELECT all_micros, gift_micros FROM credits_beside(${userId}::uuid, ${now}::timestamptz, ${boughtWhen})
  )`;
}

/** Lines that draw `reservation.gift_micros` and `reservation.credit_micros` on what `beside` locked. */
export function drawnLines({ userId, now, boughtWhen }: Draw): Prisma.Sql {
  return Prisma.sql`
    SELECT gen_random_uuid(), account_id, -drawn_micros
    FROM drawn_credits(${userId}::uuid, ${now}::timestamptz, ${boughtWhen}, gift_micros + credit_micros)`;
}

/**
 * Lines that give back to each gift and purchase what the hold that `ended` drew on it and did not need: the allowance
 * was spent first, then they were, in their order.
 */
export function givenBackLines(sourceId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT gen_random_uuid(), draw.account_id,
      micros - LEAST(micros, GREATEST(0, settled_micros - (amount_micros - gift_micros - credit_micros) - before_micros))
    FROM (
      SELECT line.account_id, -line.amount_micros AS micros,
        (sum(-line.amount_micros) OVER in_order + line.amount_micros)::bigint AS before_micros
      FROM ledger_transfers transfer JOIN ledger_entries line ON line.transfer_id = transfer.id
      JOIN ledger_accounts purse_of ON purse_of.id = line.account_id AND purse_of.kind IN ${CREDIT_KINDS}
      WHERE gift_micros + credit_micros > 0 AND transfer.kind = 'reserve' AND transfer.source_id = ${sourceId}
      WINDOW in_order AS (ORDER BY ${DRAW_ORDER})
    ) draw`;
}
