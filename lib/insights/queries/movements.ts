import "server-only";
import { db } from "@/lib/db/client";

/**
 * Trials that ended since then, however they did, and those of them that were paid for. A plan that an operator gave is
 * a trial to Stripe alone: nobody offered to pay for it, so it neither failed to convert nor, where it is paid for after
 * all, converted.
 */
export async function countTrials(currency: string, { since, until }: { since: Date; until: Date }) {
  const [row] = await db.$queryRaw<{ ended: number; converted: number }[]>`
    SELECT count(*)::int AS ended, count(*) FILTER (WHERE EXISTS (
      SELECT 1 FROM recurring_changes c WHERE c.subscription_id = s.id))::int AS converted
    FROM subscriptions s
    WHERE s.trial_end >= ${since} AND least(s.trial_end, coalesce(s.ended_at, s.trial_end)) BETWEEN ${since} AND ${until}
      AND s.currency = ${currency} AND s.plan IS NOT NULL AND s.given_until IS DISTINCT FROM s.trial_end`;
  return row ?? { ended: 0, converted: 0 };
}

/** The conditions that follow are those of partial indexes, so each reads only what it counts. */

/** Of the invoices since then: those that had to be tried more than once or still wait for a second try. */
export async function countFailed(currency: string, since: Date) {
  const [row] = await db.$queryRaw<{ failed: number; recovered: number }[]>`
    SELECT count(*)::int AS failed, count(*) FILTER (WHERE status = 'paid')::int AS recovered
    FROM invoices
    WHERE stripe_created_at >= ${since} AND currency = ${currency}
      AND (attempt_count > 1 OR (attempt_count = 1 AND status IN ('open', 'uncollectible', 'void')))`;
  return row ?? { failed: 0, recovered: 0 };
}

export async function sumRefunded(currency: string, since: Date) {
  const [row] = await db.$queryRaw<{ count: number; total: string }[]>`
    SELECT count(*)::int AS count, coalesce(sum(refunded_minor), 0)::text AS total FROM payments
    WHERE stripe_created_at >= ${since} AND currency = ${currency} AND refunded_minor > 0`;
  return { count: row?.count ?? 0, refundedMinor: Number(row?.total ?? 0) };
}

/** Each dispute once, as Stripe's first event told of it. */
export async function sumDisputed(currency: string, since: Date) {
  const [row] = await db.$queryRaw<{ count: number; total: string }[]>`
    SELECT count(*)::int AS count, coalesce(sum(amount), 0)::text AS total FROM (
      SELECT DISTINCT payload #>> '{data,object,id}' AS id, (payload #>> '{data,object,amount}')::bigint AS amount
      FROM stripe_events
      WHERE type = 'charge.dispute.created' AND stripe_created_at >= ${since}
        AND payload #>> '{data,object,currency}' = ${currency}
    ) disputes`;
  return { count: row?.count ?? 0, disputedMinor: Number(row?.total ?? 0) };
}
