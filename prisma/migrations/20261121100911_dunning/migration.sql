-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "cancellation_reason" TEXT;

-- CreateTable
CREATE TABLE "unpaid_endings" (
    "subscription_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unpaid_endings_pkey" PRIMARY KEY ("subscription_id")
);

-- CreateIndex
CREATE INDEX "unpaid_endings_user_id_idx" ON "unpaid_endings"("user_id");

-- AddForeignKey
ALTER TABLE "unpaid_endings" ADD CONSTRAINT "unpaid_endings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The sweep asks for these alone.
CREATE INDEX "unpaid_endings_unfinished_idx" ON "unpaid_endings" ("began_at") WHERE "finished_at" IS NULL;
