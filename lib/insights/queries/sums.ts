import "server-only";
import type { ChangeKind } from "@/lib/billing/recurring-changes";
import { db } from "@/lib/db/client";

/** What changed of one kind in one month; `yearlyMinor` is the sum of its differences, what they bring a year. */
export type ChangeSum = {
  currency: string;
  month: string;
  kind: ChangeKind;
  isRecent: boolean;
  count: number;
  yearlyMinor: bigint;
};

/**
 * All changes there ever were, by month, and by whether they are of the days since then; `since` is a day's beginning.
 * Read from the sums that triggers keep: it costs as much as there are months, and thirty days.
 */
export async function sumChanges(since: Date): Promise<ChangeSum[]> {
  const rows = await db.$queryRaw<(Omit<ChangeSum, "yearlyMinor"> & { total: string })[]>`
    WITH parts AS (
      SELECT currency, starts_on AS month, measure, false AS recent, count, amount_minor FROM billing_sums
      WHERE grain = 'month' AND measure <> 'paid'
      UNION ALL
      SELECT currency, date_trunc('month', starts_on)::date, measure, recent, times * count, times * amount_minor
      FROM billing_sums, (VALUES (true, 1), (false, -1)) AS moved (recent, times)
      WHERE grain = 'day' AND starts_on >= (${since} AT TIME ZONE 'UTC')::date AND measure <> 'paid'
    )
    SELECT currency, to_char(month, 'YYYY-MM') AS month, measure AS kind, recent AS "isRecent", sum(count)::int AS count,
      sum(amount_minor)::text AS total
    FROM parts GROUP BY currency, month, measure, recent HAVING sum(count) <> 0`;
  return rows.map(({ total, ...row }) => ({ ...row, yearlyMinor: BigInt(total) }));
}

/** How many people pay in a currency. */
export async function countPaying(currency: string): Promise<number> {
  const [row] = await db.$queryRaw<{ paying: number }[]>`
    SELECT coalesce(sum(CASE WHEN measure = 'churn' THEN -count ELSE count END), 0)::int AS paying FROM billing_sums
    WHERE grain = 'month' AND currency = ${currency} AND measure IN ('new', 'reactivation', 'churn')`;
  return row?.paying ?? 0;
}

/** What invoices of the days since then were paid, by plan. Sums come as text: they outgrow a double. */
export async function sumPaid(currency: string, since: Date) {
  const rows = await db.$queryRaw<{ plan: string | null; invoices: number; total: string }[]>`
    SELECT plan, sum(count)::int AS invoices, sum(amount_minor)::text AS total FROM billing_sums
    WHERE grain = 'day' AND starts_on >= (${since} AT TIME ZONE 'UTC')::date AND currency = ${currency}
      AND measure = 'paid'
    GROUP BY plan HAVING sum(count) > 0 ORDER BY sum(amount_minor) DESC`;
  return rows.map(({ total, ...row }) => ({ ...row, paidMinor: Number(total) }));
}

/** Not a word of Stripe's: on trial to Stripe, and given whole by an operator. */
const GIVEN = "given";

/** Subscriptions that are alike; `yearlyMinor` is what all of them bring a year, if they are paid. */
export type Tally = {
  plan: string | null;
  status: string;
  currency: string;
  interval: string;
  intervalCount: number;
  priceMinor: number;
  count: number;
  yearlyMinor: bigint;
};

/**
 * Every subscription there ever was, counted by what it is now. Those that are given whole are few: they are counted
 * beside the sums, and taken off the trials that they are to Stripe.
 */
export async function findTallies(): Promise<Tally[]> {
  const rows = await db.$queryRaw<(Omit<Tally, "yearlyMinor" | "priceMinor"> & { price: string; total: string })[]>`
    SELECT plan, status, currency, interval, interval_count AS "intervalCount", price_minor::text AS price,
      sum(count)::int AS count, sum(yearly_minor)::text AS total
    FROM (
      SELECT plan, status, currency, interval, interval_count, price_minor, count, yearly_minor FROM subscription_tallies
      UNION ALL
      SELECT plan, moved.status, currency, interval, interval_count, unit_amount_minor * quantity::bigint, times,
        times * yearly_minor
      FROM subscriptions s, (VALUES (${GIVEN}, 1), ('trialing', -1)) AS moved (status, times)
      WHERE s.status = 'trialing' AND given_until IS NOT NULL
    ) tallies
    GROUP BY plan, status, currency, interval, interval_count, price_minor HAVING sum(count) <> 0
    ORDER BY plan, price_minor, interval, status`;
  return rows.map(({ price, total, ...row }) => ({ ...row, priceMinor: Number(price), yearlyMinor: BigInt(total) }));
}

/**
 * Makes one row of all rows of a key. Each is one statement that adds up what it takes away and nothing else, so a
 * figure is the same before, meanwhile and after, whoever adds to it or folds it at the same time.
 */
export async function foldSums(): Promise<void> {
  await db.$executeRaw`
    WITH taken AS (
      DELETE FROM billing_sums WHERE id IN (
        SELECT id FROM (
          SELECT id, count(*) OVER (PARTITION BY grain, starts_on, currency, measure, plan) AS alike FROM billing_sums
        ) rows WHERE alike > 1
      ) RETURNING *
    )
    INSERT INTO billing_sums (grain, starts_on, currency, measure, plan, count, amount_minor)
    SELECT grain, starts_on, currency, measure, plan, sum(count), sum(amount_minor) FROM taken
    GROUP BY grain, starts_on, currency, measure, plan HAVING sum(count) <> 0 OR sum(amount_minor) <> 0`;
}

export async function foldTallies(): Promise<void> {
  await db.$executeRaw`
    WITH taken AS (
      DELETE FROM subscription_tallies WHERE id IN (
        SELECT id FROM (
          SELECT id, count(*) OVER (PARTITION BY plan, status, currency, interval, interval_count, price_minor) AS alike
          FROM subscription_tallies
        ) rows WHERE alike > 1
      ) RETURNING *
    )
    INSERT INTO subscription_tallies (plan, status, currency, interval, interval_count, price_minor, count, yearly_minor)
    SELECT plan, status, currency, interval, interval_count, price_minor, sum(count), sum(yearly_minor) FROM taken
    GROUP BY plan, status, currency, interval, interval_count, price_minor
    HAVING sum(count) <> 0 OR sum(yearly_minor) <> 0`;
}
