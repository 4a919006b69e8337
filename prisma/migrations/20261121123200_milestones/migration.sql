-- CreateTable
CREATE TABLE "milestones" (
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "milestones_pkey" PRIMARY KEY ("name")
);

-- From now on letters about money are written; where some were already, since the first of them.
INSERT INTO "milestones" ("name") VALUES ('billing-letters');
UPDATE "milestones" SET "at" = "written"."first"
FROM (SELECT min("created_at") AS "first" FROM "notifications" WHERE "dedupe_key" LIKE 'billing.%') "written"
WHERE "written"."first" IS NOT NULL;
