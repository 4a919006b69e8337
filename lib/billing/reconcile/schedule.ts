import "server-only";
import { type Listing, listing } from "@/lib/adapters/payments/listing";
import { recordAudit } from "@/lib/audit/record";
import { findLastRun, findOpenRun, openRun, takeOver } from "@/lib/billing/queries/reconcile-runs";
import { isAbandoned, workOnRun } from "@/lib/billing/reconcile/run";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { enqueue } from "@/lib/jobs/enqueue";
import { type Clock, HOUR_MS, MINUTE_MS, now as clockNow, wallTime } from "@/lib/platform/clock";

export const RECONCILE_JOB = "billing.reconcile";
const EVERY_MS = HOUR_MS;
/** After a failure we do not wait for an hour to pass. */
const AGAIN_AFTER_MS = 10 * MINUTE_MS;

/** Called every few minutes: begins a run when one is due, and goes on with one that was left by whoever did it. */
export async function reconcileWhenDue(now: Clock = clockNow, stripe: Listing = listing): Promise<void> {
  if ((await findOpenRun()) !== null || (await isDue(now))) await reconcileNow(null, now, stripe);
}

/** An operator wants to know now. Where a run is under way, that is the one they get. */
export async function askForReconcile(admin: Viewer, now: Clock = clockNow): Promise<void> {
  await db.$transaction(async (tx) => {
    await recordAudit(tx, { actorId: admin.id, action: "reconcile.asked" }, now);
    await enqueue(tx, RECONCILE_JOB, { startedById: admin.id }, { key: RECONCILE_JOB, maxAttempts: 1 });
  });
}

/** A whole run, or the rest of one that was left; nothing where one is worked on, here or in another process. */
export async function reconcileNow(
  startedById: string | null,
  now: Clock = clockNow,
  stripe: Listing = listing,
): Promise<void> {
  const runId = (await openRun({ startedById, eventsUntil: now(), at: wallTime(now) })) ?? (await takeAbandoned(now));
  if (runId !== undefined) await workOnRun(runId, now, stripe);
}

async function takeAbandoned(now: Clock): Promise<string | undefined> {
  const open = await findOpenRun();
  if (open === null || !isAbandoned(open, now)) return undefined;
  return (await takeOver(open, wallTime(now))) ? open.id : undefined;
}

async function isDue(now: Clock): Promise<boolean> {
  const ageOf = (run: { touchedAt: Date } | null) =>
    run === null ? Number.POSITIVE_INFINITY : wallTime(now).getTime() - run.touchedAt.getTime();
  const [complete, failed] = await Promise.all([findLastRun("complete"), findLastRun("failed")]);
  return ageOf(complete) >= EVERY_MS && ageOf(failed) >= AGAIN_AFTER_MS;
}
