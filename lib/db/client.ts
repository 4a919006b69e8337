import "server-only";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "@/lib/db/generated/client";
import { doubtDatabase } from "@/lib/db/reachable";
import { env } from "@/lib/platform/env";

/**
 * A client of the database these settings name. Nothing waits for ever: not for a connection, not for a statement, and
 * not for a server that took one and keeps silent.
 */
export function connectDatabase(settings: typeof env.database) {
  const { url, poolMin, poolMax, idleMs, connectTimeoutMs, statementTimeoutMs, queryTimeoutMs } = settings;
  const pool = {
    connectionString: url,
    min: poolMin,
    max: poolMax,
    idleTimeoutMillis: idleMs,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: queryTimeoutMs,
    // Prisma sends moments without an offset: a server in another zone would store them shifted.
    options: "-c TimeZone=UTC",
  };
  const adapter = new PrismaPg(pool, {
    statementNameGenerator: ({ sql }) => statementName(sql),
    onPoolError: doubtDatabase,
    onConnectionError: doubtDatabase,
  });
  // The hash leaves the database only for the two functions that compare it, which ask for it by name.
  return new PrismaClient({ adapter, omit: { user: { passwordHash: true } } });
}

/** Each connection keeps what it prepared; texts beyond these are rare ones, not worth its memory. */
const MOST_PREPARED = 500;
const names = new Map<string, string>();

/** Statements under a name are planned once a connection, a third of a hot statement's time. PgBouncer: 1.21 or newer. */
function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MOST_PREPARED) return known ?? "";
  const name = createHash("sha1").update(sql).digest("hex");
  names.set(sql, name);
  return name;
}

type Client = ReturnType<typeof connectDatabase>;

// `next dev` loads modules anew at every change; one pool must survive that.
const kept = globalThis as { parleyDb?: Client };

export const db: Client = (kept.parleyDb ??= connectDatabase(env.database));

/** An open transaction. Domain functions take one in their options, so that a caller's transaction spans domains. */
export type Tx = Parameters<Parameters<Client["$transaction"]>[0]>[0];
/** What a query needs: the client itself or an open transaction. */
export type Db = Client | Tx;

export { Prisma };

/** Prisma's codes for a server that can not be reached, refuses, or has no connection free. */
const AWAY = new Set(["P1000", "P1001", "P1002", "P1003", "P1008", "P1011", "P1017", "P2024"]);
const AWAY_MESSAGE =
  /Can't reach database server|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|terminating connection|Connection terminated|timeout exceeded when trying to connect|Query read timeout|canceling statement due to statement timeout|the database system is (?:starting up|shutting down)|too many clients/i;

/** Whether an error says that the database is away rather than that we asked for something wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return AWAY.has(code) || AWAY_MESSAGE.test(error.message) || isDatabaseAway(error.cause);
}
