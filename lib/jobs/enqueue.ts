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

/** Enqueues inside the caller's transaction: a rollback takes the job with it. */
export async function enqueue(tx: Db, name: string, payload: JobPayload, options: JobOptions = {}): Promise<void> {
  await tx.$queryRaw`SELECT (${addJob(name, payload, options)}).id::text`;
}
