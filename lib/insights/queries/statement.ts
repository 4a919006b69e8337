import "server-only";
import { db } from "@/lib/db/client";

/** Read from the index that holds only these. */
export async function measureOpenEvents() {
  const [row] = await db.$queryRaw<{ count: number; oldestReceivedAt: Date | null }[]>`
    SELECT count(*)::int AS count, min(received_at) AS "oldestReceivedAt"
    FROM stripe_events WHERE status IN ('received', 'failed')`;
  return row ?? { count: 0, oldestReceivedAt: null };
}

const SHOWN = 25;
/** Without the payloads, which hold what people typed. */
const WITHOUT_PAYLOAD = { payload: true } as const;

export function findOpenEvents() {
  return db.stripeEvent.findMany({
    where: { status: { in: ["received", "failed"] } },
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    take: SHOWN,
    omit: WITHOUT_PAYLOAD,
  });
}

export function findDeadEvents(since: Date) {
  return db.stripeEvent.findMany({
    where: { status: "dead", receivedAt: { gte: since } },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take: SHOWN,
    omit: WITHOUT_PAYLOAD,
  });
}
