import "server-only";
import { z } from "zod";
import { ownerByStripe } from "@/lib/billing/customer";
import { endUnpaid } from "@/lib/billing/dunning/ending";
import { END_UNPAID_JOB } from "@/lib/billing/dunning/ending-job";
import { sweepDunning } from "@/lib/billing/dunning/sweep";
import { identifyEvent } from "@/lib/billing/identify";
import { enqueueIdentify, IDENTIFY_JOB, IDENTIFY_KEY_PREFIX } from "@/lib/billing/identify-job";
import { findNews, findStuckCustomers, findStuckStrangers, markSetAside } from "@/lib/billing/queries/inbox";
import { syncNews } from "@/lib/billing/sync";
import { enqueueSync, SYNC_JOB, SYNC_KEY_PREFIX } from "@/lib/billing/sync-job";
import { END_REFUSED_JOB } from "@/lib/billing/trials";
import { endRefusedTrial } from "@/lib/billing/trials-refused";
import { whyFailed } from "@/lib/billing/why-failed";
import { db, isDatabaseAway } from "@/lib/db/client";
import type { CronItem, JobHandlers, JobRun } from "@/lib/jobs/worker";
import { type Clock, now as clockNow, MINUTE_MS, plusMs, wallTime } from "@/lib/platform/clock";

const Payload = z.object({ customerId: z.string() });
const RefusedTrial = z.object({ subscriptionId: z.string(), customerId: z.string() });
const EventPayload = z.object({ eventId: z.string() });
const EndingPayload = z.object({ subscriptionId: z.string() });
const SWEEP_DUNNING_JOB = "billing.sweep-dunning";
const SWEEP_JOB = "billing.sweep-inbox";
const STUCK_AFTER_MS = 10 * MINUTE_MS;

export const billingJobs: JobHandlers = {
  [SYNC_JOB]: (payload, job) => applyEvents(Payload.parse(payload).customerId, job),
  [IDENTIFY_JOB]: (payload, job) => identifyEvent(EventPayload.parse(payload).eventId, job),
  [SWEEP_JOB]: () => sweepInbox(),
  [END_REFUSED_JOB]: (payload) => endRefusedTrial(RefusedTrial.parse(payload)),
  [END_UNPAID_JOB]: (payload) => endUnpaid(EndingPayload.parse(payload).subscriptionId),
  [SWEEP_DUNNING_JOB]: () => sweepDunning(),
};

export const billingCron: CronItem[] = [
  { job: SWEEP_JOB, match: "*/5 * * * *" },
  { job: SWEEP_DUNNING_JOB, match: "* * * * *" },
];

/**
 * Applies what waits in the inbox for a customer. When that fails the events say why, and the queue tries again; after
 * its last try they are dead until somebody looks, or until another event's sync covers them.
 */
export async function applyEvents(customerId: string, job: JobRun, sync: Sync = syncOwned): Promise<void> {
  const { userId, eventIds } = await findNews(customerId);
  try {
    const owner = await sync(customerId, userId);
    if (owner !== undefined) return;
  } catch (error) {
    if (!isDatabaseAway(error)) {
      await markSetAside(eventIds, {
        status: job.attempt >= job.maxAttempts ? "dead" : "failed",
        reason: whyFailed(error),
      });
    }
    throw error;
  }
  await markSetAside(eventIds, { status: "ignored", reason: `Nobody here is the customer ${customerId}.` });
}

/** Gives whose customer it is; `known` is who that is by our own records. */
type Sync = (customerId: string, known: string | null) => Promise<string | undefined>;

async function syncOwned(customerId: string, known: string | null): Promise<string | undefined> {
  const userId = known ?? (await ownerByStripe(customerId));
  if (userId !== undefined) await syncNews({ customerId, userId });
  return userId;
}

/** Gives a job to events that have none: a worker that was killed takes its job along for hours. */
export async function sweepInbox(now: Clock = clockNow): Promise<void> {
  const before = plusMs(wallTime(now), -STUCK_AFTER_MS);
  for (const customerId of await findStuckCustomers(before, SYNC_KEY_PREFIX)) await enqueueSync(db, customerId);
  for (const eventId of await findStuckStrangers(before, IDENTIFY_KEY_PREFIX)) await enqueueIdentify(db, eventId);
}
