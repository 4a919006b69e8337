-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "given_until" TIMESTAMPTZ(3);

-- The plans that are given away at this moment are few among all subscriptions, and are counted on the operator's page.
CREATE INDEX "subscriptions_given_idx" ON "subscriptions" ("plan") WHERE "status" = 'trialing' AND "given_until" IS NOT NULL;
