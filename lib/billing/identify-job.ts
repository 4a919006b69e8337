import "server-only";
import type { Db, Prisma } from "@/lib/db/client";
import { addJob, enqueue } from "@/lib/jobs/enqueue";

export const IDENTIFY_JOB = "billing.identify-event";
export const IDENTIFY_KEY_PREFIX = "billing.identify-event:";
/** Spread by the queue over about six hours. */
const MAX_ATTEMPTS = 11;

/** Finds out whose an event is that does not say so. */
export function identifyJob(eventId: string): Prisma.Sql {
  return addJob(IDENTIFY_JOB, { eventId }, optionsOf(eventId));
}

export function enqueueIdentify(tx: Db, eventId: string): Promise<void> {
  return enqueue(tx, IDENTIFY_JOB, { eventId }, optionsOf(eventId));
}

function optionsOf(eventId: string) {
  return { key: `${IDENTIFY_KEY_PREFIX}${eventId}`, maxAttempts: MAX_ATTEMPTS };
}
