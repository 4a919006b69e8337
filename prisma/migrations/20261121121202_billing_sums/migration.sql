-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "yearly_minor" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "billing_sums" (
    "id" BIGSERIAL NOT NULL,
    "grain" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "plan" TEXT,
    "count" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "billing_sums_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_tallies" (
    "id" BIGSERIAL NOT NULL,
    "plan" TEXT,
    "status" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "interval_count" INTEGER NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "yearly_minor" BIGINT NOT NULL,

    CONSTRAINT "subscription_tallies_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "billing_sums_grain_starts_on_idx" ON "billing_sums"("grain", "starts_on");

-- What the schema file can not say.
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_yearly_not_negative" CHECK ("yearly_minor" >= 0);
ALTER TABLE "billing_sums" ADD CONSTRAINT "billing_sums_grain_is_known"
  CHECK ("grain" = 'day' OR ("grain" = 'month' AND extract(day FROM "starts_on") = 1));
ALTER TABLE "billing_sums" ADD CONSTRAINT "billing_sums_measure_is_known"
  CHECK ("measure" IN ('new', 'expansion', 'contraction', 'churn', 'reactivation', 'paid'));

-- What a price brings a year is exact where its interval divides a year, as all of ours do. No discount is known yet:
-- one that comes again is told by the next sync.
UPDATE "subscriptions" SET "yearly_minor" = round("unit_amount_minor"::numeric * "quantity" / "interval_count" *
  CASE "interval" WHEN 'day' THEN 365 WHEN 'week' THEN 52 WHEN 'month' THEN 12 ELSE 1 END)::bigint;

-- A recurring change counts in its day and in its month.
CREATE FUNCTION recurring_change_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO billing_sums (grain, starts_on, currency, measure, count, amount_minor)
  SELECT grain, date_trunc(grain, NEW.at AT TIME ZONE 'UTC')::date, NEW.currency, NEW.kind::text, 1,
    NEW.after_yearly_minor - NEW.before_yearly_minor
  FROM unnest(ARRAY['day', 'month']) grain;
  RETURN NULL;
END $$;
CREATE TRIGGER "recurring_changes_count" AFTER INSERT ON "recurring_changes"
  FOR EACH ROW EXECUTE FUNCTION recurring_change_counts();

-- What an invoice was paid counts in the day it was made, under the plan its subscription has.
CREATE FUNCTION invoice_counts(invoice invoices, times integer) RETURNS void LANGUAGE sql AS $$
  INSERT INTO billing_sums (grain, starts_on, currency, measure, plan, count, amount_minor)
  SELECT 'day', (invoice.stripe_created_at AT TIME ZONE 'UTC')::date, invoice.currency, 'paid',
    (SELECT plan FROM subscriptions WHERE id = invoice.subscription_id), times, times * invoice.amount_paid_minor::bigint
  WHERE invoice.amount_paid_minor > 0
$$;
CREATE FUNCTION invoice_changes_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND
    (OLD.amount_paid_minor, OLD.currency, OLD.stripe_created_at, OLD.subscription_id) IS NOT DISTINCT FROM
    (NEW.amount_paid_minor, NEW.currency, NEW.stripe_created_at, NEW.subscription_id) THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN PERFORM invoice_counts(OLD, -1); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM invoice_counts(NEW, 1); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "invoices_count" AFTER INSERT OR UPDATE OR DELETE ON "invoices"
  FOR EACH ROW EXECUTE FUNCTION invoice_changes_count();

-- A subscription counts as what it is, and where its plan is another now, what it paid moves along.
CREATE FUNCTION subscription_counts(subscription subscriptions, times integer) RETURNS void LANGUAGE sql AS $$
  INSERT INTO subscription_tallies (plan, status, currency, interval, interval_count, price_minor, count, yearly_minor)
  SELECT subscription.plan, subscription.status, subscription.currency, subscription.interval,
    subscription.interval_count, subscription.unit_amount_minor::bigint * subscription.quantity, times,
    times * subscription.yearly_minor
$$;
CREATE FUNCTION subscription_changes_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR
    (OLD.plan, OLD.status, OLD.currency, OLD.interval, OLD.interval_count, OLD.unit_amount_minor, OLD.quantity, OLD.yearly_minor)
    IS DISTINCT FROM
    (NEW.plan, NEW.status, NEW.currency, NEW.interval, NEW.interval_count, NEW.unit_amount_minor, NEW.quantity, NEW.yearly_minor)
  THEN
    IF TG_OP <> 'INSERT' THEN PERFORM subscription_counts(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM subscription_counts(NEW, 1); END IF;
  END IF;
  IF OLD.plan IS DISTINCT FROM NEW.plan THEN
    INSERT INTO billing_sums (grain, starts_on, currency, measure, plan, count, amount_minor)
    SELECT 'day', (i.stripe_created_at AT TIME ZONE 'UTC')::date, i.currency, 'paid', moved.plan,
      moved.times * count(*), moved.times * sum(i.amount_paid_minor)
    FROM invoices i, (VALUES (OLD.plan, -1), (NEW.plan, 1)) AS moved (plan, times)
    WHERE i.subscription_id = coalesce(NEW.id, OLD.id) AND i.amount_paid_minor > 0
    GROUP BY 2, 3, 5, moved.times;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "subscriptions_count" AFTER INSERT OR UPDATE OR DELETE ON "subscriptions"
  FOR EACH ROW EXECUTE FUNCTION subscription_changes_count();

-- What there is already.
INSERT INTO "billing_sums" ("grain", "starts_on", "currency", "measure", "count", "amount_minor")
SELECT grain, date_trunc(grain, "at" AT TIME ZONE 'UTC')::date, "currency", "kind"::text, count(*),
  sum("after_yearly_minor" - "before_yearly_minor")
FROM "recurring_changes", unnest(ARRAY['day', 'month']) grain GROUP BY 1, 2, 3, 4;
INSERT INTO "billing_sums" ("grain", "starts_on", "currency", "measure", "plan", "count", "amount_minor")
SELECT 'day', (i."stripe_created_at" AT TIME ZONE 'UTC')::date, i."currency", 'paid', s."plan", count(*),
  sum(i."amount_paid_minor")
FROM "invoices" i LEFT JOIN "subscriptions" s ON s."id" = i."subscription_id"
WHERE i."amount_paid_minor" > 0 GROUP BY 2, 3, 5;
INSERT INTO "subscription_tallies" ("plan", "status", "currency", "interval", "interval_count", "price_minor", "count", "yearly_minor")
SELECT "plan", "status", "currency", "interval", "interval_count", "unit_amount_minor"::bigint * "quantity", count(*),
  sum("yearly_minor")
FROM "subscriptions" GROUP BY 1, 2, 3, 4, 5, 6;

-- Few of many, each found by when it was.
CREATE INDEX "invoices_retried_idx" ON "invoices" ("stripe_created_at")
  WHERE "attempt_count" > 1 OR ("attempt_count" = 1 AND "status" IN ('open', 'uncollectible', 'void'));
CREATE INDEX "payments_refunded_idx" ON "payments" ("stripe_created_at") WHERE "refunded_minor" > 0;
CREATE INDEX "stripe_events_disputes_idx" ON "stripe_events" ("stripe_created_at") WHERE "type" = 'charge.dispute.created';
CREATE INDEX "stripe_events_dead_idx" ON "stripe_events" ("received_at") WHERE "status" = 'dead';
