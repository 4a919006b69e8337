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
export const EVERY_MS = HOUR_MS;
/** After a failure we do not wait for an hour to pass. */
const AGAIN_AFTER_MS = 10 * MINUTE_MS;

/** Called every few minutes: begins a run when one is due, and goes on with one that was left by whoever did it. */
export async function reconcileWhenDue(now: Clock = clockNow, stripe: Listing = listing): Promise<void> {
  if ((await findOpenRun()) !== null || (await isDue(now))) await reconcileNow(null, now, stripe);
}

/** An operator wants to know now: the run stands at once, and a job works on it. One that is under way will do. */
export async function askForReconcile(admin: Viewer, now: Clock = clockNow): Promise<void> {
  await db.$transaction(async (tx) => {
    await recordAudit(tx, { actorId: admin.id, action: "reconcile.asked" }, now);
    const runId = await openRun(tx, { startedById: admin.id, eventsUntil: now(), at: wallTime(now) });
    if (runId !== undefined) await enqueue(tx, RECONCILE_JOB, { runId }, { maxAttempts: 1 });
  });
}

/** What {@link askForReconcile} leads to: nothing where somebody works on the run already, or it is over. */
export async function reconcileAsked(runId: string, now: Clock = clockNow, stripe: Listing = listing): Promise<void> {
  const open = await findOpenRun();
  if (open?.id !== runId || open.touchedAt > open.startedAt) return;
  if (await takeOver(open, wallTime(now))) await workOnRun(runId, now, stripe);
}

/** A whole run, or the rest of one that was left; nothing where one is worked on, here or in another process. */
export async function reconcileNow(
  startedById: string | null,
  now: Clock = clockNow,
  stripe: Listing = listing,
): Promise<void> {
  const own = await openRun(db, { startedById, eventsUntil: now(), at: wallTime(now) });
  const runId = own ?? (await takeAbandoned(now));
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
