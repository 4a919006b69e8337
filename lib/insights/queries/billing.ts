import "server-only";
import { db } from "@/lib/db/client";

const SHOWN = 25;

export function countSubscriptions() {
  return db.subscription.groupBy({
    by: ["plan", "status"],
    _count: { _all: true },
    orderBy: [{ plan: "asc" }, { status: "asc" }],
  });
}

type SumRow = { status: string; interval: string; intervalCount: number; total: string };

/** Sums of what subscriptions to our plans bring each interval. Sums come as text: they outgrow a double. */
export async function sumRecurring(currency: string, statuses: readonly string[]) {
  const rows = await db.$queryRaw<SumRow[]>`
    SELECT status, interval, interval_count AS "intervalCount", sum(unit_amount_minor::bigint * quantity)::text AS total
    FROM subscriptions
    WHERE plan IS NOT NULL AND currency = ${currency} AND status = ANY(${[...statuses]})
    GROUP BY status, interval, interval_count`;
  return rows.map(({ total, ...row }) => ({ ...row, totalMinor: BigInt(total) }));
}

/** People, not subscriptions: who has two counts once. */
export async function countPeople(statuses: readonly string[]): Promise<number> {
  const [row] = await db.$queryRaw<{ people: number }[]>`
    SELECT count(DISTINCT user_id)::int AS people FROM subscriptions
    WHERE plan IS NOT NULL AND status = ANY(${[...statuses]})`;
  return row?.people ?? 0;
}

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

export function countEvents(since: Date) {
  return db.stripeEvent.groupBy({ by: ["status"], where: { receivedAt: { gte: since } }, _count: { _all: true } });
}

export function findDuplicates() {
  return db.subscription.findMany({
    where: { isDuplicate: true },
    orderBy: [{ userId: "asc" }, { isPrimary: "desc" }, { id: "asc" }],
    take: 4 * SHOWN,
    include: { user: { select: { email: true } } },
  });
}
