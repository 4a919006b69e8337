import "server-only";
import { db } from "@/lib/db/client";

const SHOWN = 25;

export function findRecentPayments() {
  return db.payment.findMany({
    orderBy: [{ stripeCreatedAt: "desc" }, { id: "desc" }],
    take: SHOWN,
    include: { user: { select: { email: true } } },
  });
}

/** Without the payloads, which hold what people typed. */
export function findRecentEvents() {
  return db.stripeEvent.findMany({
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take: SHOWN,
    omit: { payload: true },
  });
}

/** Given up since then. Read from the index that holds only these. */
export async function countDead(since: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ dead: number }[]>`
    SELECT count(*)::int AS dead FROM stripe_events WHERE status = 'dead' AND received_at >= ${since}`;
  return row?.dead ?? 0;
}

export function findDuplicates() {
  return db.subscription.findMany({
    where: { isDuplicate: true },
    orderBy: [{ userId: "asc" }, { isPrimary: "desc" }, { id: "asc" }],
    take: 4 * SHOWN,
    include: { user: { select: { email: true } } },
  });
}
