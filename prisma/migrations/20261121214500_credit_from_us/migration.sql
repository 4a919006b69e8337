-- AlterTable
ALTER TABLE "reservations" ADD COLUMN     "gift_micros" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "usage_cycles" ADD COLUMN     "gift_micros" BIGINT NOT NULL DEFAULT 0;


-- What the schema file can not say.
ALTER TABLE "ledger_accounts" DROP CONSTRAINT "ledger_accounts_grant_not_negative";
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_grant_not_negative"
  CHECK ("granted_micros" >= 0 AND ("kind" IN ('allowance', 'credit', 'promotional') OR "granted_micros" = 0));
-- At most 1,000 US dollars each.
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_gift_is_bounded"
  CHECK ("kind" <> 'promotional' OR "granted_micros" <= 1000000000);
-- What was bought has its purchase, what was given the act that gave it; either has a term.
ALTER TABLE "ledger_accounts" DROP CONSTRAINT "ledger_accounts_credit_has_a_purchase";
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_credit_has_a_source"
  CHECK (("kind" IN ('credit', 'promotional')) = ("source_id" IS NOT NULL)
    AND ("kind" NOT IN ('credit', 'promotional') OR ("starts_at" IS NOT NULL AND "ends_at" IS NOT NULL)));
ALTER TABLE "ledger_accounts" DROP CONSTRAINT "ledger_accounts_due_back_within_grant";
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_due_back_within_grant"
  CHECK ("due_back_micros" = 0 OR ("kind" IN ('credit', 'promotional') AND "due_back_micros" BETWEEN 0 AND "granted_micros"));
CREATE UNIQUE INDEX "ledger_accounts_one_gift_an_act_key" ON "ledger_accounts" ("source_id") WHERE "kind" = 'promotional';
DROP INDEX "ledger_accounts_credit_ends_idx";
CREATE INDEX "ledger_accounts_credit_ends_idx" ON "ledger_accounts" ("ends_at") WHERE "kind" IN ('credit', 'promotional');

ALTER TABLE "reservations" DROP CONSTRAINT "reservations_credit_within_what_was_held";
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_credit_within_what_was_held"
  CHECK ("credit_micros" >= 0 AND "gift_micros" >= 0 AND "credit_micros" + "gift_micros" <= "amount_micros");
ALTER TABLE "usage_cycles" DROP CONSTRAINT "usage_cycles_credits_are_part_of_it";
ALTER TABLE "usage_cycles" ADD CONSTRAINT "usage_cycles_credits_are_part_of_it"
  CHECK ("credit_micros" >= 0 AND "gift_micros" >= 0 AND "credit_micros" + "gift_micros" <= "charged_micros");

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
  SELECT account_id, amount_micros - credit_micros - gift_micros AS drawn_micros INTO hold FROM reservations WHERE id = NEW.reservation_id;
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

-- The allowance is spent first, then what was given; bought credits pay what is beyond both.
CREATE OR REPLACE FUNCTION "receipt_counts_in_cycle"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_cycles AS cycle (account_id, month, plan, model, origin, user_id, receipts, input_tokens, cached_input_tokens,
    output_tokens, reasoning_tokens, embedding_tokens, charged_micros, credit_micros, gift_micros, overrun_micros)
  SELECT hold.account_id, date_trunc('month', NEW.created_at AT TIME ZONE 'UTC')::date, account.plan, NEW.model, NEW.origin, NEW.user_id, 1,
    NEW.input_tokens, NEW.cached_input_tokens, NEW.output_tokens, NEW.reasoning_tokens, NEW.embedding_tokens, NEW.charged_micros,
    GREATEST(0, NEW.charged_micros - (hold.amount_micros - hold.credit_micros)),
    LEAST(hold.gift_micros, GREATEST(0, NEW.charged_micros - (hold.amount_micros - hold.credit_micros - hold.gift_micros))),
    NEW.overrun_micros
  FROM reservations hold JOIN ledger_accounts account ON account.id = hold.account_id WHERE hold.id = NEW.reservation_id
  ON CONFLICT (account_id, month, plan, model, origin) DO UPDATE SET
    receipts = cycle.receipts + 1,
    input_tokens = cycle.input_tokens + excluded.input_tokens,
    cached_input_tokens = cycle.cached_input_tokens + excluded.cached_input_tokens,
    output_tokens = cycle.output_tokens + excluded.output_tokens,
    reasoning_tokens = cycle.reasoning_tokens + excluded.reasoning_tokens,
    embedding_tokens = cycle.embedding_tokens + excluded.embedding_tokens,
    charged_micros = cycle.charged_micros + excluded.charged_micros,
    credit_micros = cycle.credit_micros + excluded.credit_micros,
    gift_micros = cycle.gift_micros + excluded.gift_micros,
    overrun_micros = cycle.overrun_micros + excluded.overrun_micros;
  RETURN NULL;
END $$;
