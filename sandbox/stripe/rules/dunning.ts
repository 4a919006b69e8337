const DAY_S = 86_400;

/** Days from one failed try to the next. After the last the subscription ends. */
const RETRY_DAYS = [3, 5, 7];

/** When a renewal that failed for the `attempts`th time is tried again (seconds); null: never. */
export function nextPaymentAttempt(attempts: number, now: number): number | null {
  const days = RETRY_DAYS[attempts - 1];
  return days === undefined ? null : now + days * DAY_S;
}

/** A renewal's invoice stays a draft this long, so that it can still be changed. */
export const DRAFT_S = 3_600;
/** A first payment may be made up for this long; then the subscription is void. */
export const INCOMPLETE_S = 23 * 3_600;
/** How long before a trial's end its owner is told. */
export const TRIAL_NOTICE_S = 3 * DAY_S;
