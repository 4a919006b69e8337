-- DropIndex
DROP INDEX "conversations_user_id_last_message_at_id_idx";

-- Finding reads nothing but this index, newest first, and stops when the screen is full. The title itself is in it only
-- because PostgreSQL does not otherwise see that the folded one will do. The collation folds all scripts, whatever the
-- database's own.
CREATE INDEX "conversations_find_idx" ON "conversations" ("user_id", "last_message_at" DESC, "id" DESC, lower("title" COLLATE "und-x-icu")) INCLUDE ("title") WHERE "deleted_at" IS NULL;
