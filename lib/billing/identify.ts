import "server-only";
import { readEvent } from "@/lib/adapters/payments/delivery";
import { customerAt } from "@/lib/adapters/payments/related-object";
import { findUnidentified, giveCustomer, markSetAside } from "@/lib/billing/queries/inbox";
import { enqueueSync } from "@/lib/billing/sync-job";
import { whyFailed } from "@/lib/billing/why-failed";
import { db, isDatabaseAway } from "@/lib/db/client";
import type { JobRun } from "@/lib/jobs/worker";

/**
 * Asks Stripe whose an event is that does not say so (a thin one, or a dispute's), and lets that customer be synced.
 * Nothing is done for an event that is settled or known already, so doing it twice is harmless.
 */
export async function identifyEvent(eventId: string, job: JobRun, find = customerAt): Promise<void> {
  const event = await findUnidentified(eventId);
  if (event === null) return;
  const { askAt } = readEvent(event.payload);
  const customerId = askAt === null ? null : await orSetAside(eventId, job, () => find(askAt));
  if (customerId === null) {
    await markSetAside([eventId], { status: "ignored", reason: "What the event is about has no customer." });
    return;
  }
  await db.$transaction(async (tx) => {
    await giveCustomer(tx, eventId, customerId);
    await enqueueSync(tx, customerId);
  });
}

/** When it fails the event says why, and the queue tries again; after the last try it is dead until somebody looks. */
async function orSetAside<T>(eventId: string, job: JobRun, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDatabaseAway(error)) {
      const status = job.attempt >= job.maxAttempts ? "dead" : "failed";
      await markSetAside([eventId], { status, reason: whyFailed(error) });
    }
    throw error;
  }
}
