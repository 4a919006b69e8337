import "server-only";
import { Prisma } from "@/lib/db/client";
import { MINUTE_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { tokensCostMicros } from "@/lib/platform/money";
import { boundsOf } from "@/lib/usage/admission-bounds";
import type { AdmissionRequest } from "@/lib/usage/admission-request";
import { answersAtOnce, drawsOnCredits, plansWith } from "@/lib/usage/admission-plans";
import { creditsBeside, type Draw, drawnLines } from "@/lib/usage/credit-draws";
import type { Model } from "@/lib/usage/models-file";
import { BYTES_PER_TOKEN_AT_LEAST, MESSAGE_OVERHEAD_TOKENS } from "@/lib/usage/tokens";

/** Fewer tokens than this are no answer: the allowance counts as spent. */
export const LEAST_OUTPUT_TOKENS = 256;
/** A hold that nobody settled by then is given back. Longer than any run may last. */
const HOLD_MS = 20 * MINUTE_MS;

/**
 * Admission as common table expressions, so that a caller can admit, and write what it admits, in one statement.
 *
 * `quote` queues behind the person's other ledger statements (the lock on their `held` account), takes the running
 * cycle's allowance, and yields one row `(account_id, prompt_tokens, max_output_tokens, amount_micros, gift_micros, credit_micros)`
 * if the plan has the model and the balance covers the prompt and a useful answer. The balance is the allowance and,
 * where that does not cover the longest answer, what was given, and then what was bought: `gift_micros` and
 * `credit_micros` are what is drawn on them. The longest answer shrinks to what is left.
 * It shrinks likewise to what a key's budget, a ceiling of the day, or the plan's tokens of the model's class leave
 * ({@link boundsOf}).
 * `crowd` has a row once there is a cycle whose plan has the model: `is_full` says that the person has as many answers
 * under way as that plan writes at once, counted behind the lock, and so exactly.
 *
 * `booking(when)` moves the quoted amount from the allowance, and from gifts and purchases in their order,
 * to `held`, if the condition holds.
 */
export function admission(request: AdmissionRequest): { quote: Prisma.Sql; booking: (when: Prisma.Sql) => Prisma.Sql } {
  return { quote: quoteOf(request), booking: (when) => bookingOf(request, when) };
}

/** After `quote`: the reason why there is none, as an expression; NULL where there is one. What is the person's comes first. */
export function refusalSql(): Prisma.Sql {
  return Prisma.sql`CASE
    WHEN NOT EXISTS (SELECT FROM allowance) THEN 'plan'
    WHEN EXISTS (SELECT FROM quote) THEN NULL
    ELSE (
      SELECT CASE
        WHEN own_micros < least_micros AND is_covered THEN 'allowance'
        WHEN own_micros < least_micros THEN 'model_tokens'
        WHEN person_micros < least_micros THEN 'person_ceiling'
        WHEN global_micros < least_micros THEN 'global_ceiling'
        ELSE 'key_budget' END
      FROM affordable
    ) END`;
}

/** `boundTokens` of a text column, for the messages that are already there. */
export function boundTokensSql(text: Prisma.Sql): Prisma.Sql {
  const bytes = BYTES_PER_TOKEN_AT_LEAST;
  return Prisma.sql`((octet_length(${text}) + ${bytes - 1}::int) / ${bytes}::int + ${MESSAGE_OVERHEAD_TOKENS}::int)`;
}

/** Locks the person's `held` account: every statement that moves their money waits here for its turn. */
export function purseLock(userId: string, when = Prisma.sql`TRUE`): Prisma.Sql {
  return Prisma.sql`purse AS MATERIALIZED (
    SELECT id, user_id, balance_micros FROM ledger_accounts
    WHERE user_id = ${userId}::uuid AND kind = 'held' AND ${when} FOR UPDATE
  )`;
}

/** OFFSET keeps the planner from working out a sum at each place where it is used. */
function quoteOf(request: AdmissionRequest): Prisma.Sql {
  const { userId, model, promptTokens, when, now, rules } = request;
  const { price } = model;
  const longestTokens = Math.min(model.maxOutputTokens, request.maxOutputTokens ?? model.maxOutputTokens);
  const leastTokens = Math.min(LEAST_OUTPUT_TOKENS, longestTokens);
  return Prisma.sql`
  ${purseLock(userId, when)},
  allowance AS MATERIALIZED (
    SELECT id, balance_micros, plan FROM ledger_accounts
    WHERE user_id = (SELECT user_id FROM purse) AND kind = 'allowance'
      AND ends_at > ${now}::timestamptz AND plan = ANY(${plansWith(model, rules.plans)}::text[])
    ORDER BY starts_at <= ${now}::timestamptz DESC, starts_at DESC LIMIT 1
    FOR UPDATE
  ),
  crowd AS MATERIALIZED (
    SELECT running_answers(${userId}::uuid) >= ${answersAtOnce(rules.plans)} AS is_full FROM allowance
  ),
  ${creditsBeside(drawOf(request))},
  ${boundsOf(request)},
  asked AS MATERIALIZED (
    SELECT allowance.id AS account_id, tokens, bounds.*,
      ${costSql(Prisma.sql`tokens`, promptMicrosPerMtok(model))} AS prompt_micros,
      COALESCE(left_tokens >= tokens + ${leastTokens}::int, TRUE) AS is_covered,
      CASE WHEN left_tokens < tokens + ${leastTokens}::int THEN 0 ELSE balance_micros END AS allowance_micros
    FROM allowance CROSS JOIN bounds CROSS JOIN (SELECT (${promptTokens})::bigint AS tokens OFFSET 0) prompt
  ),
  affordable AS MATERIALIZED (
    SELECT purse_of.*, balance_micros, LEAST(
      ${longestTokens}::bigint,
      CASE WHEN is_covered THEN left_tokens - tokens END,
      (balance_micros - prompt_micros) * 1000000 / NULLIF(${price.outputMicrosPerMtok}::bigint, 0)
    ) AS output_tokens
    FROM (
      SELECT asked.*, GREATEST(1, prompt_micros + ${tokensCostMicros(leastTokens, price.outputMicrosPerMtok)}::bigint) AS least_micros,
        allowance_micros + CASE
          WHEN allowance_micros >= prompt_micros + ${tokensCostMicros(longestTokens, price.outputMicrosPerMtok) + 1n}::bigint THEN 0
          ELSE (SELECT all_micros FROM beside) END AS own_micros
      FROM asked OFFSET 0
    ) purse_of
    CROSS JOIN LATERAL (SELECT LEAST(own_micros, key_micros, person_micros, global_micros) AS balance_micros) bound
  ),
  quote AS MATERIALIZED (
    SELECT account_id, tokens AS prompt_tokens, output_tokens AS max_output_tokens, amount_micros, gift_micros,
      beyond_micros - gift_micros AS credit_micros,
      CASE WHEN is_covered AND left_tokens IS NOT NULL THEN tokens + output_tokens END AS counted_tokens
    FROM affordable CROSS JOIN LATERAL (
      SELECT GREATEST(1, prompt_micros + ${costSql(Prisma.sql`output_tokens`, price.outputMicrosPerMtok)}) AS amount_micros
    ) total
    CROSS JOIN LATERAL (SELECT GREATEST(0, amount_micros - allowance_micros) AS beyond_micros) beyond
    CROSS JOIN LATERAL (
      SELECT CASE WHEN beyond_micros = 0 THEN 0 ELSE LEAST(beyond_micros, (SELECT gift_micros FROM beside)) END AS gift_micros
    ) given
    WHERE output_tokens >= ${leastTokens}::bigint AND amount_micros <= balance_micros
  )`;
}

/** A model that writes nothing turns its prompt into a vector, which has a price of its own. */
function promptMicrosPerMtok({ maxOutputTokens, price }: Model): bigint {
  const { inputMicrosPerMtok: input, embeddingMicrosPerMtok: embedding } = price;
  return maxOutputTokens === 0 && embedding > input ? embedding : input;
}

/** The same rounding as `tokensCostMicros`: up to the next micro-dollar. */
function costSql(tokens: Prisma.Sql, microsPerMtok: bigint): Prisma.Sql {
  return Prisma.sql`((${tokens} * ${microsPerMtok}::bigint + 999999) / 1000000)`;
}

function drawOf({ userId, now, rules }: AdmissionRequest): Draw {
  return { userId, now, boughtWhen: drawsOnCredits(rules.plans) };
}

function bookingOf(request: AdmissionRequest, when: Prisma.Sql): Prisma.Sql {
  const { userId, sourceId, origin = "chat", apiKey, model, now, wallNow } = request;
  const version = model.price.version;
  const transferId = newId();
  return Prisma.sql`
  reservation AS (
    INSERT INTO reservations
      (id, user_id, source_id, origin, api_key_id, account_id, model, price_version, prompt_tokens, max_output_tokens, amount_micros,
        gift_micros, credit_micros, model_class, counted_tokens, expires_at, created_at)
    SELECT ${newId()}::uuid, ${userId}::uuid, ${sourceId}, ${origin}::interaction_kind, ${apiKey?.id ?? null}::uuid,
      account_id, ${model.id}, ${version}, prompt_tokens, max_output_tokens, amount_micros, gift_micros, credit_micros,
      CASE WHEN counted_tokens IS NOT NULL THEN ${model.class} END, COALESCE(counted_tokens, 0), ${plusMs(wallNow, HOLD_MS)}::timestamptz, ${now}::timestamptz
    FROM quote WHERE ${when}
    RETURNING id, account_id, amount_micros, gift_micros, credit_micros, model_class, counted_tokens
  ),
  counted AS (
    INSERT INTO cycle_tokens AS count (account_id, model_class, tokens)
    SELECT account_id, model_class, counted_tokens FROM reservation WHERE model_class IS NOT NULL
    ON CONFLICT (account_id, model_class) DO UPDATE SET tokens = count.tokens + excluded.tokens
  ),
  reserve AS (
    INSERT INTO ledger_transfers (id, user_id, kind, source_id, reservation_id, price_version, created_at)
    SELECT ${transferId}::uuid, ${userId}::uuid, 'reserve'::ledger_transfer_kind, ${sourceId}, id, ${version}, ${now}::timestamptz
    FROM reservation
  ),
  posted AS (
    INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at)
    SELECT line.id, ${transferId}::uuid, line.account_id, line.amount_micros, ${now}::timestamptz
    FROM reservation CROSS JOIN LATERAL (
      VALUES
        (${newId()}::uuid, account_id, gift_micros + credit_micros - amount_micros),
        (${newId()}::uuid, (SELECT id FROM purse), amount_micros)
      UNION ALL ${drawnLines(drawOf(request))}
    ) line (id, account_id, amount_micros)
    WHERE line.amount_micros <> 0
  )`;
}
