-- CreateTable
CREATE TABLE "milestones" (
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "milestones_pkey" PRIMARY KEY ("name")
);

-- From now on letters about money are written; where some were already, since the first of them.
INSERT INTO "milestones" ("name", "at")
SELECT 'billing-letters', coalesce(min("created_at"), now()) FROM "notifications" WHERE "dedupe_key" LIKE 'billing.%';
