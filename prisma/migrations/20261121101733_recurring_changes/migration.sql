-- CreateEnum
CREATE TYPE "recurring_change_kind" AS ENUM ('new', 'expansion', 'contraction', 'churn', 'reactivation');

-- CreateTable
CREATE TABLE "recurring_changes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" "recurring_change_kind" NOT NULL,
    "plan" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "before_yearly_minor" BIGINT NOT NULL,
    "after_yearly_minor" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recurring_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_acts" (
    "id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "admin_acts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "recurring_changes_user_id_idx" ON "recurring_changes"("user_id");

-- CreateIndex
CREATE INDEX "recurring_changes_currency_at_idx" ON "recurring_changes"("currency", "at");

-- CreateIndex
CREATE UNIQUE INDEX "recurring_changes_subscription_id_sequence_key" ON "recurring_changes"("subscription_id", "sequence");

-- CreateIndex
CREATE INDEX "admin_acts_user_id_created_at_idx" ON "admin_acts"("user_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "recurring_changes" ADD CONSTRAINT "recurring_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_acts" ADD CONSTRAINT "admin_acts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema file can not say.
ALTER TABLE "recurring_changes" ADD CONSTRAINT "recurring_changes_amounts_not_negative"
  CHECK ("before_yearly_minor" >= 0 AND "after_yearly_minor" >= 0);
ALTER TABLE "recurring_changes" ADD CONSTRAINT "recurring_changes_kind_fits" CHECK (CASE "kind"
  WHEN 'new' THEN "before_yearly_minor" = 0 AND "after_yearly_minor" > 0
  WHEN 'reactivation' THEN "before_yearly_minor" = 0 AND "after_yearly_minor" > 0
  WHEN 'churn' THEN "before_yearly_minor" > 0 AND "after_yearly_minor" = 0
  WHEN 'expansion' THEN "before_yearly_minor" < "after_yearly_minor"
  ELSE "before_yearly_minor" > "after_yearly_minor" END);
ALTER TABLE "recurring_changes" ADD CONSTRAINT "recurring_changes_sequence_from_one" CHECK ("sequence" >= 1);
ALTER TABLE "recurring_changes" ADD CONSTRAINT "recurring_changes_currency_is_iso" CHECK ("currency" ~ '^[a-z]{3}$');
CREATE TRIGGER "recurring_changes_append_only" BEFORE UPDATE OR DELETE ON "recurring_changes" FOR EACH ROW EXECUTE FUNCTION rows_are_append_only();
CREATE TRIGGER "recurring_changes_no_truncate" BEFORE TRUNCATE ON "recurring_changes" FOR EACH STATEMENT EXECUTE FUNCTION rows_are_append_only();
ALTER TABLE "admin_acts" ADD CONSTRAINT "admin_acts_says_why" CHECK ("reason" ~ '\S');

-- What is paid for already began at some time.
INSERT INTO "recurring_changes" ("id", "user_id", "customer_id", "subscription_id", "sequence", "kind", "plan", "currency",
  "before_yearly_minor", "after_yearly_minor", "at", "created_at")
SELECT gen_random_uuid(), s."user_id", s."customer_id", s."id", 1,
  CASE WHEN row_number() OVER (PARTITION BY s."user_id", s."currency" ORDER BY s."stripe_created_at", s."id") = 1
    THEN 'new' ELSE 'expansion' END::"recurring_change_kind",
  s."plan", s."currency", 0, s."yearly", greatest(s."stripe_created_at", s."trial_end"), s."synced_at"
FROM (SELECT *, round("unit_amount_minor"::numeric * "quantity" / "interval_count" *
    CASE "interval" WHEN 'day' THEN 365 WHEN 'week' THEN 52 WHEN 'month' THEN 12 ELSE 1 END)::bigint AS "yearly"
  FROM "subscriptions") s
WHERE s."status" IN ('active', 'past_due') AND s."plan" IS NOT NULL AND s."yearly" > 0;

-- Trials are looked for by when they ended, failed payments among the invoices that were tried more than once.
CREATE INDEX "subscriptions_trial_end_idx" ON "subscriptions" ("trial_end") WHERE "trial_end" IS NOT NULL;
