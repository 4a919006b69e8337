-- What an admission counts behind the person's locks. Volatile, so that it sees what was written while the statement queued.
-- In plpgsql, which keeps the plans of a session: a function in SQL plans anew for each send (up to PostgreSQL 17).
CREATE OR REPLACE FUNCTION "running_answers"("owner" uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
  RETURN (SELECT count(*) FROM "generations" WHERE "user_id" = "owner" AND "status" = 'running')
    + (SELECT count(*) FROM "reservations" WHERE "user_id" = "owner" AND "status" = 'held' AND "api_key_id" IS NOT NULL);
END $$;
CREATE OR REPLACE FUNCTION "key_used"("owner" uuid, "key" uuid, "cycle" uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
  RETURN COALESCE((SELECT "spent_micros" FROM "key_spend" WHERE "api_key_id" = "key" AND "account_id" = "cycle"), 0)
    + COALESCE((SELECT sum("amount_micros") FROM "reservations" WHERE "user_id" = "owner" AND "api_key_id" = "key"
        AND "account_id" = "cycle" AND "status" = 'held'), 0)::bigint;
END $$;
CREATE OR REPLACE FUNCTION "cycle_tokens_used"("cycle" uuid, "class" text) RETURNS bigint LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
  RETURN COALESCE((SELECT "tokens" FROM "cycle_tokens" WHERE "account_id" = "cycle" AND "model_class" = "class"), 0);
END $$;
CREATE OR REPLACE FUNCTION "spent_since"("owner" uuid, "since" timestamptz) RETURNS bigint LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
  RETURN COALESCE((SELECT sum("charged_micros" + "overrun_micros") FROM "usage_hours"
    WHERE "user_id" = "owner" AND "starts_at" >= "since"), 0)::bigint;
END $$;

-- The same checks as before in one statement instead of three.
CREATE OR REPLACE FUNCTION ledger_entries_post() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_unbalanced boolean;
  is_anothers boolean;
BEGIN
  WITH moved AS MATERIALIZED (
    SELECT fresh.account_id, sum(amount_micros)::bigint AS amount, max(fresh.created_at) AS at, array_agg(transfer.user_id) AS owners
    FROM fresh JOIN ledger_transfers transfer ON transfer.id = fresh.transfer_id
    GROUP BY fresh.account_id
  ), posted AS (
    UPDATE ledger_accounts account
    SET balance_micros = account.balance_micros + moved.amount, updated_at = moved.at
    FROM moved
    WHERE account.id = moved.account_id AND account.user_id = ALL (moved.owners)
    RETURNING 1
  )
  SELECT EXISTS (SELECT 1 FROM fresh GROUP BY transfer_id HAVING sum(amount_micros) <> 0),
    (SELECT count(*) FROM posted) <> (SELECT count(*) FROM moved)
  INTO is_unbalanced, is_anothers;
  IF is_unbalanced THEN
    RAISE EXCEPTION 'the entries of a transfer sum to zero' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_sum_to_zero';
  END IF;
  IF is_anothers THEN
    RAISE EXCEPTION 'a transfer stays with one person' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_stay_with_one_person';
  END IF;
  RETURN NULL;
END $$;
