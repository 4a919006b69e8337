import "server-only";
import type { Db } from "@/lib/db/client";
import { enqueue, type KeyedJob } from "@/lib/jobs/enqueue";

export const SYNC_JOB = "billing.sync-customer";
export const SYNC_KEY_PREFIX = "billing.sync-customer:";
/** Spread by the queue over about six hours. */
const MAX_ATTEMPTS = 11;

/**
 * One waiting job a customer, however many events arrive: a sync reads everything anyway. An event that arrives while
 * a sync runs gets a job of its own, because the queue takes the key off a job that runs.
 */
export function syncJob(customerId: string): KeyedJob {
  return { name: SYNC_JOB, payload: { customerId }, key: `${SYNC_KEY_PREFIX}${customerId}`, maxAttempts: MAX_ATTEMPTS };
}

export function enqueueSync(tx: Db, customerId: string): Promise<void> {
  const { name, payload, ...options } = syncJob(customerId);
  return enqueue(tx, name, payload, options);
}
