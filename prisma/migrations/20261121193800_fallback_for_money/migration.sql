-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "fallback_for_money" BOOLEAN NOT NULL DEFAULT false;


-- What the schema file can not say.
ALTER TABLE "messages" ADD CONSTRAINT "messages_fallback_is_of_a_model" CHECK (NOT "fallback_for_money" OR "fallback_from" IS NOT NULL);
