-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "change_pending_until" TIMESTAMPTZ(3),
ADD COLUMN     "planned_at" TIMESTAMPTZ(3),
ADD COLUMN     "planned_interval" TEXT,
ADD COLUMN     "planned_plan" TEXT;

ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_planned_interval_is_known"
  CHECK ("planned_interval" IN ('day', 'week', 'month', 'year'));
