-- What an admission seldom needs, and what it reads in one go, are functions of their own: each part of a statement is made
-- ready whenever the statement runs, whether that part is reached or not. All are volatile, so that they see what was written
-- while the statement queued behind the person's lock, and in plpgsql, which keeps the plans of a session.

-- What can be drawn on beside the allowance, locked, in the order in which it is drawn on: what was given, then what was
-- bought, which so lasts longest; then what expires first. DRAW_ORDER of lib/usage/credit-draws.ts says the same.
-- Of eight at most: they are used up one after the other, and each is worth many holds.
CREATE FUNCTION "spendable_credits"("owner" uuid, "moment" timestamptz, "draws_on_bought" boolean)
RETURNS TABLE ("account_id" uuid, "is_gift" boolean, "micros" bigint, "place" bigint) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN QUERY SELECT locked."id", locked."kind" = 'promotional', locked."balance_micros", row_number() OVER () FROM (
    SELECT "id", "kind", "balance_micros" FROM "ledger_accounts"
    WHERE "user_id" = "owner" AND "kind" IN ('promotional', 'credit') AND "ends_at" > "moment"
      AND "balance_micros" > 0 AND "due_back_micros" = 0 AND ("kind" = 'promotional' OR "draws_on_bought")
    ORDER BY "kind" = 'credit', "ends_at", "id" LIMIT 8
    FOR UPDATE
  ) locked;
END $$;

-- What these come to, and the given part of it.
CREATE FUNCTION "credits_beside"("owner" uuid, "moment" timestamptz, "draws_on_bought" boolean,
  OUT "all_micros" bigint, OUT "gift_micros" bigint) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  SELECT COALESCE(sum("micros"), 0)::bigint, COALESCE(sum("micros") FILTER (WHERE "is_gift"), 0)::bigint
  INTO "all_micros", "gift_micros" FROM "spendable_credits"("owner", "moment", "draws_on_bought");
END $$;

-- From which of them an amount comes, and how much of it.
CREATE FUNCTION "drawn_credits"("owner" uuid, "moment" timestamptz, "draws_on_bought" boolean, "amount_micros" bigint)
RETURNS TABLE ("account_id" uuid, "drawn_micros" bigint) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF "amount_micros" = 0 THEN RETURN; END IF;
  RETURN QUERY SELECT drawn."account_id", LEAST(drawn."micros", "amount_micros" - drawn."before_micros") FROM (
    SELECT credit."account_id", credit."micros", (sum(credit."micros") OVER (ORDER BY credit."place") - credit."micros")::bigint AS "before_micros"
    FROM "spendable_credits"("owner", "moment", "draws_on_bought") credit
  ) drawn WHERE drawn."before_micros" < "amount_micros";
END $$;

-- What counts against the bounds of a send: tokens of the model's class in the cycle, what the person and all were charged
-- since midnight (UTC), and what the key that asks was charged in the cycle and holds.
CREATE FUNCTION "bound_counts"("owner" uuid, "cycle" uuid, "class" text, "midnight" timestamptz, "key" uuid,
  OUT "class_tokens" bigint, OUT "person_micros" bigint, OUT "global_micros" bigint, OUT "key_micros" bigint) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  SELECT COALESCE((SELECT "tokens" FROM "cycle_tokens" WHERE "account_id" = "cycle" AND "model_class" = "class"), 0),
    COALESCE((SELECT sum("charged_micros" + "overrun_micros") FROM "usage_hours" WHERE "user_id" = "owner" AND "starts_at" >= "midnight"), 0)::bigint,
    COALESCE((SELECT sum("spent_micros") FROM "spend_days" WHERE "day" = ("midnight" AT TIME ZONE 'UTC')::date), 0)::bigint
  INTO "class_tokens", "person_micros", "global_micros";
  IF "key" IS NOT NULL THEN "key_micros" := "key_used"("owner", "key", "cycle"); END IF;
END $$;
-- "cycle_tokens_used" and "spent_since" stay for a process of the release before, which runs until it is replaced.

-- What an account is, apart from its balance, is checked where that changes, under the names that the rules had as checks of
-- the table. A check is read anew, from its text, by each statement that writes a row: these nine were a fifteenth of an
-- admission, which moves two balances and nothing else. That a balance keeps its side is a check still.
CREATE FUNCTION "ledger_account_stands"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "has_grant" boolean := NEW."kind" IN ('allowance', 'credit', 'promotional');
  "is_credit" boolean := NEW."kind" IN ('credit', 'promotional');
  "has_term" boolean := NEW."starts_at" IS NOT NULL AND NEW."ends_at" IS NOT NULL;
  "broken" text := CASE
    WHEN (NEW."kind" = 'allowance') <> (NEW."plan" IS NOT NULL) OR (NEW."kind" = 'allowance' AND NOT "has_term")
      THEN 'ledger_accounts_allowance_has_a_cycle'
    WHEN "is_credit" <> (NEW."source_id" IS NOT NULL) OR ("is_credit" AND NOT "has_term")
      THEN 'ledger_accounts_credit_has_a_source'
    WHEN NEW."ends_at" <= NEW."starts_at"
      THEN 'ledger_accounts_term_is_forward'
    WHEN NEW."granted_micros" < 0 OR (NEW."granted_micros" > 0 AND NOT "has_grant")
      THEN 'ledger_accounts_grant_not_negative'
    -- At most 1,000 US dollars each.
    WHEN NEW."kind" = 'promotional' AND NEW."granted_micros" > 1000000000
      THEN 'ledger_accounts_gift_is_bounded'
    WHEN NEW."kind" = 'allowance' AND NEW."granted_micros" > NEW."plan_grant_micros"
      THEN 'ledger_accounts_granted_within_plan'
    WHEN NEW."used_micros" NOT BETWEEN 0 AND CASE WHEN NEW."kind" = 'allowance' THEN NEW."granted_micros" ELSE 0 END
      THEN 'ledger_accounts_used_within_grant'
    WHEN NEW."due_back_micros" NOT BETWEEN 0 AND CASE WHEN "is_credit" THEN NEW."granted_micros" ELSE 0 END
      THEN 'ledger_accounts_due_back_within_grant'
    WHEN NEW."seat_grant_id" IS NOT NULL AND NEW."kind" <> 'allowance'
      THEN 'ledger_accounts_seat_grants_an_allowance'
  END;
BEGIN
  IF "broken" IS NOT NULL THEN
    RAISE EXCEPTION 'a ledger account breaks the rule %', "broken" USING ERRCODE = 'check_violation', CONSTRAINT = "broken";
  END IF;
  RETURN NEW;
END $$;

-- Every column but the balance, and when that moved.
CREATE TRIGGER "ledger_accounts_stand" BEFORE INSERT OR UPDATE OF "kind", "plan", "starts_at", "ends_at", "granted_micros",
  "plan_grant_micros", "used_micros", "due_back_micros", "source_id", "seat_grant_id" ON "ledger_accounts"
  FOR EACH ROW EXECUTE FUNCTION "ledger_account_stands"();

ALTER TABLE "ledger_accounts"
  DROP CONSTRAINT "ledger_accounts_allowance_has_a_cycle",
  DROP CONSTRAINT "ledger_accounts_credit_has_a_source",
  DROP CONSTRAINT "ledger_accounts_term_is_forward",
  DROP CONSTRAINT "ledger_accounts_grant_not_negative",
  DROP CONSTRAINT "ledger_accounts_gift_is_bounded",
  DROP CONSTRAINT "ledger_accounts_granted_within_plan",
  DROP CONSTRAINT "ledger_accounts_used_within_grant",
  DROP CONSTRAINT "ledger_accounts_due_back_within_grant",
  DROP CONSTRAINT "ledger_accounts_seat_grants_an_allowance";
