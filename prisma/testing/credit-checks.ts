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
