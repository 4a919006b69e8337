-- AlterEnum
ALTER TYPE "ledger_transfer_kind" ADD VALUE 'revoke';

-- AlterTable
ALTER TABLE "ledger_accounts" ADD COLUMN     "due_back_micros" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "source_id" TEXT;

-- AlterTable
ALTER TABLE "reservations" ADD COLUMN     "credit_micros" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "credit_purchases" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "pack" TEXT,
    "currency" TEXT NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "returned_minor" INTEGER NOT NULL DEFAULT 0,
    "credit_micros" BIGINT NOT NULL,
    "bought_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "livemode" BOOLEAN NOT NULL,
    "synced_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credit_purchases_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "credit_purchases_user_id_bought_at_idx" ON "credit_purchases"("user_id", "bought_at" DESC);

-- CreateIndex
CREATE INDEX "credit_purchases_customer_id_idx" ON "credit_purchases"("customer_id");

-- AddForeignKey
ALTER TABLE "credit_purchases" ADD CONSTRAINT "credit_purchases_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What the schema file can not say.
ALTER TABLE "credit_purchases" ADD CONSTRAINT "credit_purchases_amounts_add_up"
  CHECK ("amount_minor" > 0 AND "returned_minor" BETWEEN 0 AND "amount_minor" AND "credit_micros" > 0);
ALTER TABLE "credit_purchases" ADD CONSTRAINT "credit_purchases_currency_is_iso" CHECK ("currency" ~ '^[a-z]{3}$');
ALTER TABLE "credit_purchases" ADD CONSTRAINT "credit_purchases_term_is_forward" CHECK ("expires_at" > "bought_at");

ALTER TABLE "ledger_accounts" DROP CONSTRAINT "ledger_accounts_grant_not_negative";
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_grant_not_negative"
  CHECK ("granted_micros" >= 0 AND ("kind" IN ('allowance', 'credit') OR "granted_micros" = 0));
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_credit_has_a_purchase"
  CHECK (("kind" = 'credit') = ("source_id" IS NOT NULL) AND ("kind" <> 'credit' OR ("starts_at" IS NOT NULL AND "ends_at" IS NOT NULL)));
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_due_back_within_grant"
  CHECK ("due_back_micros" = 0 OR ("kind" = 'credit' AND "due_back_micros" BETWEEN 0 AND "granted_micros"));
CREATE UNIQUE INDEX "ledger_accounts_one_credit_a_purchase_key" ON "ledger_accounts" ("source_id") WHERE "kind" = 'credit';
-- Neither names the balance: it moves with every message, and an index that had to follow would make that dearer.
CREATE INDEX "ledger_accounts_credit_ends_idx" ON "ledger_accounts" ("ends_at") WHERE "kind" = 'credit';
CREATE INDEX "ledger_accounts_due_back_idx" ON "ledger_accounts" ("user_id") WHERE "due_back_micros" > 0;

ALTER TABLE "reservations" ADD CONSTRAINT "reservations_credit_within_what_was_held"
  CHECK ("credit_micros" BETWEEN 0 AND "amount_micros");
