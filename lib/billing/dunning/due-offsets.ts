import "server-only";
import { GRACE_MS } from "@/lib/billing/access";
import { CARD_NOTICE_MS, RENEWAL_NOTICE_MS, TRIAL_NOTICE_MS } from "@/lib/billing/dunning/calendar-news";
import { NOTICE_MS, UNPAID_MOST_MS } from "@/lib/billing/dunning/ladder";
import type { DueOffsets } from "@/lib/billing/queries/dunning";
import { HOUR_MS } from "@/lib/platform/clock";

/** What time alone brings: when there may be something to tell, or to end, that no change at Stripe announces. */
export const DUE_OFFSETS: DueOffsets = {
  trialNoticeMs: TRIAL_NOTICE_MS,
  renewalNoticeMs: RENEWAL_NOTICE_MS,
  cardNoticeMs: CARD_NOTICE_MS,
  // Stripe leaves an invoice a draft for an hour before it collects.
  renewedAfterMs: 2 * HOUR_MS,
  unpaidMs: [GRACE_MS - NOTICE_MS, GRACE_MS, UNPAID_MOST_MS - NOTICE_MS, UNPAID_MOST_MS],
};
