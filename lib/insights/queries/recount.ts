import "server-only";
import type { Db } from "@/lib/db/client";

/**
 * Counts everything again and adds what the sums are short of (or takes away what they have too much), as rows like all
 * others. Returns how many figures were wrong. One statement sees rows and their sums as of one moment, and nobody has
 * to wait; whoever calls keeps a second recount away, which would add the same again.
 */
export function mendSums(tx: Db): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO billing_sums (grain, starts_on, currency, measure, plan, count, amount_minor)
    SELECT grain, starts_on, currency, measure, plan, sum(count), sum(amount_minor) FROM (
      SELECT grain, date_trunc(grain, at AT TIME ZONE 'UTC')::date AS starts_on, currency, kind::text AS measure,
        NULL AS plan, count(*) AS count, sum(after_yearly_minor - before_yearly_minor) AS amount_minor
      FROM recurring_changes, unnest(ARRAY['day', 'month']) grain GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT 'day', (i.stripe_created_at AT TIME ZONE 'UTC')::date, i.currency, 'paid', s.plan, count(*),
        sum(i.amount_paid_minor)
      FROM invoices i LEFT JOIN subscriptions s ON s.id = i.subscription_id
      WHERE i.amount_paid_minor > 0 GROUP BY 2, 3, 5
      UNION ALL
      SELECT grain, starts_on, currency, measure, plan, -count, -amount_minor FROM billing_sums
    ) both_ways
    GROUP BY grain, starts_on, currency, measure, plan HAVING sum(count) <> 0 OR sum(amount_minor) <> 0`;
}

/** The same for the tallies of subscriptions. */
export function mendTallies(tx: Db): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO subscription_tallies (plan, status, currency, interval, interval_count, price_minor, count, yearly_minor)
    SELECT plan, status, currency, interval, interval_count, price_minor, sum(count), sum(yearly_minor) FROM (
      SELECT plan, status, currency, interval, interval_count, unit_amount_minor::bigint * quantity AS price_minor,
        1 AS count, yearly_minor
      FROM subscriptions
      UNION ALL
      SELECT plan, status, currency, interval, interval_count, price_minor, -count, -yearly_minor
      FROM subscription_tallies
    ) both_ways
    GROUP BY plan, status, currency, interval, interval_count, price_minor
    HAVING sum(count) <> 0 OR sum(yearly_minor) <> 0`;
}

/** Until the transaction ends, nobody else mends. */
export async function lockMending(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('insights.sums', 0))`;
}
