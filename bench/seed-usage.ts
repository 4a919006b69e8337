import type pg from "pg";

export type UsageSize = { receipts: number; cycles: number };

export const FULL_USE: UsageSize = { receipts: 1_000_000, cycles: 12 };

/**
 * Gives one person so many receipts, evenly over so many months up to now: two thirds of the chat, the others of titles and
 * of programs with two keys; one in ten thousand is of a model that nobody uses any more. Written is what the page reads:
 * receipts, holds, cycles and the sums, which are added up here as the triggers would; not the entries of each.
 */
export async function seedUsage(client: pg.Client, userId: string, { receipts, cycles }: UsageSize): Promise<void> {
  await client.query("SET session_replication_role = replica");
  await client.query("UPDATE users SET created_at = date_trunc('hour', now()) - interval '10 days' WHERE id = $1", [
    userId,
  ]);
  await client.query(KEYS, [userId]);
  await client.query("DELETE FROM ledger_accounts WHERE user_id = $1", [userId]);
  await client.query(ACCOUNTS, [userId]);
  await client.query(CYCLES, [userId, cycles]);
  await client.query(RETIRED);
  await client.query(CALLS, [userId, receipts]);
  for (const statement of [HOLDS, RECEIPTS, HOURS, BY_CYCLE, DAYS, BALANCES]) await client.query(statement);
  await client.query("DROP TABLE bench_calls");
  await client.query("SET session_replication_role = origin");
  for (const table of ["ledger_accounts", "reservations", "ledger_transfers", "usage_hours", "usage_cycles"]) {
    await client.query(`VACUUM ANALYZE ${table}`);
  }
}

const KEYS = `
  INSERT INTO api_keys (id, user_id, name, prefix, key_hash, scopes)
  SELECT gen_random_uuid(), $1::uuid, name, 'parley_seed', encode(sha256((name || $1::uuid)::bytea), 'hex'), '{}'
  FROM unnest('{Laptop,Server}'::text[]) name`;

const ACCOUNTS = `
  INSERT INTO ledger_accounts (id, user_id, kind)
  SELECT gen_random_uuid(), $1::uuid, kind::ledger_account_kind FROM unnest('{issued,held,spent,overrun,lapsed}'::text[]) kind`;

/** The last of them runs, and is the month a free person's cycle would be. */
const CYCLES = `
  INSERT INTO ledger_accounts (id, user_id, kind, plan, starts_at, ends_at, granted_micros, plan_grant_micros)
  SELECT gen_random_uuid(), $1::uuid, 'allowance', 'free', date_trunc('hour', now()) - nth * interval '30 days' - interval '10 days',
    date_trunc('hour', now()) - nth * interval '30 days' + interval '20 days', 1000000000, 1000000000
  FROM generate_series(0, $2::int - 1) nth`;

const RETIRED = `
  INSERT INTO model_prices (version, model, input_micros_per_mtok, cached_input_micros_per_mtok, output_micros_per_mtok, effective_from)
  VALUES ('retired@1', 'retired', 0, 0, 0, '2020-01-01Z') ON CONFLICT DO NOTHING`;

const CALLS = `
  CREATE UNLOGGED TABLE bench_calls AS
  SELECT n, gen_random_uuid() AS hold_id, $1::uuid AS user_id, account.id AS account_id, at,
    CASE WHEN n % 10000 = 5 THEN 'retired' WHEN n % 3 = 0 THEN 'parley-sage' ELSE 'parley-swift' END AS model,
    (CASE n % 6 WHEN 0 THEN 'title' WHEN 1 THEN 'api' ELSE 'chat' END)::interaction_kind AS origin,
    CASE WHEN n % 6 = 1 THEN (SELECT id FROM api_keys WHERE user_id = $1::uuid AND name = CASE WHEN n % 4 = 1 THEN 'Laptop' ELSE 'Server' END) END AS key_id,
    100 + n % 900 AS input, n % 700 AS output, 1 + n % 800 AS charged, CASE WHEN n % 50 = 0 THEN 7 ELSE 0 END AS overrun
  FROM generate_series(1, $2::int) n
  CROSS JOIN LATERAL (
    SELECT min(starts_at) + (now() - min(starts_at)) * (n::float8 / $2::int) AS at FROM ledger_accounts
    WHERE user_id = $1::uuid AND kind = 'allowance'
  ) moment
  JOIN ledger_accounts account ON account.user_id = $1::uuid AND account.kind = 'allowance' AND at >= starts_at AND at < ends_at`;

const VERSION = `CASE model WHEN 'retired' THEN 'retired@1' ELSE model || '@2026-11' END`;

const HOLDS = `
  INSERT INTO reservations (id, user_id, source_id, origin, api_key_id, account_id, model, price_version, prompt_tokens,
    max_output_tokens, amount_micros, settled_micros, overrun_micros, status, expires_at, ended_at, created_at)
  SELECT hold_id, user_id, 'seed:' || user_id || n, origin, key_id, account_id, model, ${VERSION}, input, 4096, charged + 1,
    charged, overrun, 'settled', at, at, at FROM bench_calls`;

const RECEIPTS = `
  INSERT INTO ledger_transfers (id, user_id, kind, source_id, reservation_id, price_version, input_tokens, output_tokens,
    origin, model, api_key_id, charged_micros, overrun_micros, estimated, created_at)
  SELECT gen_random_uuid(), user_id, 'settle', 'seed:' || user_id || n, hold_id, ${VERSION}, input, output, origin, model, key_id,
    charged, overrun, n % 100 = 0, date_trunc('milliseconds', at) FROM bench_calls`;

const SUMS = "count(*), sum(input), 0, sum(output), 0, 0";

const HOURS = `
  INSERT INTO usage_hours (user_id, starts_at, model, origin, receipts, input_tokens, cached_input_tokens, output_tokens,
    reasoning_tokens, embedding_tokens, image_tokens, charged_micros, overrun_micros)
  SELECT user_id, date_trunc('hour', at, 'UTC'), model, origin, ${SUMS}, 0, sum(charged), sum(overrun)
  FROM bench_calls GROUP BY 1, 2, 3, 4`;

const BY_CYCLE = `
  INSERT INTO usage_cycles (account_id, month, plan, model, origin, user_id, receipts, input_tokens, cached_input_tokens,
    output_tokens, reasoning_tokens, embedding_tokens, charged_micros, credit_micros, overrun_micros)
  SELECT account_id, date_trunc('month', at AT TIME ZONE 'UTC')::date, 'free', model, origin, user_id, ${SUMS}, sum(charged), 0,
    sum(overrun) FROM bench_calls GROUP BY 1, 2, 3, 4, 5, 6`;

const BALANCES = `
  UPDATE ledger_accounts account SET balance_micros = granted_micros - used
  FROM (SELECT account_id, sum(charged) AS used FROM bench_calls GROUP BY account_id) sums WHERE account.id = sums.account_id`;

const DAYS = `
  INSERT INTO spend_days AS spend (day, part, spent_micros)
  SELECT (at AT TIME ZONE 'UTC')::date, 0, sum(charged + overrun) FROM bench_calls GROUP BY 1
  ON CONFLICT (day, part) DO UPDATE SET spent_micros = spend.spent_micros + excluded.spent_micros`;
