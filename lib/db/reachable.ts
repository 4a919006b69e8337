import "server-only";
import pg from "pg";
import { now as clockNow, type Clock, plusMs, SECOND_MS, wallTime } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";

/** What we know about a database from asking it: at most once in {@link FRESH_MS}, however many want to know. */
export type DatabaseWatch = {
  isThere(): Promise<boolean>;
  /** Something failed that looks like the database: what we knew counts no more. */
  doubt(): void;
};

/** So long an answer holds: a page that is shown meanwhile costs the database nothing. */
const FRESH_MS = SECOND_MS;
/** A server that needs longer for nothing serves no page either. */
const PROBE_MS = 3 * SECOND_MS;

/** `probe` asks the database once, and never throws. */
export function watchDatabase(probe: () => Promise<boolean>, now: Clock = clockNow): DatabaseWatch {
  let known: { isThere: boolean; until: Date } | undefined;
  let asking: Promise<boolean> | undefined;

  async function ask(): Promise<boolean> {
    const isThere = await probe();
    known = { isThere, until: plusMs(wallTime(now), FRESH_MS) };
    asking = undefined;
    return isThere;
  }

  return {
    isThere: async () => (known !== undefined && wallTime(now) < known.until ? known.isThere : (asking ??= ask())),
    doubt: () => {
      known = undefined;
    },
  };
}

/**
 * Asks a server for nothing, over one connection kept for this: whether all others are busy says nothing about it.
 * False also for a server that takes the connection and keeps silent.
 */
export function databaseProbe(url: string, patienceMs = PROBE_MS): () => Promise<boolean> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    allowExitOnIdle: true,
  });
  // That an idle connection broke shows in the next answer.
  pool.on("error", () => {});
  return () =>
    pool.query("SELECT 1").then(
      () => true,
      () => false,
    );
}

/** Pages, routes and the proxy are bundled apart: one watch for all of them. */
const kept = globalThis as { parleyDatabaseWatch?: DatabaseWatch | undefined };

function ours(): DatabaseWatch {
  return (kept.parleyDatabaseWatch ??= watchDatabase(databaseProbe(env.database.url)));
}

/** Whether our database answers, as of a second ago at most. */
export function isDatabaseThere(): Promise<boolean> {
  return ours().isThere();
}

/** See {@link DatabaseWatch.doubt}. */
export function doubtDatabase(): void {
  ours().doubt();
}
