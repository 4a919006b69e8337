import "server-only";
import { findFindings, findLastRun, findRecentRuns } from "@/lib/billing/queries/reconcile-runs";
import { EVERY_MS } from "@/lib/billing/reconcile/schedule";
import { type Clock, MINUTE_MS, now as clockNow, wallTime } from "@/lib/platform/clock";

/** A run takes its time, and is begun by a sweep; older than this, one was skipped. */
const STALE_AFTER_MS = EVERY_MS + 20 * MINUTE_MS;

/**
 * `drift` and `repaired` count customers, of the last run that came to its end, `ageMs` ago. `stale` when another was
 * due since; `failed` when another was begun since and did not get there, which is all that is known then.
 */
export type ReconcileHealth = {
  state: "never" | "running" | "failed" | "stale" | "drift" | "clean";
  drift: number;
  repaired: number;
  ageMs: number | null;
  error: string | null;
  /** Of the run that is under way; `total` is 0 while it still reads what Stripe holds. */
  progress: { checked: number; total: number } | null;
};

/** How equal our copy of Stripe is known to be. */
export async function reconcileHealth(now: Clock = clockNow): Promise<ReconcileHealth> {
  const [running, complete, failed] = await Promise.all([
    findLastRun("running"),
    findLastRun("complete"),
    findLastRun("failed"),
  ]);
  const { drift = 0, repaired = 0 } = complete ?? {};
  const ageMs = complete === null ? null : wallTime(now).getTime() - complete.touchedAt.getTime();
  const error = errorSince(complete, failed);
  const settled = error === null ? settledState(drift, ageMs) : "failed";
  const progress = running === null ? null : { checked: running.checked, total: running.total };
  return { state: progress === null ? settled : "running", drift, repaired, ageMs, error, progress };
}

type Run = Awaited<ReturnType<typeof findLastRun>>;

function errorSince(complete: Run, failed: Run): string | null {
  if (failed === null || (complete !== null && complete.startedAt > failed.startedAt)) return null;
  return failed.error;
}

function settledState(drift: number, ageMs: number | null): ReconcileHealth["state"] {
  if (ageMs === null) return "never";
  if (ageMs > STALE_AFTER_MS) return "stale";
  return drift > 0 ? "drift" : "clean";
}

const RUNS_SHOWN = 10;
const FINDINGS_SHOWN = 25;

/** The newest runs, and the newest of what they found; the newest first. */
export async function reconcileHistory() {
  const [runs, findings] = await Promise.all([findRecentRuns(RUNS_SHOWN), findFindings(FINDINGS_SHOWN)]);
  return { runs, findings };
}
