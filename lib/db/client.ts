import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { Prisma, PrismaClient } from "@/lib/db/generated/client";
import { doubtDatabase } from "@/lib/db/reachable";
import { ourPool, statementName } from "@/lib/db/pool";

/**
 * A client of the database that a pool connects to. The hash leaves the database only for the two functions that
 * compare it, which ask for it by name.
 */
export function connectDatabase(pool: pg.Pool) {
  const adapter = new PrismaPg(pool, {
    statementNameGenerator: ({ sql }) => statementName(sql),
    onConnectionError: doubtDatabase,
    disposeExternalPool: true,
  });
  return new PrismaClient({ adapter, omit: { user: { passwordHash: true } } });
}

type Client = ReturnType<typeof connectDatabase>;

// `next dev` loads modules anew at every change; one pool must survive that.
const kept = globalThis as { parleyDb?: Client };

export const db: Client = (kept.parleyDb ??= connectDatabase(ourPool()));

/** An open transaction. Domain functions take one in their options, so that a caller's transaction spans domains. */
export type Tx = Parameters<Parameters<Client["$transaction"]>[0]>[0];
/** What a query needs: the client itself or an open transaction. */
export type Db = Client | Tx;

export { Prisma };

/** For a server that can not be reached, refuses, or has no connection free: Prisma's codes, the system's, PostgreSQL's. */
const AWAY =
  /^(?:P10(?:0[01238]|1[17])|P2024|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|08\w{3}|53300|57P0[123])$/;
const AWAY_MESSAGE =
  /Can't reach database server|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|terminating connection|Connection terminated|is not queryable|timeout exceeded when trying to connect|Query read timeout|canceling statement due to statement timeout|the database system is (?:starting up|shutting down)|too many clients/i;

/** Whether an error says that the database is away rather than that we asked for something wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return AWAY.test(code) || AWAY_MESSAGE.test(error.message) || isDatabaseAway(error.cause);
}
