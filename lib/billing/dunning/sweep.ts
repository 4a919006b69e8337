import "server-only";
import { GRACE_MS } from "@/lib/billing/access";
import { CARD_NOTICE_MS, RENEWAL_NOTICE_MS, TRIAL_NOTICE_MS } from "@/lib/billing/dunning/calendar-news";
import { enqueueEnding } from "@/lib/billing/dunning/ending-job";
import { NOTICE_MS, UNPAID_MOST_MS } from "@/lib/billing/dunning/ladder";
import { type DueOffsets, findDueCustomers, findUnfinishedEndings } from "@/lib/billing/queries/dunning";
import { enqueueSync, SYNC_KEY_PREFIX } from "@/lib/billing/sync-job";
import { db } from "@/lib/db/client";
import { type Clock, HOUR_MS, MINUTE_MS, now as clockNow, plusMs } from "@/lib/platform/clock";

const OFFSETS: DueOffsets = {
  trialNoticeMs: TRIAL_NOTICE_MS,
  renewalNoticeMs: RENEWAL_NOTICE_MS,
  cardNoticeMs: CARD_NOTICE_MS,
  // Stripe leaves an invoice a draft for an hour before it collects.
  renewedAfterMs: 2 * HOUR_MS,
  unpaidMs: [GRACE_MS - NOTICE_MS, GRACE_MS, UNPAID_MOST_MS - NOTICE_MS, UNPAID_MOST_MS],
};
const AT_MOST = 500;
/** Whoever began it is done by then, or gone. */
const ABANDONED_AFTER_MS = 10 * MINUTE_MS;

/**
 * Finds whom time alone has brought something to be told, or an end, and has them synced: Stripe is asked first, so
 * nobody is warned of a payment whose news was lost on the way.
 */
export async function sweepDunning(now: Clock = clockNow): Promise<void> {
  const due = await findDueCustomers(OFFSETS, { now: now(), atMost: AT_MOST, jobKeyPrefix: SYNC_KEY_PREFIX });
  for (const customerId of due) await enqueueSync(db, customerId);
  const abandoned = await findUnfinishedEndings(plusMs(now(), -ABANDONED_AFTER_MS));
  for (const subscriptionId of abandoned) await enqueueEnding(db, subscriptionId);
}
