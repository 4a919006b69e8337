-- AlterEnum
ALTER TYPE "interaction_kind" ADD VALUE 'api';

-- AlterTable
ALTER TABLE "model_prices" ADD COLUMN     "embedding_micros_per_mtok" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "ledger_transfers" ADD COLUMN     "api_key_id" UUID,
ADD COLUMN     "charged_micros" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "embedding_tokens" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "image_tokens" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "model" TEXT,
ADD COLUMN     "origin" "interaction_kind",
ADD COLUMN     "overrun_micros" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "reservations" ADD COLUMN     "api_key_id" UUID,
ADD COLUMN     "origin" "interaction_kind" NOT NULL DEFAULT 'chat';

-- CreateTable
CREATE TABLE "usage_hours" (
    "user_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "model" TEXT NOT NULL,
    "origin" "interaction_kind" NOT NULL,
    "receipts" INTEGER NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "cached_input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "embedding_tokens" BIGINT NOT NULL,
    "image_tokens" BIGINT NOT NULL,
    "charged_micros" BIGINT NOT NULL,
    "overrun_micros" BIGINT NOT NULL,

    CONSTRAINT "usage_hours_pkey" PRIMARY KEY ("user_id","starts_at","model","origin")
);

-- CreateTable
CREATE TABLE "key_spend" (
    "api_key_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "spent_micros" BIGINT NOT NULL,

    CONSTRAINT "key_spend_pkey" PRIMARY KEY ("api_key_id","account_id")
);

-- CreateTable
CREATE TABLE "spend_days" (
    "day" DATE NOT NULL,
    "part" SMALLINT NOT NULL,
    "spent_micros" BIGINT NOT NULL,

    CONSTRAINT "spend_days_pkey" PRIMARY KEY ("day","part")
);

-- CreateIndex
CREATE INDEX "usage_hours_starts_at_idx" ON "usage_hours"("starts_at");


-- What the schema file can not say.
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_embedding_not_negative" CHECK ("embedding_micros_per_mtok" >= 0);
ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_more_tokens_not_negative"
  CHECK ("embedding_tokens" >= 0 AND "image_tokens" BETWEEN 0 AND GREATEST(0, "input_tokens"));

-- What was settled before says so too.
ALTER TABLE "ledger_transfers" DISABLE TRIGGER "ledger_transfers_append_only";
UPDATE "ledger_transfers" transfer SET
  "origin" = CASE WHEN transfer."source_id" LIKE 'title:%' THEN 'title'::interaction_kind ELSE 'chat'::interaction_kind END,
  "model" = price."model", "charged_micros" = hold."settled_micros", "overrun_micros" = hold."overrun_micros"
FROM "reservations" hold, "model_prices" price
WHERE transfer."kind" = 'settle' AND hold."id" = transfer."reservation_id" AND price."version" = transfer."price_version";
ALTER TABLE "ledger_transfers" ENABLE TRIGGER "ledger_transfers_append_only";
UPDATE "reservations" SET "origin" = 'title' WHERE "source_id" LIKE 'title:%';

ALTER TABLE "ledger_transfers" ADD CONSTRAINT "ledger_transfers_receipts_are_whole" CHECK (
  CASE WHEN "kind" = 'settle' THEN "origin" IS NOT NULL AND "model" IS NOT NULL AND "charged_micros" >= 0 AND "overrun_micros" >= 0
  ELSE "origin" IS NULL AND "model" IS NULL AND "api_key_id" IS NULL AND "charged_micros" = 0 AND "overrun_micros" = 0 END
);
CREATE INDEX "ledger_transfers_receipts_idx" ON "ledger_transfers" ("user_id", "created_at" DESC, "id" DESC) WHERE "kind" = 'settle';
CREATE INDEX "reservations_held_for_programs_idx" ON "reservations" ("user_id", "api_key_id")
  WHERE "status" = 'held' AND "api_key_id" IS NOT NULL;

ALTER TABLE "usage_hours" ADD CONSTRAINT "usage_hours_begin_on_the_hour" CHECK ("starts_at" = date_trunc('hour', "starts_at", 'UTC'));

-- A receipt counts in its hour, for its key, and in the day of all of us. Who settles holds the lock of one person, so only
-- the last may be waited for: it is in sixteen parts.
CREATE FUNCTION receipt_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_hours AS hour (user_id, starts_at, model, origin, receipts, input_tokens, cached_input_tokens, output_tokens,
    reasoning_tokens, embedding_tokens, image_tokens, charged_micros, overrun_micros)
  VALUES (NEW.user_id, date_trunc('hour', NEW.created_at, 'UTC'), NEW.model, NEW.origin, 1, NEW.input_tokens, NEW.cached_input_tokens,
    NEW.output_tokens, NEW.reasoning_tokens, NEW.embedding_tokens, NEW.image_tokens, NEW.charged_micros, NEW.overrun_micros)
  ON CONFLICT (user_id, starts_at, model, origin) DO UPDATE SET
    receipts = hour.receipts + 1,
    input_tokens = hour.input_tokens + excluded.input_tokens,
    cached_input_tokens = hour.cached_input_tokens + excluded.cached_input_tokens,
    output_tokens = hour.output_tokens + excluded.output_tokens,
    reasoning_tokens = hour.reasoning_tokens + excluded.reasoning_tokens,
    embedding_tokens = hour.embedding_tokens + excluded.embedding_tokens,
    image_tokens = hour.image_tokens + excluded.image_tokens,
    charged_micros = hour.charged_micros + excluded.charged_micros,
    overrun_micros = hour.overrun_micros + excluded.overrun_micros;
  IF NEW.api_key_id IS NOT NULL THEN
    INSERT INTO key_spend AS spend (api_key_id, account_id, spent_micros)
    SELECT NEW.api_key_id, account_id, NEW.charged_micros FROM reservations WHERE id = NEW.reservation_id
    ON CONFLICT (api_key_id, account_id) DO UPDATE SET spent_micros = spend.spent_micros + excluded.spent_micros;
  END IF;
  INSERT INTO spend_days AS spend (day, part, spent_micros)
  VALUES ((NEW.created_at AT TIME ZONE 'UTC')::date, abs(hashtext(NEW.user_id::text) % 16), NEW.charged_micros + NEW.overrun_micros)
  ON CONFLICT (day, part) DO UPDATE SET spent_micros = spend.spent_micros + excluded.spent_micros;
  RETURN NULL;
END $$;
CREATE TRIGGER "ledger_transfers_count" AFTER INSERT ON "ledger_transfers"
  FOR EACH ROW WHEN (NEW."kind" = 'settle') EXECUTE FUNCTION receipt_counts();

INSERT INTO "usage_hours" ("user_id", "starts_at", "model", "origin", "receipts", "input_tokens", "cached_input_tokens", "output_tokens",
  "reasoning_tokens", "embedding_tokens", "image_tokens", "charged_micros", "overrun_micros")
SELECT "user_id", date_trunc('hour', "created_at", 'UTC'), "model", "origin", count(*), sum("input_tokens"), sum("cached_input_tokens"),
  sum("output_tokens"), sum("reasoning_tokens"), sum("embedding_tokens"), sum("image_tokens"), sum("charged_micros"), sum("overrun_micros")
FROM "ledger_transfers" WHERE "kind" = 'settle' GROUP BY 1, 2, 3, 4;
INSERT INTO "spend_days" ("day", "part", "spent_micros")
SELECT ("created_at" AT TIME ZONE 'UTC')::date, abs(hashtext("user_id"::text) % 16), sum("charged_micros" + "overrun_micros")
FROM "ledger_transfers" WHERE "kind" = 'settle' GROUP BY 1, 2;

-- A statement sees what was committed when it began; these count what is committed now, behind the person's lock.
CREATE OR REPLACE FUNCTION "running_answers"("owner" uuid) RETURNS bigint LANGUAGE sql VOLATILE STRICT AS $$
  SELECT (SELECT count(*) FROM "generations" WHERE "user_id" = "owner" AND "status" = 'running')
    + (SELECT count(*) FROM "reservations" WHERE "user_id" = "owner" AND "status" = 'held' AND "api_key_id" IS NOT NULL)
$$;
CREATE FUNCTION "key_used"("owner" uuid, "key" uuid, "cycle" uuid) RETURNS bigint LANGUAGE sql VOLATILE STRICT AS $$
  SELECT COALESCE((SELECT "spent_micros" FROM "key_spend" WHERE "api_key_id" = "key" AND "account_id" = "cycle"), 0)
    + COALESCE((SELECT sum("amount_micros") FROM "reservations" WHERE "user_id" = "owner" AND "api_key_id" = "key"
        AND "account_id" = "cycle" AND "status" = 'held'), 0)::bigint
$$;
