import "server-only";
import { Prisma } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { purseLock } from "@/lib/usage/admission";
import { givenBackLines } from "@/lib/usage/credit-draws";
import type { TokenUse } from "@/lib/usage/schema";

/** What was delivered, and what it costs. */
export type Charge = {
  use: TokenUse;
  costMicros: bigint;
  /** Of the model that answered, where it need not be the one the hold was made for. */
  priceVersion?: string;
};

export type SettlementRequest = {
  userId: string;
  sourceId: string;
  /** Absent when nothing was delivered: all of the hold goes back. */
  charge: Charge | undefined;
  now: Date;
};

/**
 * The end of a hold, as table expressions for a larger statement: `purse` takes the person's lock and comes first;
 * `ending(when)` yields `ended (id, settled_micros, overrun_micros)` once, and nothing when it had ended before.
 *
 * The person pays what was delivered, never more than was held; what exceeds it is the operator's (`overrun`). What was
 * not needed goes back to where it was drawn from.
 */
export function settlement(request: SettlementRequest): {
  purse: Prisma.Sql;
  ending: (when: Prisma.Sql) => Prisma.Sql;
} {
  return {
    purse: purseLock(request.userId),
    ending: (when) => Prisma.sql`${endingOf(request, when)}, ${countingOf(request)}, ${postingOf(request)}`,
  };
}

/**
 * The conditions are worded so that only the index of sources answers them: `ended_at` says what the status says (a check
 * of the table), and no index knows IS NOT DISTINCT FROM. A session keeps the plan that it made while the table was small,
 * and by the person, or among all that is held, it would read thousands of holds for each end.
 */
function endingOf({ userId, sourceId, charge, now }: SettlementRequest, when: Prisma.Sql): Prisma.Sql {
  const cost = charge?.costMicros ?? 0n;
  return Prisma.sql`ended AS (
    UPDATE reservations SET
      status = ${charge ? "settled" : "released"}::reservation_status,
      settled_micros = LEAST(amount_micros, ${cost}::bigint),
      overrun_micros = GREATEST(0, ${cost}::bigint - amount_micros),
      ended_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
    WHERE source_id = ${sourceId} AND user_id IS NOT DISTINCT FROM ${userId}::uuid AND ended_at IS NULL
      AND EXISTS (SELECT FROM purse) AND ${when}
    RETURNING id, account_id, origin, model, api_key_id, price_version, amount_micros, credit_micros, gift_micros, settled_micros,
      overrun_micros, model_class, counted_tokens
  )`;
}

/** Of a class that the plan bounds, what was used stays counted, never more than was held; nothing where another model answered. */
function countingOf({ charge }: SettlementRequest): Prisma.Sql {
  const { inputTokens, outputTokens, embeddingTokens = 0 } = charge?.use ?? NOTHING;
  const used = charge ? inputTokens + outputTokens + embeddingTokens : 0;
  return Prisma.sql`counted AS (
    UPDATE cycle_tokens count SET tokens = count.tokens - counted_tokens
      + CASE WHEN ${priceModel(charge)} <> ended.model THEN 0 ELSE LEAST(counted_tokens, ${used}::bigint) END
    FROM ended WHERE count.account_id = ended.account_id AND count.model_class = ended.model_class
  )`;
}

const NOTHING: TokenUse = {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  estimated: false,
};

function postingOf({ userId, sourceId, charge, now }: SettlementRequest): Prisma.Sql {
  const use = charge?.use ?? NOTHING;
  const kind = charge ? "settle" : "release";
  const transferId = newId();
  return Prisma.sql`
  ending AS (
    INSERT INTO ledger_transfers (id, user_id, kind, source_id, reservation_id, price_version,
      input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, embedding_tokens, image_tokens, estimated,
      origin, model, api_key_id, charged_micros, overrun_micros, created_at)
    SELECT ${transferId}::uuid, ${userId}::uuid, ${kind}::ledger_transfer_kind, ${sourceId}, id,
      COALESCE(${charge?.priceVersion ?? null}, price_version),
      ${use.inputTokens}::int, ${use.cachedInputTokens}::int, ${use.outputTokens}::int, ${use.reasoningTokens}::int,
      ${use.embeddingTokens ?? 0}::int, ${use.imageTokens ?? 0}::int, ${use.estimated}::boolean,
      ${receiptOnly(charge, Prisma.sql`origin`)}, ${receiptOnly(charge, Prisma.sql`COALESCE(${priceModel(charge)}, model)`)},
      ${receiptOnly(charge, Prisma.sql`api_key_id`)}, settled_micros, overrun_micros, ${now}::timestamptz
    FROM ended
  ),
  posted AS (
    INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at)
    SELECT line.id, ${transferId}::uuid, line.account_id, line.amount_micros, ${now}::timestamptz
    FROM ended CROSS JOIN LATERAL (
      VALUES
        (${newId()}::uuid, (SELECT id FROM purse), -amount_micros),
        (${newId()}::uuid, account_id, GREATEST(0, amount_micros - gift_micros - credit_micros - settled_micros)),
        (${newId()}::uuid, ${accountOf(userId, "spent")}, settled_micros + overrun_micros),
        (${newId()}::uuid, ${accountOf(userId, "overrun")}, -overrun_micros)
      UNION ALL ${givenBackLines(sourceId)}
    ) line (id, account_id, amount_micros)
    WHERE line.amount_micros <> 0
  )`;
}

/** What only a receipt tells: what goes back whole is none. */
function receiptOnly(charge: Charge | undefined, column: Prisma.Sql): Prisma.Sql {
  return charge ? column : Prisma.sql`NULL`;
}

/** Who answered, where another model stepped in. */
function priceModel(charge: Charge | undefined): Prisma.Sql {
  return Prisma.sql`(SELECT price.model FROM model_prices price WHERE price.version = ${charge?.priceVersion ?? null})`;
}

function accountOf(userId: string, kind: "spent" | "overrun"): Prisma.Sql {
  return Prisma.sql`(SELECT id FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind = ${kind}::ledger_account_kind)`;
}
