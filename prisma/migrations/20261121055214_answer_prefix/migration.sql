-- AlterTable
ALTER TABLE "generations" ADD COLUMN     "prefix_length" INTEGER NOT NULL DEFAULT 0;

-- What the schema file can not say.
ALTER TABLE "generations" ADD CONSTRAINT "generations_prefix_not_negative" CHECK ("prefix_length" >= 0);
