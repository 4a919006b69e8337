import "server-only";
import { DUE_OFFSETS } from "@/lib/billing/dunning/due-offsets";
import { enqueueEnding } from "@/lib/billing/dunning/ending-job";
import { findDueCustomers, findUnfinishedEndings } from "@/lib/billing/queries/dunning";
import { enqueueSync, SYNC_KEY_PREFIX } from "@/lib/billing/sync-job";
import { db } from "@/lib/db/client";
import { type Clock, MINUTE_MS, now as clockNow, plusMs } from "@/lib/platform/clock";

const AT_MOST = 500;
/** Whoever began it is done by then, or gone. */
const ABANDONED_AFTER_MS = 10 * MINUTE_MS;

/**
 * Finds whom time alone has brought something to be told, or an end, and has them synced: Stripe is asked first, so
 * nobody is warned of a payment whose news was lost on the way.
 */
export async function sweepDunning(now: Clock = clockNow): Promise<void> {
  const due = await findDueCustomers(DUE_OFFSETS, { now: now(), atMost: AT_MOST, jobKeyPrefix: SYNC_KEY_PREFIX });
  for (const customerId of due) await enqueueSync(db, customerId);
  const abandoned = await findUnfinishedEndings(plusMs(now(), -ABANDONED_AFTER_MS));
  for (const subscriptionId of abandoned) await enqueueEnding(db, subscriptionId);
}
