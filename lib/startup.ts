import "server-only";
import { billingCron, billingJobs } from "@/lib/billing/jobs";
import { reconcileCron, reconcileJobs } from "@/lib/billing/reconcile/jobs";
import { finishAllGenerations } from "@/lib/chat/generations";
import { fileCron, fileJobs } from "@/lib/chat/files/jobs";
import { chatCron, chatJobs } from "@/lib/chat/jobs";
import { keepReaping } from "@/lib/chat/reaper";
import { db } from "@/lib/db/client";
import { gatewayCron, gatewayJobs } from "@/lib/gateway/jobs";
import { identityCron, identityJobs } from "@/lib/identity/jobs";
import { inferenceCron, inferenceJobs } from "@/lib/inference/jobs";
import { finishAllCalls } from "@/lib/inference/under-way";
import { insightsCron, insightsJobs } from "@/lib/insights/jobs";
import { type JobHandlers, startWorker } from "@/lib/jobs/worker";
import { limitsCron, limitsJobs } from "@/lib/limits/jobs";
import { notificationsJobs } from "@/lib/notifications/jobs";
import { MINUTE_MS, SECOND_MS } from "@/lib/platform/clock";
import { followWorldClock } from "@/lib/platform/clock-follower";
import { env, requireValidEnv } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { privacyCron, privacyJobs } from "@/lib/privacy/jobs";
import { recordPrices } from "@/lib/usage/catalogue";
import { loadTokenizers } from "@/lib/usage/tokenizer";
import { usageCron, usageJobs } from "@/lib/usage/jobs";

const JOB_SETS = [
  limitsJobs,
  notificationsJobs,
  identityJobs,
  billingJobs,
  reconcileJobs,
  usageJobs,
  inferenceJobs,
  chatJobs,
  fileJobs,
  gatewayJobs,
  privacyJobs,
  insightsJobs,
];
const CRON_SETS = [
  limitsCron,
  identityCron,
  billingCron,
  reconcileCron,
  usageCron,
  inferenceCron,
  chatCron,
  fileCron,
  gatewayCron,
  privacyCron,
  insightsCron,
];

/**
 * Every job of every domain, by name.
 * @throws Error when two domains claim one name: one of them would silently never run.
 */
export function allJobs(sets: readonly JobHandlers[] = JOB_SETS): JobHandlers {
  const names = sets.flatMap((set) => Object.keys(set));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two domains have a job named ${twice}`);
  return Object.fromEntries(sets.flatMap((set) => Object.entries(set)));
}

/** How long running answers have to be stored before the process goes. */
const FAREWELL_MS = 5 * SECOND_MS;
const RETRY_MS = 3 * SECOND_MS;

/**
 * The composition root: checks the configuration, begins to work on jobs, and arranges a clean end.
 * @throws Error naming every variable that is missing or malformed.
 */
export async function startParley(): Promise<void> {
  requireValidEnv();
  // Before anything asks what time it is.
  if (env.worldClockUrl !== undefined) await followWorldClock(env.worldClockUrl);
  void keepTrying("prices.recorded", recordPrices);
  await loadTokenizers();
  const worker = env.role === "web" ? undefined : startWorker({ handlers: allJobs(), cron: CRON_SETS.flat() });
  // Who serves people also ends what a process that died was telling them.
  const reaping = env.role === "worker" ? undefined : keepReaping();
  const end = once(async () => {
    const deadline = setTimeout(() => process.exit(1), FAREWELL_MS + SECOND_MS);
    deadline.unref();
    const answers = [finishAllGenerations({ forGood: true }), finishAllCalls()];
    await Promise.allSettled([reaping?.stop(), ...answers, worker?.stop()]);
    await db.$disconnect();
    process.exit(0);
  });
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  log.info("process.started", { mode: env.mode, role: env.role, standIns: env.standIns });
}

/** For what a start needs from a database that may be away for the moment. */
async function keepTrying(done: string, work: () => Promise<unknown>): Promise<void> {
  for (let waitMs = RETRY_MS; ; waitMs = Math.min(waitMs * 2, MINUTE_MS)) {
    try {
      await work();
      return log.info(done);
    } catch (error) {
      log.error("start.delayed", error, { step: done, againInMs: waitMs });
      await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
    }
  }
}

function once(work: () => Promise<void>): () => void {
  let begun = false;
  return () => {
    if (begun) return;
    begun = true;
    void work();
  };
}
