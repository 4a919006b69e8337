const OF: Record<string, string[]> = {
  ledger_accounts_allowance_has_a_cycle: [
    "plan = NULL WHERE kind = 'allowance'",
    "ends_at = NULL WHERE kind = 'allowance'",
    "plan = 'pro' WHERE kind = 'held'",
  ],
  ledger_accounts_credit_has_a_source: [
    "source_id = NULL WHERE kind = 'credit'",
    "ends_at = NULL WHERE kind = 'credit'",
    "source_id = NULL WHERE kind = 'promotional'",
    "starts_at = NULL WHERE kind = 'promotional'",
    "source_id = 'pi_1' WHERE kind = 'allowance'",
  ],
  ledger_accounts_term_is_forward: ["ends_at = starts_at WHERE kind = 'allowance'"],
  ledger_accounts_grant_not_negative: [
    "granted_micros = -1 WHERE kind = 'allowance'",
    "granted_micros = 1 WHERE kind = 'held'",
  ],
  ledger_accounts_gift_is_bounded: ["granted_micros = 1000000001 WHERE kind = 'promotional'"],
  ledger_accounts_granted_within_plan: ["plan_grant_micros = granted_micros - 1 WHERE kind = 'allowance'"],
  ledger_accounts_used_within_grant: [
    "used_micros = -1 WHERE kind = 'allowance'",
    "used_micros = granted_micros + 1 WHERE kind = 'allowance'",
    "used_micros = 1 WHERE kind = 'held'",
  ],
  ledger_accounts_due_back_within_grant: [
    "due_back_micros = granted_micros + 1 WHERE kind = 'credit'",
    "due_back_micros = -1 WHERE kind = 'credit'",
    "due_back_micros = granted_micros + 1 WHERE kind = 'promotional'",
    "due_back_micros = 1 WHERE kind = 'allowance'",
  ],
  ledger_accounts_seat_grants_an_allowance: ["seat_grant_id = (SELECT id FROM seat_grants) WHERE kind = 'credit'"],
};

const ANN = "aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa";

/** The rules of what a ledger account is, apart from its balance, and statements that break them. */
export const ACCOUNT_RULES: [rule: string, statement: string][] = [
  ...Object.entries(OF).flatMap(([rule, changes]) =>
    changes.map((change): [string, string] => [rule, `UPDATE ledger_accounts SET ${change}`]),
  ),
  // They hold for an account that is new as well.
  [
    "ledger_accounts_allowance_has_a_cycle",
    `INSERT INTO ledger_accounts (id, user_id, kind) VALUES (gen_random_uuid(), '${ANN}', 'allowance')`,
  ],
  [
    "ledger_accounts_credit_has_a_source",
    `INSERT INTO ledger_accounts (id, user_id, kind) VALUES (gen_random_uuid(), '${ANN}', 'promotional')`,
  ],
];
