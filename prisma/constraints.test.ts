import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { env } from "@/lib/platform/env";
import { ACCOUNT_RULES } from "@/prisma/testing/account-rules";
import { ALLOWANCE_CHECKS } from "@/prisma/testing/allowance-checks";
import { CHAT_CHECKS } from "@/prisma/testing/chat-checks";
import { CREDIT_CHECKS, CREDIT_UNIQUES } from "@/prisma/testing/credit-checks";
import { DELETION_CHECKS, DELETION_TRIGGERS } from "@/prisma/testing/deletion-checks";
import { RECEIPT_CHECKS } from "@/prisma/testing/receipt-checks";
import { RECONCILE_CHECKS, RECONCILE_UNIQUES } from "@/prisma/testing/reconcile-checks";
import { RECURRING_CHECKS, RECURRING_TRIGGERS } from "@/prisma/testing/recurring-checks";
import { SEAT_CHECKS, SEAT_TRIGGERS, SEAT_UNIQUES } from "@/prisma/testing/seat-checks";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

/**
 * What a schema file can not say stands in the migrations: checks, triggers and partial unique indexes. Each is
 * violated here, by the name PostgreSQL knows it by, and a new one without a violation fails the first test.
 */
const ANN = "aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa";
const CONVERSATION = "cccccccc-cccc-7ccc-8ccc-cccccccccccc";
const FRESH_TRANSFER = "f1111111-1111-7111-8111-111111111111";
const [ISSUED, HELD, BENS, ALLOWANCE] = [1, 2, 3, 4].map((digit) => `${digit}0000000-1111-7111-8111-111111111111`);

const CHECKS: Record<string, string[]> = {
  users_email_is_lower_case: ["UPDATE users SET email = 'Ann@example.test'", "UPDATE users SET email = 'nobody'"],
  users_stripe_customer_id_is_one: [
    "UPDATE users SET stripe_customer_id = 'sub_1' WHERE stripe_customer_id IS NOT NULL",
  ],
  users_password_hash_is_argon2id: ["UPDATE users SET password_hash = 'parley-demo-2026'"],
  sessions_token_is_hashed: ["UPDATE sessions SET token_hash = 'the cookie itself'"],
  verification_tokens_token_is_hashed: ["UPDATE verification_tokens SET token_hash = 'the token itself'"],
  api_keys_key_is_hashed: ["UPDATE api_keys SET key_hash = 'the key itself'"],
  api_keys_name_is_a_name: ["UPDATE api_keys SET name = ''", "UPDATE api_keys SET name = repeat('x', 61)"],
  api_keys_scopes_are_known: ["UPDATE api_keys SET scopes = ARRAY['chat', 'everything']"],
  api_keys_limits_are_positive: [
    "UPDATE api_keys SET requests_per_minute = 0",
    "UPDATE api_keys SET budget_micros = 0",
  ],
  api_keys_rotated_from_another: ["UPDATE api_keys SET rotated_from_id = id"],
  rate_buckets_never_overdrawn: ["UPDATE rate_buckets SET milli_tokens = -1"],
  ...ALLOWANCE_CHECKS,
  ...CHAT_CHECKS,
  ...CREDIT_CHECKS,
  ...RECEIPT_CHECKS,
  ...RECONCILE_CHECKS,
  ...DELETION_CHECKS,
  ...RECURRING_CHECKS,
  ...SEAT_CHECKS,
  subscriptions_status_not_empty: ["UPDATE subscriptions SET status = ''"],
  subscriptions_interval_is_known: [
    "UPDATE subscriptions SET interval = 'fortnight'",
    "UPDATE subscriptions SET interval_count = 0",
  ],
  subscriptions_amount_not_negative: [
    "UPDATE subscriptions SET unit_amount_minor = -1",
    "UPDATE subscriptions SET quantity = -1",
  ],
  subscriptions_currency_is_iso: ["UPDATE subscriptions SET currency = 'USD'"],
  subscriptions_period_is_forward: ["UPDATE subscriptions SET current_period_end = current_period_start"],
  subscriptions_planned_interval_is_known: ["UPDATE subscriptions SET planned_interval = 'fortnight'"],
  trials_mailbox_is_hashed: ["UPDATE trials SET mailbox_hash = 'ann@example.test'"],
  payment_methods_card_is_plausible: [
    "UPDATE payment_methods SET last4 = '424'",
    "UPDATE payment_methods SET exp_month = 13",
  ],
  invoices_status_not_empty: ["UPDATE invoices SET status = ''"],
  invoices_amounts_not_negative: [
    "UPDATE invoices SET amount_due_minor = -1",
    "UPDATE invoices SET amount_paid_minor = -1",
    "UPDATE invoices SET amount_remaining_minor = -1",
    "UPDATE invoices SET attempt_count = -1",
  ],
  invoices_currency_is_iso: ["UPDATE invoices SET currency = 'dollar'"],
  payments_amounts_add_up: [
    "UPDATE payments SET received_minor = 1901",
    "UPDATE payments SET refunded_minor = 1901",
    "UPDATE payments SET amount_minor = -1, received_minor = -1",
  ],
  payments_currency_is_iso: ["UPDATE payments SET currency = 'US'"],
  stripe_events_applied_has_a_time: [
    "UPDATE stripe_events SET status = 'applied'",
    "UPDATE stripe_events SET applied_at = '2026-01-01Z'",
  ],
  stripe_events_set_aside_has_a_reason: [
    "UPDATE stripe_events SET status = 'ignored'",
    "UPDATE stripe_events SET status = 'dead'",
  ],
  stripe_events_attempts_not_negative: ["UPDATE stripe_events SET attempts = -1"],
  model_prices_not_negative: [price(-1, 0, 0), price(0, -1, 0), price(0, 0, -1)],
  ledger_accounts_balance_keeps_its_side: [
    // More than the allowance holds, and a debt turned into a gift.
    entries([ALLOWANCE, -200_001], [HELD, 200_001]),
    entries([ISSUED, 200_001], [ALLOWANCE, -1], [HELD, -200_000]),
  ],
  ledger_transfers_tokens_not_negative: [
    transfer("input_tokens", "-1"),
    transfer("cached_input_tokens", "1"),
    transfer("output_tokens", "-1"),
    transfer("reasoning_tokens", "1"),
  ],
  ledger_transfers_use_names_its_price: [
    `INSERT INTO ledger_transfers (id, user_id, kind, source_id, origin, model, created_at)
     VALUES (gen_random_uuid(), '${ANN}', 'settle', 'x', 'chat', 'm', '2026-01-01Z')`,
  ],
  ledger_entries_move_something: [entries([ISSUED, 0])],
  reservations_tokens_not_negative: [
    "UPDATE reservations SET prompt_tokens = -1",
    "UPDATE reservations SET max_output_tokens = -1",
  ],
  reservations_settled_within_what_was_held: [
    "UPDATE reservations SET status = 'settled', ended_at = '2026-01-01Z', settled_micros = amount_micros + 1",
    "UPDATE reservations SET amount_micros = 0",
    "UPDATE reservations SET status = 'settled', ended_at = '2026-01-01Z', overrun_micros = -1",
  ],
  reservations_end_has_a_time: [
    "UPDATE reservations SET status = 'released'",
    "UPDATE reservations SET ended_at = '2026-01-01Z'",
  ],
  reservations_only_settled_cost: [
    "UPDATE reservations SET status = 'released', ended_at = '2026-01-01Z', settled_micros = 1",
    "UPDATE reservations SET overrun_micros = 1",
  ],
  openai_interactions_counts_not_negative: [
    "input_tokens",
    "cached_input_tokens",
    "output_tokens",
    "reasoning_tokens",
    "cost_micros",
    "duration_ms",
    "first_token_ms",
  ].map((column) => `UPDATE openai_interactions SET ${column} = -1`),
  openai_interactions_content_expires: [
    "UPDATE openai_interactions SET prompt = 'Why?'",
    "UPDATE openai_interactions SET response = 'Because.'",
  ],
  notifications_sent_has_a_time: [
    "UPDATE notifications SET status = 'sent'",
    "UPDATE notifications SET sent_at = '2026-01-01Z'",
  ],
  notifications_attempts_not_negative: ["UPDATE notifications SET attempts = -1"],
};

const PARTIAL_UNIQUES: Record<string, string[]> = {
  ...RECONCILE_UNIQUES,
  ...CREDIT_UNIQUES,
  ...SEAT_UNIQUES,
  messages_one_root_key: [
    `INSERT INTO messages (id, conversation_id, role, created_at) VALUES (gen_random_uuid(), '${CONVERSATION}', 'root', '2026-01-01Z')`,
  ],
  subscriptions_one_primary_key: ["UPDATE subscriptions SET is_primary = true"],
  payment_methods_one_default_key: ["UPDATE payment_methods SET is_default = true"],
  ledger_accounts_one_a_person_key: [
    `INSERT INTO ledger_accounts (id, user_id, kind) VALUES (gen_random_uuid(), '${ANN}', 'held')`,
  ],
  ledger_accounts_one_allowance_a_cycle_key: [
    `INSERT INTO ledger_accounts (id, user_id, kind, starts_at, ends_at, plan) VALUES (gen_random_uuid(), '${ANN}', 'allowance', '2026-01-01Z', '2026-03-01Z', 'pro')`,
  ],
};

/** A trigger reports under the name of the rule it holds, and one may hold several. */
const TRIGGERS: Record<string, [rule: string, statement: string][]> = {
  ...DELETION_TRIGGERS,
  ...RECURRING_TRIGGERS,
  ...SEAT_TRIGGERS,
  ledger_accounts_open_empty: [
    [
      "ledger_account_opens_empty",
      `INSERT INTO ledger_accounts (id, user_id, kind, balance_micros) VALUES (gen_random_uuid(), '${ANN}', 'credit', 5)`,
    ],
  ],
  ledger_accounts_stand: ACCOUNT_RULES,
  ledger_accounts_balance_guard: [
    ["ledger_balance_moves_by_entries_only", "UPDATE ledger_accounts SET balance_micros = 1 WHERE kind = 'held'"],
    ["ledger_account_keeps_its_person", `UPDATE ledger_accounts SET user_id = '${ANN}' WHERE id = '${BENS}'`],
    ["ledger_account_keeps_its_person", "UPDATE ledger_accounts SET kind = 'spent' WHERE kind = 'held'"],
  ],
  ledger_entries_post: [
    ["ledger_entries_sum_to_zero", entries([ISSUED, -5], [ALLOWANCE, 4])],
    ["ledger_entries_stay_with_one_person", entries([ISSUED, -5], [BENS, 5])],
  ],
  ledger_transfers_append_only: [
    ["ledger_transfers_append_only", "UPDATE ledger_transfers SET source_id = 'x'"],
    ["ledger_transfers_append_only", `DELETE FROM ledger_transfers WHERE id = '${FRESH_TRANSFER}'`],
  ],
  // Refuses nothing: it counts (lib/usage/receipts.test.ts).
  ledger_transfers_count: [],
  ledger_transfers_count_in_cycle: [],
  ledger_entries_append_only: [
    ["ledger_entries_append_only", "UPDATE ledger_entries SET amount_micros = 1"],
    ["ledger_entries_append_only", "DELETE FROM ledger_entries"],
  ],
  model_prices_append_only: [
    ["model_prices_append_only", "UPDATE model_prices SET output_micros_per_mtok = 1"],
    ["model_prices_append_only", "DELETE FROM model_prices"],
  ],
  audit_events_append_only: [
    ["audit_events_append_only", "UPDATE audit_events SET action = 'nothing'"],
    ["audit_events_append_only", "DELETE FROM audit_events"],
  ],
  ledger_transfers_no_truncate: [["ledger_transfers_append_only", "TRUNCATE ledger_transfers, ledger_entries"]],
  ledger_entries_no_truncate: [["ledger_entries_append_only", "TRUNCATE ledger_entries"]],
  audit_events_no_truncate: [["audit_events_append_only", "TRUNCATE audit_events"]],
};

/** Of several rules that one statement breaks, the first triggers may answer for all. */
function entries(...moves: [account: string | undefined, micros: number][]): string {
  const rows = moves.map(
    ([account, micros]) => `(gen_random_uuid(), '${FRESH_TRANSFER}', '${account}', ${micros}, '2026-01-01Z')`,
  );
  return `INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at) VALUES ${rows.join(", ")}`;
}

function price(input: number, cached: number, output: number): string {
  return `INSERT INTO model_prices (version, model, input_micros_per_mtok, cached_input_micros_per_mtok, output_micros_per_mtok, effective_from)
    VALUES ('new', 'm', ${input}, ${cached}, ${output}, '2026-01-01Z')`;
}

function transfer(column: string, value: string): string {
  return `INSERT INTO ledger_transfers (id, user_id, kind, source_id, ${column}, created_at)
    VALUES (gen_random_uuid(), '${ANN}', 'grant', 'new', ${value}, '2026-01-01Z')`;
}

const client = new pg.Client({ connectionString: env.database.url });

beforeAll(async () => {
  await client.connect();
  await client.query(fs.readFileSync(path.join(import.meta.dirname, "testing/one-of-each.sql"), "utf8"));
});
afterAll(() => client.end());
beforeEach(() => client.query("BEGIN"));
afterEach(() => client.query("ROLLBACK"));

test.each([
  [
    "check",
    CHECKS,
    "SELECT conname AS name FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace",
  ],
  [
    "partial unique index",
    PARTIAL_UNIQUES,
    `SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE indisunique AND indpred IS NOT NULL AND relnamespace = 'public'::regnamespace`,
  ],
  [
    "trigger",
    TRIGGERS,
    `SELECT tgname AS name FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
     WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace`,
  ],
])("every %s of the database is violated below, and none is listed that is gone", async (_kind, listed, catalog) => {
  const { rows } = await client.query<{ name: string }>(catalog);
  expect(Object.keys(listed).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});

test.each(
  Object.entries({ ...CHECKS, ...PARTIAL_UNIQUES }).flatMap(([rule, statements]) =>
    statements.map((statement): [string, string] => [rule, statement]),
  ),
)("%s refuses: %s", refuses);

test.each(
  Object.entries(TRIGGERS).flatMap(([trigger, violations]) =>
    violations.map(([rule, statement]): [string, string, string] => [rule, statement, trigger]),
  ),
)("%s refuses: %s (trigger %3$s)", refuses);

async function refuses(rule: string, statement: string) {
  await expect(client.query(statement)).rejects.toMatchObject({ constraint: rule });
}
