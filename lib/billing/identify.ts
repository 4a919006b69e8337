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
export async function identifyEvent(eventId: string, job: JobRun): Promise<void> {
  const event = await findUnidentified(eventId);
  if (event === null) return;
  const customerId = await ask(eventId, readEvent(event.payload).askAt, job);
  if (customerId === null) {
    await markSetAside([eventId], { status: "ignored", reason: "What the event is about has no customer." });
    return;
  }
  await db.$transaction(async (tx) => {
    await giveCustomer(tx, eventId, customerId);
    await enqueueSync(tx, customerId);
  });
}

async function ask(eventId: string, path: string | null, job: JobRun): Promise<string | null> {
  if (path === null) return null;
  try {
    return await customerAt(path);
  } catch (error) {
    if (!isDatabaseAway(error)) {
      const status = job.attempt >= job.maxAttempts ? "dead" : "failed";
      await markSetAside([eventId], { status, reason: whyFailed(error) });
    }
    throw error;
  }
}
