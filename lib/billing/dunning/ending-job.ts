import "server-only";
import type { Db } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";

export const END_UNPAID_JOB = "billing.end-unpaid";
/** Spread by the queue over about six hours; the sweep begins anew after that. */
const MAX_ATTEMPTS = 11;

export function enqueueEnding(tx: Db, subscriptionId: string): Promise<void> {
  const options = { key: `${END_UNPAID_JOB}:${subscriptionId}`, maxAttempts: MAX_ATTEMPTS };
  return enqueue(tx, END_UNPAID_JOB, { subscriptionId }, options);
}
