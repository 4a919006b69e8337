-- CreateEnum
CREATE TYPE "reconcile_status" AS ENUM ('running', 'complete', 'failed');

-- CreateTable
CREATE TABLE "reconcile_runs" (
    "id" UUID NOT NULL,
    "status" "reconcile_status" NOT NULL DEFAULT 'running',
    "started_by_id" UUID,
    "step" TEXT NOT NULL,
    "cursor" TEXT,
    "events_until" TIMESTAMPTZ(3),
    "events_found" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "checked" INTEGER NOT NULL DEFAULT 0,
    "drift" INTEGER NOT NULL DEFAULT 0,
    "repaired" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "touched_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "reconcile_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconcile_findings" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "row_id" TEXT NOT NULL,
    "columns" TEXT[],
    "repaired" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reconcile_findings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconcile_copies" (
    "run_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "reconcile_copies_pkey" PRIMARY KEY ("run_id","kind","id")
);

-- CreateIndex
CREATE INDEX "reconcile_runs_started_at_idx" ON "reconcile_runs"("started_at" DESC);

-- CreateIndex
CREATE INDEX "reconcile_findings_run_id_id_idx" ON "reconcile_findings"("run_id", "id");

-- CreateIndex
CREATE INDEX "reconcile_copies_run_id_customer_id_idx" ON "reconcile_copies"("run_id", "customer_id");

-- AddForeignKey
ALTER TABLE "reconcile_findings" ADD CONSTRAINT "reconcile_findings_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "reconcile_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconcile_copies" ADD CONSTRAINT "reconcile_copies_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "reconcile_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema file can not say.
ALTER TABLE "reconcile_runs" ADD CONSTRAINT "reconcile_runs_end_has_a_time" CHECK (("status" = 'running') = ("finished_at" IS NULL));
ALTER TABLE "reconcile_runs" ADD CONSTRAINT "reconcile_runs_failed_says_why" CHECK (("status" = 'failed') = ("error" IS NOT NULL));
ALTER TABLE "reconcile_runs" ADD CONSTRAINT "reconcile_runs_counts_are_plausible"
  CHECK ("events_found" >= 0 AND "total" >= 0 AND "checked" >= 0 AND "repaired" BETWEEN 0 AND "drift");

-- However many processes want to begin one.
CREATE UNIQUE INDEX "reconcile_runs_one_at_a_time_key" ON "reconcile_runs" ("status") WHERE "status" = 'running';
