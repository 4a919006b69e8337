-- CreateEnum
CREATE TYPE "deletion_status" AS ENUM ('requested', 'unsubscribed', 'erased');

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "closed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "account_deletions" (
    "user_id" UUID NOT NULL,
    "status" "deletion_status" NOT NULL DEFAULT 'requested',
    "last_error" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "unsubscribed_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_deletions_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "account_deletions_status_idx" ON "account_deletions"("status");

-- AddForeignKey
ALTER TABLE "account_deletions" ADD CONSTRAINT "account_deletions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema file can not say.
ALTER TABLE "account_deletions" ADD CONSTRAINT "account_deletions_steps_have_times"
  CHECK (("status" = 'requested') = ("unsubscribed_at" IS NULL) AND ("status" = 'erased') = ("erased_at" IS NOT NULL));

-- Nobody vanishes while a subscription of theirs lives, whatever the code above believes.
CREATE FUNCTION account_deletions_wait_for_subscriptions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" <> 'requested' AND EXISTS (
    SELECT FROM "subscriptions" WHERE "user_id" = NEW."user_id" AND "status" NOT IN ('canceled', 'incomplete_expired')
  ) THEN
    RAISE EXCEPTION 'A subscription could still charge'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'account_deletions_wait_for_subscriptions';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "account_deletions_wait_for_subscriptions" BEFORE INSERT OR UPDATE OF "status" ON "account_deletions"
  FOR EACH ROW EXECUTE FUNCTION account_deletions_wait_for_subscriptions();
