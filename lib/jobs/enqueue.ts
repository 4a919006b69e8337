import "server-only";
import { type Db, Prisma } from "@/lib/db/client";

export type JobPayload = { readonly [key: string]: string | number | boolean | null };

export type JobOptions = {
  /** A job that still waits under the same key is replaced: ten nudges are one run. */
  key?: string;
  /** Wall time; what falls due in world time is found by sweeps instead. */
  runAt?: Date;
  /** Tries in all; 25 spread over about three days unless told. */
  maxAttempts?: number;
};

/** The call that enqueues a job, to be put into a larger statement: `SELECT ${addJob(...)} FROM stored`. */
export function addJob(name: string, payload: JobPayload, { key, runAt, maxAttempts }: JobOptions = {}): Prisma.Sql {
  return Prisma.sql`graphile_worker.add_job(
    ${name}::text,
    payload => ${JSON.stringify(payload)}::json,
    run_at => ${runAt ?? null}::timestamptz,
    max_attempts => ${maxAttempts ?? null}::int,
    job_key => ${key ?? null}::text
  )`;
}

/** A job as data, for {@link addJobs}. */
export type KeyedJob = { name: string; payload: JobPayload; key: string; maxAttempts: number };

/**
 * The same for many: a query that enqueues what `jobs` yields, rows `(name text, payload json, key text, "maxAttempts"
 * int)`, and gives a row for each job. Of those under one key it is one.
 */
export function addJobs(jobs: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT added.id FROM (
      SELECT array_agg(ROW(name, payload, NULL, NULL, "maxAttempts", key, NULL, NULL)::graphile_worker.job_spec ORDER BY key) AS specs
      FROM (SELECT DISTINCT ON (key) name, payload, key, "maxAttempts" FROM (${jobs}) asked ORDER BY key) job
      HAVING count(*) > 0
    ) every CROSS JOIN LATERAL graphile_worker.add_jobs(specs) added`;
}

/** Enqueues inside the caller's transaction: a rollback takes the job with it. */
export async function enqueue(tx: Db, name: string, payload: JobPayload, options: JobOptions = {}): Promise<void> {
  await tx.$queryRaw`SELECT (${addJob(name, payload, options)}).id::text`;
}
