-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "budget_micros" BIGINT,
ADD COLUMN     "requests_per_minute" INTEGER,
ADD COLUMN     "rotated_from_id" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_rotated_from_id_key" ON "api_keys"("rotated_from_id");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_rotated_from_id_fkey" FOREIGN KEY ("rotated_from_id") REFERENCES "api_keys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "api_keys"
  ADD CONSTRAINT "api_keys_name_is_a_name" CHECK (char_length("name") BETWEEN 1 AND 60),
  ADD CONSTRAINT "api_keys_scopes_are_known" CHECK ("scopes" <@ ARRAY['models', 'chat', 'embeddings']),
  ADD CONSTRAINT "api_keys_limits_are_positive" CHECK ("requests_per_minute" > 0 AND "budget_micros" > 0),
  ADD CONSTRAINT "api_keys_rotated_from_another" CHECK ("rotated_from_id" <> "id");
