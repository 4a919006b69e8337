import "server-only";
import { Logger, parseCronItems, type Runner, run, runOnce, type TaskList } from "graphile-worker";
import { keptPool } from "@/lib/db/kept-pool";
import { SECOND_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

/** Where a run stands: `attempt` counts from 1. The last one (`attempt === maxAttempts`) has nobody after it. */
export type JobRun = { attempt: number; maxAttempts: number };
export type JobHandlers = Readonly<Record<string, (payload: unknown, job: JobRun) => Promise<void>>>;
/** `match` is a crontab line's first five fields, in UTC. */
export type CronItem = { job: string; match: string };

type Work = { handlers: JobHandlers; cron: readonly CronItem[] };

/** How many jobs one process works on at a time; each may hold a database connection. */
const CONCURRENCY = 5;
/** A missed notification is made good by looking this often. */
const POLL_MS = 2 * SECOND_MS;
/** How ends are noted. In milliseconds; without a batch, one that can not be noted is a rejection that nobody handles. */
const NOTED_AT_ONCE = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };
/**
 * Under load jobs are fetched, and noted as done, several in one statement. What is not begun within its time (`ttl`) is
 * given back for other processes; what was done and not noted when this one dies is done again, as each job can be.
 */
const BATCHES = {
  ...NOTED_AT_ONCE,
  completeJobBatchDelay: 50,
  localQueue: { size: CONCURRENCY + 1, ttl: 5 * SECOND_MS },
};
/** Between tries to reach a database that is away. */
const RESTART_MS = 3 * SECOND_MS;

/**
 * Works on jobs until stopped, also through times when the database is away. Returns at once; a stop lets running
 * jobs end.
 */
export function startWorker(work: Work): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const ended = superviseRunner(work, stopping.signal);
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}

/** The queue gives up when its database stays away; a worker that must recover without a restart begins again. */
async function superviseRunner(work: Work, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      const runner = await startRunner(work);
      await untilEnded(runner, stopping);
    } catch (error) {
      log.error("worker.failed", error, { againInMs: RESTART_MS });
      await pause(RESTART_MS, stopping);
    }
  }
}

function startRunner({ handlers, cron }: Work): Promise<Runner> {
  const options = { backfillPeriod: 0, maxAttempts: 1 };
  return run({
    connectionString: withoutDiskWaits(env.database.directUrl),
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    preset: { worker: BATCHES },
    // The process that hosts the worker decides when it ends.
    noHandleSignals: true,
    logger: quietLogger,
    taskList: tasksOf(handlers),
    parsedCronItems: parseCronItems(cron.map(({ job, match }) => ({ task: job, match, identifier: job, options }))),
  });
}

/**
 * Who took a job, and that it is done, waits for no disk: a server that crashes forgets it at most together with all
 * that came after it, and a job may always be done again. What jobs themselves write goes over other connections.
 */
export function withoutDiskWaits(connectionString: string): string {
  const url = new URL(connectionString);
  const options = [url.searchParams.get("options"), "-c synchronous_commit=off"];
  url.searchParams.set("options", options.filter((option) => option !== null).join(" "));
  return url.href;
}

async function untilEnded(runner: Runner, stopping: AbortSignal): Promise<void> {
  const stop = () => void runner.stop().catch((error: unknown) => log.error("worker.stop_failed", error));
  if (stopping.aborted) stop();
  stopping.addEventListener("abort", stop, { once: true });
  try {
    await runner.promise;
  } finally {
    stopping.removeEventListener("abort", stop);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => resolve(clearTimeout(timer)), { once: true });
  });
}

/** Works off what is due now, then returns: for scripts, and for tests that decide when jobs run. */
export async function runDueJobs(handlers: JobHandlers): Promise<void> {
  await runOnce({
    pgPool: keptPool(),
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    preset: { worker: NOTED_AT_ONCE },
    logger: quietLogger,
    taskList: tasksOf(handlers),
  });
}

function tasksOf(handlers: JobHandlers): TaskList {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      async (payload, { job }) => {
        try {
          await handle(payload, { attempt: job.attempts, maxAttempts: job.max_attempts });
        } catch (error) {
          log.error("job.failed", error, { job: name, attempt: job.attempts, maxAttempts: job.max_attempts });
          throw error;
        }
      },
    ]),
  );
}

/** The queue's own lines say what ours say already, except for its warnings and errors. */
const quietLogger = new Logger(() => (logLevel, message) => {
  const level: string = logLevel;
  if (level === "warning") log.warn("queue.warned", { summary: message });
  if (level === "error" && !message.startsWith("Failed task")) log.warn("queue.failed", { summary: message });
});
