import "server-only";
import { openEventIds } from "@/lib/billing/queries/inbox";
import { db, Prisma, type Tx } from "@/lib/db/client";
import { MINUTE_MS, SECOND_MS } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** Several calls to Stripe, each with its retries, while others may wait for the lock. */
const LIMITS = { timeout: 2 * MINUTE_MS, maxWait: 20 * SECOND_MS };
/** So many of the pool's connections may wait for Stripe at once: when it stalls, the rest goes on serving. */
const SLOTS = 4;

let free = SLOTS;
const waiting: (() => void)[] = [];

/**
 * Runs the work in a transaction that is the only one to sync this customer, in any process, and tells it which events
 * were open when the lock was asked for: what is fetched under it is news to none of them. One that came while the lock
 * was waited for has a job of its own.
 */
export function whileSyncing<T>(
  customerId: string,
  work: (tx: Tx, eventIds: readonly string[]) => Promise<T>,
): Promise<T> {
  return inSlot(async (tx) => {
    const rows = await tx.$queryRaw<{ eventIds: string[] }[]>`
      WITH locked AS MATERIALIZED (SELECT ${lockOf(`billing.customer:${customerId}`)})
      SELECT ${openEventIds(customerId)} AS "eventIds" FROM locked`;
    return work(tx, rows[0]?.eventIds ?? []);
  });
}

/**
 * Runs the work in a transaction that is the only one to buy something for this person, in any process.
 * @throws AppError `conflict` when the person is leaving: whoever ends what still charges holds the same lock, and
 * nothing is bought after it.
 */
export function whileCheckingOut<T>(userId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return whileNotCheckingOut(userId, async (tx) => {
    const leaving = await tx.user.count({ where: { id: userId, closedAt: { not: null } } });
    if (leaving > 0) throw new AppError("conflict", "This account is being deleted.");
    return work(tx);
  });
}

/** Runs the work while nothing is bought for this person, also when they are leaving. */
export function whileNotCheckingOut<T>(userId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return holding(`billing.checkout:${userId}`, work);
}

function holding<T>(lock: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inSlot(async (tx) => {
    await tx.$executeRaw`SELECT ${lockOf(lock)}`;
    return work(tx);
  });
}

function lockOf(name: string): Prisma.Sql {
  return Prisma.sql`pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

async function inSlot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  await takeSlot();
  try {
    return await db.$transaction(work, LIMITS);
  } finally {
    giveSlot();
  }
}

async function takeSlot(): Promise<void> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

/** A slot goes straight to whoever waits longest, so that nobody slips in between. */
function giveSlot(): void {
  const next = waiting.shift();
  if (next) next();
  else free += 1;
}
