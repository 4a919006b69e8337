-- AlterTable
ALTER TABLE "model_prices" ADD COLUMN     "cache_hit_percent" SMALLINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "kept_answers" (
    "user_id" UUID NOT NULL,
    "question_hash" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "price_version" TEXT NOT NULL,
    "cost_micros" BIGINT NOT NULL,
    "use" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kept_answers_pkey" PRIMARY KEY ("user_id","question_hash")
);

-- CreateIndex
CREATE INDEX "kept_answers_user_id_created_at_idx" ON "kept_answers"("user_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "kept_answers_expires_at_idx" ON "kept_answers"("expires_at");

-- AddForeignKey
ALTER TABLE "kept_answers" ADD CONSTRAINT "kept_answers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What the schema file can not say.
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_cache_hit_is_a_share" CHECK ("cache_hit_percent" BETWEEN 0 AND 100);
ALTER TABLE "kept_answers" ADD CONSTRAINT "kept_answers_question_is_hashed" CHECK ("question_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "kept_answers" ADD CONSTRAINT "kept_answers_term_is_forward" CHECK ("expires_at" > "created_at" AND "cost_micros" >= 0);
-- Bodies are large, seldom changed, and read whole.
ALTER TABLE "kept_answers" ALTER COLUMN "body" SET STORAGE EXTERNAL;
