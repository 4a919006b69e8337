import "server-only";
import { z } from "zod";
import { db } from "@/lib/db/client";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";
import { forgetSent } from "@/lib/notifications/forget";
import { type Clock, now as clockNow, plusMs, SECOND_MS, wallTime } from "@/lib/platform/clock";
import { goOnDeleting } from "@/lib/privacy/deletion";
import { DELETION_JOB, enqueueDeletion } from "@/lib/privacy/deletion-job";
import { findUnfinished } from "@/lib/privacy/queries";

const Payload = z.object({ userId: z.uuid() });
const SWEEP_JOB = "privacy.sweep";
/** An answer that was stopped has ended by then, or is left to whoever looks after silent ones. */
const COME_BACK_MS = 5 * SECOND_MS;

export const privacyJobs: JobHandlers = {
  [DELETION_JOB]: (payload) => continueDeletion(Payload.parse(payload).userId),
  [SWEEP_JOB]: () => sweepDeletions(),
};

export const privacyCron: CronItem[] = [{ job: SWEEP_JOB, match: "*/5 * * * *" }];

/** Goes on with a deletion, and comes back when something is still moving. */
export async function continueDeletion(userId: string, now: Clock = clockNow): Promise<void> {
  if (await goOnDeleting(userId, now)) return;
  await enqueueDeletion(db, userId, { runAt: plusMs(wallTime(now), COME_BACK_MS) });
}

/** Gives a job to every deletion that is not done, whatever became of its last one; and forgets the last addresses. */
export async function sweepDeletions(): Promise<void> {
  for (const userId of await findUnfinished()) await enqueueDeletion(db, userId);
  await forgetSent(db, "account-deleted");
}
