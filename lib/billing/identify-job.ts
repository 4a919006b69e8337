import "server-only";
import type { Db } from "@/lib/db/client";
import { enqueue, type KeyedJob } from "@/lib/jobs/enqueue";

export const IDENTIFY_JOB = "billing.identify-event";
export const IDENTIFY_KEY_PREFIX = "billing.identify-event:";
/** Spread by the queue over about six hours. */
const MAX_ATTEMPTS = 11;

/** Finds out whose an event is that does not say so. */
export function identifyJob(eventId: string): KeyedJob {
  return {
    name: IDENTIFY_JOB,
    payload: { eventId },
    key: `${IDENTIFY_KEY_PREFIX}${eventId}`,
    maxAttempts: MAX_ATTEMPTS,
  };
}

export function enqueueIdentify(tx: Db, eventId: string): Promise<void> {
  const { name, payload, ...options } = identifyJob(eventId);
  return enqueue(tx, name, payload, options);
}
