import type pg from "pg";

/** How much there is. Each subscription has the same number of invoices, one a month. */
export type Size = { subscriptions: number; invoices: number };

export const FULL_SIZE: Size = { subscriptions: 100_000, invoices: 1_000_000 };

/**
 * Fills a database with people who subscribed and paid, as if we had copied them from Stripe: one in ten has left, one in
 * fifty is behind with a payment. The triggers add up the sums as they do in service; they are folded afterwards, as the
 * minute's job does.
 */
export async function seedBilling(client: pg.Client, { subscriptions, invoices }: Size): Promise<void> {
  const each = Math.round(invoices / subscriptions);
  await client.query(PEOPLE, [subscriptions]);
  await client.query(SUBSCRIPTIONS);
  await client.query(CHANGES);
  await client.query(INVOICES, [each]);
  await client.query(PAYMENTS);
  await client.query("DROP TABLE bench_people");
  for (const table of ["users", "subscriptions", "recurring_changes", "invoices", "payments"]) {
    await client.query(`VACUUM ANALYZE ${table}`);
  }
  await client.query("SELECT graphile_worker.add_job('insights.fold-sums')");
}

/** They came over the last two years. Every third pays by the year, every fifth for Enterprise. */
const PEOPLE = `
  CREATE UNLOGGED TABLE bench_people AS
  SELECT n, gen_random_uuid() AS id, 'cus_seed' || n AS customer_id, 'sub_seed' || n AS subscription_id,
    now() - (n % 730) * interval '1 day' AS since, n % 10 = 0 AS has_left, n % 50 = 1 AS is_behind,
    CASE WHEN n % 5 = 0 THEN 'enterprise' ELSE 'pro' END AS plan,
    CASE WHEN n % 3 = 0 THEN 'year' ELSE 'month' END AS interval,
    (CASE WHEN n % 5 = 0 THEN 9900 ELSE 1900 END) * (CASE WHEN n % 3 = 0 THEN 10 ELSE 1 END) AS amount
  FROM generate_series(1, $1::int) n`;

const SUBSCRIPTIONS = `
  WITH people AS (
    INSERT INTO users (id, email, email_verified_at, stripe_customer_id, created_at)
    SELECT id, 'seed-' || n || '@parley.test', since, customer_id, since FROM bench_people
  )
  INSERT INTO subscriptions (id, user_id, customer_id, status, plan, price_id, lookup_key, interval, currency,
    unit_amount_minor, yearly_minor, is_primary, current_period_start, current_period_end, canceled_at, ended_at,
    past_due_since, livemode, stripe_created_at, synced_at)
  SELECT subscription_id, id, customer_id,
    CASE WHEN has_left THEN 'canceled' WHEN is_behind THEN 'past_due' ELSE 'active' END,
    plan, 'price_' || plan || '_' || interval, 'parley_' || plan || '_' || interval, interval, 'usd', amount,
    amount * (CASE interval WHEN 'month' THEN 12 ELSE 1 END), true, now() - interval '10 days',
    now() + interval '20 days', CASE WHEN has_left THEN now() END, CASE WHEN has_left THEN now() END,
    CASE WHEN is_behind THEN now() - interval '1 day' END, false, since, now()
  FROM bench_people`;

const CHANGES = `
  INSERT INTO recurring_changes (id, user_id, customer_id, subscription_id, sequence, kind, plan, currency,
    before_yearly_minor, after_yearly_minor, at, created_at)
  SELECT gen_random_uuid(), id, customer_id, subscription_id, sequence, kind::recurring_change_kind, plan, 'usd',
    CASE sequence WHEN 1 THEN 0 ELSE yearly END, CASE sequence WHEN 1 THEN yearly ELSE 0 END,
    CASE sequence WHEN 1 THEN since ELSE now() END, now()
  FROM bench_people
  CROSS JOIN LATERAL (SELECT amount * (CASE interval WHEN 'month' THEN 12 ELSE 1 END) AS yearly) what
  JOIN (VALUES (1, 'new'), (2, 'churn')) steps (sequence, kind) ON sequence = 1 OR has_left`;

const INVOICES = `
  INSERT INTO invoices (id, user_id, customer_id, subscription_id, number, status, billing_reason, currency, total_minor,
    amount_due_minor, amount_paid_minor, amount_remaining_minor, attempt_count, period_start, period_end, paid_at, livemode,
    stripe_created_at, synced_at)
  SELECT 'in_seed' || n || '_' || nth, id, customer_id, subscription_id, 'SEED-' || n || '-' || nth,
    CASE WHEN is_open THEN 'open' ELSE 'paid' END, 'subscription_cycle', 'usd', amount, amount,
    CASE WHEN is_open THEN 0 ELSE amount END, CASE WHEN is_open THEN amount ELSE 0 END, 1, at, at + interval '1 month',
    CASE WHEN NOT is_open THEN at END, false, at, now()
  FROM bench_people CROSS JOIN generate_series(0, $1::int - 1) nth
  CROSS JOIN LATERAL (
    SELECT now() - nth * interval '1 month' - (n % 30) * interval '1 day' AS at, is_behind AND nth = 0 AS is_open
  ) invoice`;

const PAYMENTS = `
  INSERT INTO payments (id, user_id, customer_id, invoice_id, status, currency, amount_minor, received_minor, card_brand,
    card_last4, livemode, stripe_created_at, synced_at)
  SELECT 'pi_' || id, user_id, customer_id, id, CASE status WHEN 'paid' THEN 'succeeded' ELSE 'requires_payment_method' END,
    currency, total_minor, amount_paid_minor, 'visa', '4242', false, stripe_created_at, now()
  FROM invoices WHERE id LIKE 'in\\_seed%'`;
