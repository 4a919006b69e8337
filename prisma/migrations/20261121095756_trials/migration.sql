-- CreateTable
CREATE TABLE "trials" (
    "subscription_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "mailbox_hash" TEXT NOT NULL,
    "card_fingerprint" TEXT,
    "refused_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "trials_pkey" PRIMARY KEY ("subscription_id")
);

-- CreateIndex
CREATE INDEX "trials_user_id_idx" ON "trials"("user_id");

-- CreateIndex
CREATE INDEX "trials_mailbox_hash_idx" ON "trials"("mailbox_hash");

-- CreateIndex
CREATE INDEX "trials_card_fingerprint_idx" ON "trials"("card_fingerprint");

-- AddForeignKey
ALTER TABLE "trials" ADD CONSTRAINT "trials_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema file can not say.
ALTER TABLE "trials" ADD CONSTRAINT "trials_mailbox_is_hashed" CHECK ("mailbox_hash" ~ '^[0-9a-f]{64}$');
