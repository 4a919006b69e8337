import pg from "pg";
import { expect, test, vi } from "vitest";
import { db, Prisma } from "@/lib/db/client";
import { addJob, enqueue } from "@/lib/jobs/enqueue";
import { type JobRun, runDueJobs, startWorker, withoutDiskWaits } from "@/lib/jobs/worker";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

function recorder() {
  const runs: { payload: unknown; job: JobRun }[] = [];
  const handle = async (payload: unknown, job: JobRun) => {
    runs.push({ payload, job });
  };
  return { runs, handle };
}

function aSignal() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A job that runs until it is released. */
function aSlowJob() {
  const [started, released] = [aSignal(), aSignal()];
  const handle = async () => {
    started.resolve();
    await released.promise;
  };
  return { started: started.promise, release: released.resolve, handle };
}

test("a job of a transaction that rolls back never runs", async () => {
  const { runs, handle } = recorder();
  const doomed = db.$transaction(async (tx) => {
    await enqueue(tx, "note", { n: 1 });
    throw new Error("changed my mind");
  });
  await expect(doomed).rejects.toThrow("changed my mind");
  await runDueJobs({ note: handle });
  expect(runs).toEqual([]);
});

test("a job runs once its transaction has committed, with its payload", async () => {
  const { runs, handle } = recorder();
  await db.$transaction((tx) => enqueue(tx, "note", { n: 2 }));
  await runDueJobs({ note: handle });
  await runDueJobs({ note: handle });
  expect(runs).toEqual([{ payload: { n: 2 }, job: { attempt: 1, maxAttempts: 25 } }]);
});

test("jobs under one key are one run, with the newest payload", async () => {
  const { runs, handle } = recorder();
  for (const n of [1, 2, 3]) await enqueue(db, "note", { n }, { key: "same" });
  await runDueJobs({ note: handle });
  expect(runs.map(({ payload }) => payload)).toEqual([{ n: 3 }]);
});

test("a job can be added by the statement that causes it", async () => {
  const { runs, handle } = recorder();
  await db.$queryRaw(Prisma.sql`
    WITH causes AS (SELECT generate_series(1, 2) AS n)
    SELECT (${addJob("note", { from: "a statement" })}).id::text FROM causes`);
  await runDueJobs({ note: handle });
  expect(runs).toHaveLength(2);
});

test.each([
  ["", "on"],
  ["options=-c%20enable_sort%3Doff", "off"],
])("the queue's own notes wait for no disk, whatever else its address asks for (%s)", async (asked, sorts) => {
  const address = new URL(env.database.directUrl);
  address.search = asked;
  const client = new pg.Client({ connectionString: withoutDiskWaits(address.href) });
  await client.connect();
  const { rows } = await client.query<{ waits: string; sorts: string }>(
    "SELECT current_setting('synchronous_commit') AS waits, current_setting('enable_sort') AS sorts",
  );
  await client.end();
  expect(rows).toEqual([{ waits: "off", sorts }]);
});

test("a job that fails is tried again later and knows which try it is", async () => {
  const tries: number[] = [];
  const failing = async (_payload: unknown, job: JobRun) => {
    tries.push(job.attempt);
    throw new Error("not yet");
  };
  await enqueue(db, "flaky", {}, { maxAttempts: 2 });
  await runDueJobs({ flaky: failing });
  await db.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 s'`;
  await runDueJobs({ flaky: failing });
  await db.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 s'`;
  await runDueJobs({ flaky: failing });
  expect(tries).toEqual([1, 2]);
});

test("a worker picks jobs up by itself and lets a running one end when it is stopped", async () => {
  const started = aSignal();
  const release = aSignal();
  let ended = false;
  const worker = startWorker({
    handlers: {
      slow: async () => {
        started.resolve();
        await release.promise;
        ended = true;
      },
    },
    cron: [{ job: "slow", match: "0 0 1 1 *" }],
  });
  await enqueue(db, "slow", {});
  await started.promise;
  const stopping = worker.stop();
  release.resolve();
  await stopping;
  expect(ended).toBe(true);
});

test("what was done is noted by the time the worker has stopped, and what it did not begin is left to others", async () => {
  const slow = aSlowJob();
  const { runs, handle } = recorder();
  for (let n = 0; n < 5; n += 1) await enqueue(db, "slow", {});
  for (let n = 0; n < 3; n += 1) await enqueue(db, "later", { n });
  const worker = startWorker({ handlers: { slow: slow.handle, later: handle }, cron: [] });
  await slow.started;
  const stopping = worker.stop();
  slow.release();
  await stopping;
  const left = await db.$queryRaw<{ name: string; isFree: boolean }[]>`
    SELECT task_identifier AS name, locked_at IS NULL AND attempts = 0 AS "isFree" FROM graphile_worker.jobs
    WHERE task_identifier IN ('slow', 'later')`;
  expect(left).toEqual(Array.from({ length: 3 - runs.length }, () => ({ name: "later", isFree: true })));
});

test("a worker goes on after every connection to the database was cut", async () => {
  // The queue prints what it will try again: it did not choose a logger for that.
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  const served = [aSignal(), aSignal()];
  let runs = 0;
  const worker = startWorker({ handlers: { note: async () => served[runs++]?.resolve() }, cron: [] });
  await enqueue(db, "note", {});
  await served[0]?.promise;
  await cutAllConnections();
  await untilReachable();
  await enqueue(db, "note", {});
  await served[1]?.promise;
  await worker.stop();
  printed.mockRestore();
  expect(runs).toBe(2);
});

test("a worker goes on after the end of a job could not be noted", async () => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  const warned = vi.spyOn(log, "warn").mockImplementation(() => {});
  const [slow, served] = [aSlowJob(), aSignal()];
  const worker = startWorker({ handlers: { slow: slow.handle, after: async () => served.resolve() }, cron: [] });
  await enqueue(db, "slow", {});
  await slow.started;
  await db.$executeRaw`ALTER TABLE graphile_worker._private_jobs RENAME TO away`;
  slow.release();
  await expect.poll(() => JSON.stringify(warned.mock.calls)).toContain("Failed to complete jobs");
  await db.$executeRaw`ALTER TABLE graphile_worker.away RENAME TO _private_jobs`;
  await enqueue(db, "after", {});
  await served.promise;
  await worker.stop();
  for (const spy of [printed, warned]) spy.mockRestore();
});

async function cutAllConnections() {
  await db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
}

async function untilReachable() {
  await expect
    .poll(() =>
      db.$queryRaw`SELECT 1`.then(
        () => "up",
        () => "down",
      ),
    )
    .toBe("up");
}
