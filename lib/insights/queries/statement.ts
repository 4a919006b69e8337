import "server-only";
import { db } from "@/lib/db/client";

export type LineRow = {
  plan: string;
  status: string;
  interval: string;
  intervalCount: number;
  priceMinor: number;
  count: number;
  total: string;
};

/** Subscriptions to our plans, counted by what each is paid for. Sums come as text: they outgrow a double. */
export function findLines(currency: string, statuses: readonly string[]) {
  return db.$queryRaw<LineRow[]>`
    SELECT plan, status, interval, interval_count AS "intervalCount", unit_amount_minor * quantity AS "priceMinor",
      count(*)::int AS count, sum(unit_amount_minor::bigint * quantity)::text AS total
    FROM subscriptions
    WHERE plan IS NOT NULL AND currency = ${currency} AND status = ANY(${[...statuses]})
    GROUP BY plan, status, interval, interval_count, unit_amount_minor * quantity
    ORDER BY unit_amount_minor * quantity, interval, status`;
}

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
