/** The checks of the tables behind the operator's figures and acts, and statements that violate them. */
export const RECURRING_CHECKS: Record<string, string[]> = {
  recurring_changes_amounts_not_negative: [change("contraction", 100, -1), change("expansion", -1, 100)],
  recurring_changes_kind_fits: [
    change("new", 1, 2),
    change("new", 0, 0),
    change("reactivation", 1, 2),
    change("churn", 2, 1),
    change("churn", 0, 0),
    change("expansion", 2, 2),
    change("contraction", 2, 2),
  ],
  recurring_changes_sequence_from_one: [change("new", 0, 1, { sequence: 0 })],
  recurring_changes_currency_is_iso: [change("new", 0, 1, { currency: "USD" })],
  subscriptions_yearly_not_negative: ["UPDATE subscriptions SET yearly_minor = -1"],
  billing_sums_grain_is_known: [sum("week", "2026-01-01", "paid"), sum("month", "2026-01-02", "new")],
  billing_sums_measure_is_known: [sum("day", "2026-01-01", "lost")],
  admin_acts_says_why: ["UPDATE admin_acts SET reason = ' '"],
};

/** A trigger and the rule it holds. */
export const RECURRING_TRIGGERS: Record<string, [rule: string, statement: string][]> = {
  recurring_changes_append_only: [
    ["recurring_changes_append_only", "UPDATE recurring_changes SET plan = 'free'"],
    ["recurring_changes_append_only", "DELETE FROM recurring_changes"],
  ],
  recurring_changes_no_truncate: [["recurring_changes_append_only", "TRUNCATE recurring_changes"]],
  // These refuse nothing: they keep the operator's figures (lib/insights/sums.test.ts).
  recurring_changes_count: [],
  invoices_count: [],
  subscriptions_count: [],
};

function change(kind: string, before: number, after: number, { sequence = 2, currency = "usd" } = {}): string {
  return `INSERT INTO recurring_changes (id, user_id, customer_id, subscription_id, sequence, kind, plan, currency, before_yearly_minor, after_yearly_minor, at, created_at)
    VALUES (gen_random_uuid(), 'aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa', 'cus_ann', 'sub_1', ${sequence}, '${kind}', 'pro', '${currency}', ${before}, ${after}, '2026-01-01Z', '2026-01-01Z')`;
}

function sum(grain: string, startsOn: string, measure: string): string {
  return `INSERT INTO billing_sums (grain, starts_on, currency, measure, count, amount_minor)
    VALUES ('${grain}', '${startsOn}', 'usd', '${measure}', 1, 1)`;
}
