-- CreateEnum
CREATE TYPE "title_source" AS ENUM ('first_words', 'model', 'person');

-- CreateEnum
CREATE TYPE "verdict" AS ENUM ('up', 'down');

-- CreateEnum
CREATE TYPE "attachment_kind" AS ENUM ('image', 'document');

-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "temperature_centi" INTEGER,
ADD COLUMN     "title_source" "title_source" NOT NULL DEFAULT 'first_words';

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "fallback_from" TEXT,
ADD COLUMN     "omitted_count" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "generations" ADD COLUMN     "is_temporary" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "stop_seen_length" INTEGER;

-- CreateTable
CREATE TABLE "message_feedback" (
    "message_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "verdict" "verdict" NOT NULL,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_feedback_pkey" PRIMARY KEY ("message_id")
);

-- CreateTable
CREATE TABLE "attachments" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "attachment_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "text" TEXT,
    "bound_tokens" INTEGER NOT NULL,
    "page_count" INTEGER,
    "width" INTEGER,
    "height" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attachments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_attachments" (
    "message_id" UUID NOT NULL,
    "attachment_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "message_attachments_pkey" PRIMARY KEY ("message_id","attachment_id")
);

-- CreateIndex
CREATE INDEX "message_feedback_user_id_idx" ON "message_feedback"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "attachments_storage_key_key" ON "attachments"("storage_key");

-- CreateIndex
CREATE INDEX "attachments_user_id_created_at_idx" ON "attachments"("user_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "attachments_created_at_idx" ON "attachments"("created_at");

-- CreateIndex
CREATE INDEX "message_attachments_attachment_id_idx" ON "message_attachments"("attachment_id");

-- AddForeignKey
ALTER TABLE "message_feedback" ADD CONSTRAINT "message_feedback_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_feedback" ADD CONSTRAINT "message_feedback_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_attachments" ADD CONSTRAINT "message_attachments_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_attachments" ADD CONSTRAINT "message_attachments_attachment_id_fkey" FOREIGN KEY ("attachment_id") REFERENCES "attachments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema file can not say.
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_temperature_in_range" CHECK ("temperature_centi" BETWEEN 0 AND 200);
ALTER TABLE "messages" ADD CONSTRAINT "messages_omitted_not_negative" CHECK ("omitted_count" >= 0);
ALTER TABLE "generations" ADD CONSTRAINT "generations_seen_length_belongs_to_a_stop" CHECK ("stop_seen_length" IS NULL OR ("stop_seen_length" >= 0 AND "stop_requested_at" IS NOT NULL));
ALTER TABLE "generations" ADD CONSTRAINT "generations_temporary_have_no_message" CHECK (NOT "is_temporary" OR ("message_id" IS NULL AND "conversation_id" IS NULL));
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_size_is_real" CHECK ("size_bytes" > 0 AND "bound_tokens" >= 0 AND "page_count" > 0 AND "width" > 0 AND "height" > 0);
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_are_hashed" CHECK ("sha256" ~ '^[0-9a-f]{64}$');
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_documents_have_text" CHECK (("kind" = 'document') = ("text" IS NOT NULL));
ALTER TABLE "message_attachments" ADD CONSTRAINT "message_attachments_position_not_negative" CHECK ("position" >= 0);

-- One person's pinned and archived conversations, and the answers that are being written for them.
CREATE INDEX "conversations_pinned_idx" ON "conversations" ("user_id", "pinned_at" DESC, "id" DESC) WHERE "pinned_at" IS NOT NULL AND "deleted_at" IS NULL AND "archived_at" IS NULL;
CREATE INDEX "conversations_archived_idx" ON "conversations" ("user_id", "last_message_at" DESC, "id" DESC) WHERE "deleted_at" IS NULL AND "archived_at" IS NOT NULL;
CREATE INDEX "conversations_deleted_idx" ON "conversations" ("deleted_at") WHERE "deleted_at" IS NOT NULL;
CREATE INDEX "generations_of_one_person_running_idx" ON "generations" ("user_id") WHERE "status" = 'running';
