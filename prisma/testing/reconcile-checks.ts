/** The checks of the tables of the comparison with Stripe, and statements that violate them. */
export const RECONCILE_CHECKS: Record<string, string[]> = {
  reconcile_runs_end_has_a_time: [
    "UPDATE reconcile_runs SET status = 'complete'",
    "UPDATE reconcile_runs SET finished_at = '2026-01-01Z'",
  ],
  reconcile_runs_failed_says_why: [
    "UPDATE reconcile_runs SET status = 'failed', finished_at = '2026-01-01Z'",
    "UPDATE reconcile_runs SET error = 'Stripe is down'",
  ],
  reconcile_runs_counts_are_plausible: [
    "UPDATE reconcile_runs SET events_found = -1",
    "UPDATE reconcile_runs SET total = -1",
    "UPDATE reconcile_runs SET checked = -1",
    "UPDATE reconcile_runs SET repaired = 1",
    "UPDATE reconcile_runs SET drift = -1, repaired = -1",
  ],
};

export const RECONCILE_UNIQUES: Record<string, string[]> = {
  reconcile_runs_one_at_a_time_key: [
    "INSERT INTO reconcile_runs (id, step, started_at, touched_at) VALUES (gen_random_uuid(), 'events', '2026-01-01Z', '2026-01-01Z')",
  ],
};
