import "server-only";
import { createHash } from "node:crypto";
import pg from "pg";
import { doubtDatabase } from "@/lib/db/reachable";
import { env } from "@/lib/platform/env";

/** Prisma sends moments without an offset: a server in another zone would store them shifted. */
const IN_UTC = "-c TimeZone=UTC";
/** Left alone, PostgreSQL plans a statement anew the first five times on each connection: for the hot ones half of their time. */
const PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan";

/**
 * Connections to the database these settings name. Nothing waits for ever: not for a connection, not for a statement,
 * and not for a server that took one and keeps silent.
 */
export function databasePool(settings: typeof env.database, options = IN_UTC): pg.Pool {
  const { url, poolMin, poolMax, idleMs, connectTimeoutMs, statementTimeoutMs, queryTimeoutMs } = settings;
  const pool = new pg.Pool({
    connectionString: url,
    min: poolMin,
    max: poolMax,
    idleTimeoutMillis: idleMs,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: queryTimeoutMs,
    options,
    // A script that has nothing left to do ends.
    allowExitOnIdle: true,
  });
  pool.on("error", doubtDatabase);
  return pool;
}

// `next dev` loads modules anew at every change, and entry points are bundled apart; one pool must survive both.
const kept = globalThis as { parleyPool?: pg.Pool; parleyHotPool?: pg.Pool };

/** For Prisma, whose statements are planned for what they are asked. */
export function ourPool(): pg.Pool {
  return (kept.parleyPool ??= databasePool(env.database));
}

/** For {@link statement}: of few statements, which so are always prepared, and whose plan does not depend on who asks. */
export function hotPool(): pg.Pool {
  return (kept.parleyHotPool ??= databasePool(env.database, `${IN_UTC} ${PLANNED_ONCE}`));
}

/** Each connection keeps what it prepared; texts beyond these are rare ones, not worth its memory. */
const MOST_PREPARED = 500;
const names = new Map<string, string>();

/** Statements under a name are planned once a connection, a third of a hot statement's time. PgBouncer: 1.21 or newer. */
export function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MOST_PREPARED) return known ?? "";
  const name = createHash("sha1").update(sql).digest("hex");
  names.set(sql, name);
  return name;
}
