const ANN = "aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa";
const BEN = "bbbbbbbb-bbbb-7bbb-8bbb-bbbbbbbbbbbb";
const SEAT = "(id, owner_id, member_id, taken_at)";

/** The checks of seats and pauses, and statements that violate them. */
export const SEAT_CHECKS: Record<string, string[]> = {
  subscriptions_pause_has_both_ends: [
    "UPDATE subscriptions SET paused_from = '2026-01-01Z'",
    "UPDATE subscriptions SET paused_until = '2026-01-01Z'",
    "UPDATE subscriptions SET paused_from = '2026-01-01Z', paused_until = '2026-01-01Z'",
  ],
  subscriptions_planned_quantity_positive: ["UPDATE subscriptions SET planned_quantity = 0"],
  team_seats_are_for_others: ["UPDATE team_seats SET member_id = owner_id"],
  seat_grants_given_within_grant: [
    "UPDATE seat_grants SET given_micros = -1",
    "UPDATE seat_grants SET given_micros = grant_micros + 1",
  ],
  seat_grants_place_is_counted_from_one: ["UPDATE seat_grants SET place = 0"],
  seat_invitations_token_is_hashed: ["UPDATE seat_invitations SET token_hash = 'the token itself'"],
  seat_invitations_email_is_lower_case: ["UPDATE seat_invitations SET email = 'Eve@example.test'"],
};

/** Ben has the one seat beside Ann's own. */
export const SEAT_UNIQUES: Record<string, string[]> = {
  team_seats_one_a_person_key: [
    `INSERT INTO team_seats ${SEAT} VALUES (gen_random_uuid(), '${ANN}', '${BEN}', '2026-01-01Z')`,
  ],
};

export const SEAT_TRIGGERS: Record<string, [rule: string, statement: string][]> = {
  team_seats_within_paid: [
    [
      "team_seats_within_paid",
      `INSERT INTO team_seats ${SEAT} VALUES (gen_random_uuid(), '${ANN}', gen_random_uuid(), '2026-01-01Z')`,
    ],
    [
      "team_seats_within_paid",
      `INSERT INTO team_seats ${SEAT} VALUES (gen_random_uuid(), '${BEN}', '${ANN}', '2026-01-01Z')`,
    ],
  ],
};
