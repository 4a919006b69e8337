/** The checks of the table of those who leave, and statements that violate them. */
export const DELETION_CHECKS: Record<string, string[]> = {
  account_deletions_steps_have_times: [
    "UPDATE account_deletions SET unsubscribed_at = '2026-01-01Z'",
    "UPDATE account_deletions SET erased_at = '2026-01-01Z'",
    "UPDATE account_deletions SET status = 'unsubscribed'",
    "UPDATE account_deletions SET status = 'erased', unsubscribed_at = '2026-01-01Z'",
  ],
};

const ANN = "aaaaaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa";
const UNSUBSCRIBED = "status = 'unsubscribed', unsubscribed_at = '2026-01-01Z'";

/** Ann has a subscription that lives. */
export const DELETION_TRIGGERS: Record<string, [rule: string, statement: string][]> = {
  account_deletions_wait_for_subscriptions: [
    ["account_deletions_wait_for_subscriptions", `UPDATE account_deletions SET user_id = '${ANN}', ${UNSUBSCRIBED}`],
    [
      "account_deletions_wait_for_subscriptions",
      `INSERT INTO account_deletions (user_id, status, requested_at, unsubscribed_at) VALUES ('${ANN}', 'unsubscribed', '2026-01-01Z', '2026-01-01Z')`,
    ],
  ],
};
