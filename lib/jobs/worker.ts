import "server-only";
import { Logger, parseCronItems, run, runOnce, type TaskList } from "graphile-worker";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

/** Where a run stands: `attempt` counts from 1. The last one (`attempt === maxAttempts`) has nobody after it. */
export type JobRun = { attempt: number; maxAttempts: number };
export type JobHandlers = Readonly<Record<string, (payload: unknown, job: JobRun) => Promise<void>>>;
/** `match` is a crontab line's first five fields, in UTC. */
export type CronItem = { job: string; match: string };

/** How many jobs one process works on at a time; each may hold a database connection. */
const CONCURRENCY = 5;
/** A missed notification is made good by looking this often. */
const POLL_MS = 2_000;

/** Works on jobs until stopped. A stop lets running jobs end. */
export async function startWorker(work: {
  handlers: JobHandlers;
  cron: readonly CronItem[];
}): Promise<{ stop(): Promise<void> }> {
  const runner = await run({
    connectionString: env.database.url,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    // The process that hosts the worker decides when it ends.
    noHandleSignals: true,
    logger: quietLogger,
    taskList: tasksOf(work.handlers),
    parsedCronItems: parseCronItems(
      work.cron.map(({ job, match }) => ({
        task: job,
        match,
        identifier: job,
        options: { backfillPeriod: 0, maxAttempts: 1 },
      })),
    ),
  });
  return { stop: () => runner.stop() };
}

/** Works off what is due now, then returns: for scripts, and for tests that decide when jobs run. */
export async function runDueJobs(handlers: JobHandlers): Promise<void> {
  await runOnce({
    connectionString: env.database.url,
    concurrency: CONCURRENCY,
    noHandleSignals: true,
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
