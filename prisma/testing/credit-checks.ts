/** The checks of bought credits, and statements that violate them. */
export const CREDIT_CHECKS: Record<string, string[]> = {
  credit_purchases_amounts_add_up: [
    "UPDATE credit_purchases SET amount_minor = 0",
    "UPDATE credit_purchases SET returned_minor = amount_minor + 1",
    "UPDATE credit_purchases SET returned_minor = -1",
    "UPDATE credit_purchases SET credit_micros = 0",
  ],
  credit_purchases_currency_is_iso: ["UPDATE credit_purchases SET currency = 'dollar'"],
  credit_purchases_term_is_forward: ["UPDATE credit_purchases SET expires_at = bought_at"],
  ledger_accounts_credit_has_a_source: [
    "UPDATE ledger_accounts SET source_id = NULL WHERE kind = 'credit'",
    "UPDATE ledger_accounts SET ends_at = NULL WHERE kind = 'credit'",
    "UPDATE ledger_accounts SET source_id = NULL WHERE kind = 'promotional'",
    "UPDATE ledger_accounts SET starts_at = NULL WHERE kind = 'promotional'",
    "UPDATE ledger_accounts SET source_id = 'pi_1' WHERE kind = 'allowance'",
  ],
  ledger_accounts_gift_is_bounded: [
    "UPDATE ledger_accounts SET granted_micros = 1000000001 WHERE kind = 'promotional'",
  ],
  ledger_accounts_due_back_within_grant: [
    "UPDATE ledger_accounts SET due_back_micros = granted_micros + 1 WHERE kind = 'credit'",
    "UPDATE ledger_accounts SET due_back_micros = -1 WHERE kind = 'credit'",
    "UPDATE ledger_accounts SET due_back_micros = granted_micros + 1 WHERE kind = 'promotional'",
    "UPDATE ledger_accounts SET due_back_micros = 1 WHERE kind = 'allowance'",
  ],
  reservations_credit_within_what_was_held: [
    "UPDATE reservations SET credit_micros = amount_micros + 1",
    "UPDATE reservations SET credit_micros = -1",
    "UPDATE reservations SET gift_micros = -1",
    "UPDATE reservations SET gift_micros = 1, credit_micros = amount_micros",
  ],
};

const ANN = "aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa";

export const CREDIT_UNIQUES: Record<string, string[]> = {
  ledger_accounts_one_credit_a_purchase_key: [
    `INSERT INTO ledger_accounts (id, user_id, kind, source_id, starts_at, ends_at)
     VALUES (gen_random_uuid(), '${ANN}', 'credit', 'pi_1', '2026-01-01Z', '2027-01-01Z')`,
  ],
  ledger_accounts_one_gift_an_act_key: [
    `INSERT INTO ledger_accounts (id, user_id, kind, source_id, starts_at, ends_at)
     VALUES (gen_random_uuid(), '${ANN}', 'promotional', 'act_1', '2026-01-01Z', '2027-01-01Z')`,
  ],
};
