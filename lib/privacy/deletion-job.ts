import "server-only";
import type { Db } from "@/lib/db/client";
import { enqueue } from "@/lib/jobs/enqueue";

export const DELETION_JOB = "privacy.delete-account";
/** Over about an hour; the sweep begins anew long before and after. */
const MAX_ATTEMPTS = 8;

/** One waiting job a person. Enqueued again it runs at once, however long it was to wait. */
export function enqueueDeletion(tx: Db, userId: string, { runAt }: { runAt?: Date } = {}): Promise<void> {
  const options = { key: `${DELETION_JOB}:${userId}`, maxAttempts: MAX_ATTEMPTS, ...(runAt ? { runAt } : {}) };
  return enqueue(tx, DELETION_JOB, { userId }, options);
}
