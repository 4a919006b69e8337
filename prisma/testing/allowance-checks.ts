const CYCLE = "40000000-1111-7111-8111-111111111111";

/** The checks of what is counted beside the balances, and statements that violate them. */
export const ALLOWANCE_CHECKS: Record<string, string[]> = {
  messages_fallback_is_of_a_model: ["UPDATE messages SET fallback_for_money = TRUE, fallback_from = NULL"],
  cycle_tokens_not_negative: [`INSERT INTO cycle_tokens VALUES ('${CYCLE}', 'advanced', -1)`],
  reservations_count_for_a_class: [
    "UPDATE reservations SET counted_tokens = 1",
    "UPDATE reservations SET counted_tokens = -1, model_class = 'advanced'",
  ],
  ceiling_alerts_percent_is_known: ["INSERT INTO ceiling_alerts VALUES ('2026-01-01', 'all', 50, '2026-01-01Z')"],
  allowance_notices_percent_is_known: [`INSERT INTO allowance_notices VALUES ('${CYCLE}', 90, '2026-01-01Z')`],
};
