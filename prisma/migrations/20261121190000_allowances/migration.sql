-- AlterTable
ALTER TABLE "ledger_accounts" ADD COLUMN     "plan_grant_micros" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "used_micros" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "reservations" ADD COLUMN     "counted_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "model_class" TEXT;

-- CreateTable
CREATE TABLE "cycle_tokens" (
    "account_id" UUID NOT NULL,
    "model_class" TEXT NOT NULL,
    "tokens" BIGINT NOT NULL,

    CONSTRAINT "cycle_tokens_pkey" PRIMARY KEY ("account_id","model_class")
);

-- CreateTable
CREATE TABLE "allowance_notices" (
    "account_id" UUID NOT NULL,
    "percent" SMALLINT NOT NULL,
    "crossed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "allowance_notices_pkey" PRIMARY KEY ("account_id","percent")
);


-- What the schema file can not say.
UPDATE "ledger_accounts" account SET "plan_grant_micros" = "granted_micros", "used_micros" = "granted_micros" - "balance_micros"
  - COALESCE((SELECT sum("amount_micros" - "credit_micros") FROM "reservations" WHERE "account_id" = account."id" AND "status" = 'held'), 0)
WHERE "kind" = 'allowance';
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_used_within_grant"
  CHECK ("used_micros" BETWEEN 0 AND CASE WHEN "kind" = 'allowance' THEN "granted_micros" ELSE 0 END);
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_granted_within_plan"
  CHECK ("kind" <> 'allowance' OR "granted_micros" <= "plan_grant_micros");
ALTER TABLE "cycle_tokens" ADD CONSTRAINT "cycle_tokens_not_negative" CHECK ("tokens" >= 0);
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_count_for_a_class"
  CHECK (CASE WHEN "model_class" IS NULL THEN "counted_tokens" = 0 ELSE "counted_tokens" >= 0 END);
ALTER TABLE "allowance_notices" ADD CONSTRAINT "allowance_notices_percent_is_known" CHECK ("percent" IN (80, 100));

-- A receipt counts in its hour, for its key, in the day of all of us, and in the cycle whose allowance it was settled out
-- of. Who settles holds the lock of one person, so only the day may be waited for: it is in sixteen parts.
-- Crossing 80 % of a cycle's grant, or leaving less than the shortest answer (256 tokens) costs, is noted once a cycle;
-- whoever notes it has it told. What is held crosses nothing.
CREATE OR REPLACE FUNCTION receipt_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hold record;
  cycle record;
  drawn bigint;
  crossed smallint;
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
  SELECT account_id, amount_micros - credit_micros AS drawn_micros INTO hold FROM reservations WHERE id = NEW.reservation_id;
  IF NEW.api_key_id IS NOT NULL THEN
    INSERT INTO key_spend AS spend (api_key_id, account_id, spent_micros)
    VALUES (NEW.api_key_id, hold.account_id, NEW.charged_micros)
    ON CONFLICT (api_key_id, account_id) DO UPDATE SET spent_micros = spend.spent_micros + excluded.spent_micros;
  END IF;
  drawn := LEAST(NEW.charged_micros, hold.drawn_micros);
  IF drawn > 0 THEN
    UPDATE ledger_accounts SET used_micros = used_micros + drawn WHERE id = hold.account_id
    RETURNING used_micros, granted_micros INTO cycle;
    IF cycle.used_micros * 5 >= cycle.granted_micros * 4 THEN
      crossed := CASE WHEN cycle.granted_micros - cycle.used_micros < GREATEST(1,
        (SELECT (256 * output_micros_per_mtok + 999999) / 1000000 FROM model_prices WHERE version = NEW.price_version)) THEN 100 ELSE 80 END;
      INSERT INTO allowance_notices (account_id, percent, crossed_at)
      SELECT hold.account_id, line, NEW.created_at FROM unnest(ARRAY[80, 100]) line WHERE line <= crossed
        AND NOT EXISTS (SELECT FROM allowance_notices WHERE account_id = hold.account_id AND percent = crossed)
      ON CONFLICT DO NOTHING;
      IF FOUND THEN
        PERFORM graphile_worker.add_job('usage.allowance-notice',
          payload => json_build_object('userId', NEW.user_id, 'accountId', hold.account_id, 'percent', crossed));
      END IF;
    END IF;
  END IF;
  INSERT INTO spend_days AS spend (day, part, spent_micros)
  VALUES ((NEW.created_at AT TIME ZONE 'UTC')::date, abs(hashtext(NEW.user_id::text) % 16), NEW.charged_micros + NEW.overrun_micros)
  ON CONFLICT (day, part) DO UPDATE SET spent_micros = spend.spent_micros + excluded.spent_micros;
  RETURN NULL;
END $$;

-- Called behind the person's lock: what is counted is what is committed now, not when the statement began.
CREATE FUNCTION "cycle_tokens_used"("cycle" uuid, "class" text) RETURNS bigint LANGUAGE sql VOLATILE STRICT AS $$
  SELECT COALESCE((SELECT "tokens" FROM "cycle_tokens" WHERE "account_id" = "cycle" AND "model_class" = "class"), 0)
$$;
CREATE FUNCTION "spent_since"("owner" uuid, "since" timestamptz) RETURNS bigint LANGUAGE sql VOLATILE STRICT AS $$
  SELECT COALESCE(sum("charged_micros" + "overrun_micros"), 0)::bigint FROM "usage_hours" WHERE "user_id" = "owner" AND "starts_at" >= "since"
$$;
