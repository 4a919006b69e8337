-- CreateTable
CREATE TABLE "usage_cycles" (
    "account_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "plan" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "origin" "interaction_kind" NOT NULL,
    "user_id" UUID NOT NULL,
    "receipts" INTEGER NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "cached_input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "embedding_tokens" BIGINT NOT NULL,
    "charged_micros" BIGINT NOT NULL,
    "credit_micros" BIGINT NOT NULL,
    "overrun_micros" BIGINT NOT NULL,

    CONSTRAINT "usage_cycles_pkey" PRIMARY KEY ("account_id","month","plan","model","origin")
);

-- CreateIndex
CREATE INDEX "usage_cycles_month_user_id_idx" ON "usage_cycles"("month", "user_id");


-- What the schema file can not say.
ALTER TABLE "usage_cycles" ADD CONSTRAINT "usage_cycles_begin_with_the_month" CHECK ("month" = date_trunc('month', "month"::timestamp));
ALTER TABLE "usage_cycles" ADD CONSTRAINT "usage_cycles_credits_are_part_of_it" CHECK ("credit_micros" BETWEEN 0 AND "charged_micros");

-- The allowance is spent first: bought credits pay what is beyond it.
CREATE FUNCTION "receipt_counts_in_cycle"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_cycles AS cycle (account_id, month, plan, model, origin, user_id, receipts, input_tokens, cached_input_tokens,
    output_tokens, reasoning_tokens, embedding_tokens, charged_micros, credit_micros, overrun_micros)
  SELECT hold.account_id, date_trunc('month', NEW.created_at AT TIME ZONE 'UTC')::date, account.plan, NEW.model, NEW.origin, NEW.user_id, 1,
    NEW.input_tokens, NEW.cached_input_tokens, NEW.output_tokens, NEW.reasoning_tokens, NEW.embedding_tokens, NEW.charged_micros,
    GREATEST(0, NEW.charged_micros - (hold.amount_micros - hold.credit_micros)), NEW.overrun_micros
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
    overrun_micros = cycle.overrun_micros + excluded.overrun_micros;
  RETURN NULL;
END $$;
CREATE TRIGGER "ledger_transfers_count_in_cycle" AFTER INSERT ON "ledger_transfers"
  FOR EACH ROW WHEN (NEW."kind" = 'settle') EXECUTE FUNCTION "receipt_counts_in_cycle"();

INSERT INTO "usage_cycles" ("account_id", "month", "plan", "model", "origin", "user_id", "receipts", "input_tokens", "cached_input_tokens",
  "output_tokens", "reasoning_tokens", "embedding_tokens", "charged_micros", "credit_micros", "overrun_micros")
SELECT hold."account_id", date_trunc('month', receipt."created_at" AT TIME ZONE 'UTC')::date, account."plan", receipt."model",
  receipt."origin", receipt."user_id", count(*), sum(receipt."input_tokens"), sum(receipt."cached_input_tokens"),
  sum(receipt."output_tokens"), sum(receipt."reasoning_tokens"), sum(receipt."embedding_tokens"), sum(receipt."charged_micros"),
  sum(GREATEST(0, receipt."charged_micros" - (hold."amount_micros" - hold."credit_micros"))), sum(receipt."overrun_micros")
FROM "ledger_transfers" receipt
JOIN "reservations" hold ON hold."id" = receipt."reservation_id"
JOIN "ledger_accounts" account ON account."id" = hold."account_id"
WHERE receipt."kind" = 'settle' GROUP BY 1, 2, 3, 4, 5, 6;

-- What is held of one cycle, among all that it ever held.
CREATE INDEX "reservations_held_of_account_idx" ON "reservations" ("account_id") WHERE "status" = 'held';
-- What programs used through one key, the newest first.
CREATE INDEX "ledger_transfers_receipts_of_keys_idx" ON "ledger_transfers" ("user_id", "api_key_id", "created_at" DESC, "id" DESC)
  WHERE "kind" = 'settle' AND "api_key_id" IS NOT NULL;
-- What statements list beside use: few among all that moves.
CREATE INDEX "ledger_transfers_given_and_taken_idx" ON "ledger_transfers" ("user_id", "created_at")
  WHERE "kind" IN ('grant', 'lapse', 'revoke');
