const ANN = "aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa";
const BEN = "bbbbbbbb-bbbb-7bbb-8bbb-bbbbbbbbbbbb";
const SEAT = "(id, owner_id, member_id, taken_at, left_at, held_until)";

/** The checks of seats and pauses, and statements that violate them. */
export const SEAT_CHECKS: Record<string, string[]> = {
  subscriptions_pause_has_both_ends: [
    "UPDATE subscriptions SET paused_from = '2026-01-01Z'",
    "UPDATE subscriptions SET paused_until = '2026-01-01Z'",
    "UPDATE subscriptions SET paused_from = '2026-01-01Z', paused_until = '2026-01-01Z'",
  ],
  subscriptions_planned_quantity_positive: ["UPDATE subscriptions SET planned_quantity = 0"],
  team_seats_are_for_others: ["UPDATE team_seats SET member_id = owner_id"],
  team_seats_left_are_held: [
    "UPDATE team_seats SET left_at = '2026-01-01Z'",
    "UPDATE team_seats SET held_until = '2026-01-01Z'",
    "UPDATE team_seats SET left_at = '2026-01-02Z', held_until = '2026-01-01Z'",
  ],
  seat_invitations_token_is_hashed: ["UPDATE seat_invitations SET token_hash = 'the token itself'"],
  seat_invitations_email_is_lower_case: ["UPDATE seat_invitations SET email = 'Eve@example.test'"],
};

/** Ben has the one seat beside Ann's own. */
export const SEAT_UNIQUES: Record<string, string[]> = {
  team_seats_one_a_person_key: [
    `INSERT INTO team_seats ${SEAT} VALUES (gen_random_uuid(), '${ANN}', '${BEN}', '2026-01-01Z', NULL, NULL)`,
  ],
};

export const SEAT_TRIGGERS: Record<string, [rule: string, statement: string][]> = {
  team_seats_within_paid: [
    [
      "team_seats_within_paid",
      `INSERT INTO team_seats ${SEAT} VALUES (gen_random_uuid(), '${ANN}', gen_random_uuid(), '2026-01-01Z', NULL, NULL)`,
    ],
    [
      "team_seats_within_paid",
      `INSERT INTO team_seats ${SEAT} VALUES (gen_random_uuid(), '${BEN}', '${ANN}', '2026-01-01Z', NULL, NULL)`,
    ],
  ],
};
