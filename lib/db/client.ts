import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "@/lib/db/generated/client";
import { env } from "@/lib/platform/env";

/** How long a request waits for a free connection before it is told that the database is away. */
const CONNECT_TIMEOUT_MS = 5_000;

function connect() {
  const { url, poolMin, poolMax, idleMs, tls } = env.database;
  const adapter = new PrismaPg({
    connectionString: url,
    min: poolMin,
    max: poolMax,
    idleTimeoutMillis: idleMs,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Prisma sends moments without an offset: a server in another zone would store them shifted.
    options: "-c TimeZone=UTC",
    ...(tls === "off" ? {} : { ssl: { rejectUnauthorized: tls === "verify" } }),
  });
  // The hash leaves the database only for the two functions that compare it, which ask for it by name.
  return new PrismaClient({ adapter, omit: { user: { passwordHash: true } } });
}

type Client = ReturnType<typeof connect>;

// `next dev` loads modules anew at every change; one pool must survive that.
const kept = globalThis as { parleyDb?: Client };

export const db: Client = (kept.parleyDb ??= connect());

/** An open transaction. Domain functions take one in their options, so that a caller's transaction spans domains. */
export type Tx = Parameters<Parameters<Client["$transaction"]>[0]>[0];
/** What a query needs: the client itself or an open transaction. */
export type Db = Client | Tx;

export { Prisma };

/** Prisma's codes for a server that can not be reached, refuses, or has no connection free. */
const AWAY = new Set(["P1000", "P1001", "P1002", "P1003", "P1008", "P1011", "P1017", "P2024"]);
const AWAY_MESSAGE =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|terminating connection|Connection terminated|timeout exceeded when trying to connect|the database system is (?:starting up|shutting down)|too many clients/i;

/** Whether an error says that the database is away rather than that we asked for something wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return AWAY.has(code) || AWAY_MESSAGE.test(error.message) || isDatabaseAway(error.cause);
}

/** Whether an error is a unique violation, optionally of an index whose name or columns contain `hint`. */
export function isUniqueViolation(error: unknown, hint = ""): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (error.code === "P2002") return JSON.stringify(error.meta ?? {}).includes(hint);
  // Raw statements report PostgreSQL's own code.
  return error.code === "P2010" && error.message.includes("23505") && error.message.includes(hint);
}
