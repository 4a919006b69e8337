import { expect } from "vitest";
import { db } from "@/lib/db/client";

/** What the books of one person come to, each counted anew from what is written only once: entries and receipts. */
type Audit = {
  entriesSum: bigint;
  /** Accounts whose balance is not the sum of their entries. */
  crooked: number;
  /** Accounts on the wrong side of zero. */
  overdrawn: number;
  /** Holds that have not ended, and what is held. */
  open: number;
  held: bigint;
  spent: bigint;
  /** What was given in all, less what was taken back. */
  issued: bigint;
  charged: bigint;
  overrun: bigint;
  /** Receipts without a hold that was settled for the same, and holds that were settled without a receipt. */
  unpaired: number;
  ofHours: bigint;
  receiptsOfHours: bigint;
  receipts: bigint;
  ofCycles: bigint;
  /** Cycles whose used micro-dollars are not what their holds were settled for, gifts and credits apart. */
  miscounted: number;
  /** Classes of a cycle whose tokens are not those of its holds. */
  mistoken: number;
  /** Keys of a cycle whose spend is not that of its receipts. */
  miskeyed: number;
};

/** Nothing is overspent by a micro-dollar, every hold has ended, and all that is counted twice agrees. */
export async function expectBooksToAgree(userId: string): Promise<Audit> {
  const audit = await auditOf(userId);
  expect(audit).toMatchObject({ entriesSum: 0n, crooked: 0, overdrawn: 0, open: 0, held: 0n, unpaired: 0 });
  expect(audit).toMatchObject({ miscounted: 0, mistoken: 0, miskeyed: 0 });
  expect(audit.spent).toBe(audit.charged + audit.overrun);
  expect(audit.charged).toBeLessThanOrEqual(audit.issued);
  expect([audit.ofHours, audit.receiptsOfHours]).toEqual([audit.charged + audit.overrun, audit.receipts]);
  expect(audit.ofCycles).toBe(audit.charged);
  return audit;
}

async function auditOf(userId: string): Promise<Audit> {
  const [audit] = await db.$queryRaw<Audit[]>`
    WITH accounts AS (SELECT * FROM ledger_accounts WHERE user_id = ${userId}::uuid),
    entries AS (SELECT e.* FROM ledger_entries e JOIN accounts ON accounts.id = e.account_id),
    sums AS (SELECT account_id, sum(amount_micros) AS micros FROM entries GROUP BY 1),
    holds AS (SELECT *, LEAST(settled_micros, amount_micros - gift_micros - credit_micros) AS drawn FROM reservations WHERE user_id = ${userId}::uuid),
    receipts AS (SELECT * FROM ledger_transfers WHERE user_id = ${userId}::uuid AND kind = 'settle')
    SELECT COALESCE((SELECT sum(amount_micros) FROM entries), 0)::bigint AS "entriesSum",
      (SELECT count(*) FROM accounts LEFT JOIN sums ON account_id = id WHERE balance_micros <> COALESCE(micros, 0))::int AS crooked,
      (SELECT count(*) FROM accounts
        WHERE CASE WHEN kind IN ('issued', 'overrun') THEN balance_micros > 0 ELSE balance_micros < 0 END)::int AS overdrawn,
      (SELECT count(*) FROM holds WHERE status = 'held')::int AS open,
      (SELECT balance_micros FROM accounts WHERE kind = 'held') AS held,
      (SELECT balance_micros FROM accounts WHERE kind = 'spent') AS spent,
      (SELECT -balance_micros FROM accounts WHERE kind = 'issued') AS issued,
      COALESCE((SELECT sum(charged_micros) FROM receipts), 0)::bigint AS charged,
      COALESCE((SELECT sum(overrun_micros) FROM receipts), 0)::bigint AS overrun,
      (SELECT count(*) FROM (SELECT * FROM holds WHERE status = 'settled') settled
        FULL JOIN receipts ON receipts.reservation_id = settled.id AND charged_micros = settled_micros
          AND receipts.overrun_micros = settled.overrun_micros
        WHERE settled.id IS NULL OR receipts.id IS NULL)::int AS unpaired,
      COALESCE((SELECT sum(charged_micros + overrun_micros) FROM usage_hours WHERE user_id = ${userId}::uuid), 0)::bigint AS "ofHours",
      COALESCE((SELECT sum(receipts) FROM usage_hours WHERE user_id = ${userId}::uuid), 0)::bigint AS "receiptsOfHours",
      (SELECT count(*) FROM receipts)::bigint AS receipts,
      COALESCE((SELECT sum(charged_micros) FROM usage_cycles WHERE user_id = ${userId}::uuid), 0)::bigint AS "ofCycles",
      (SELECT count(*) FROM accounts WHERE kind = 'allowance'
        AND used_micros <> COALESCE((SELECT sum(drawn) FROM holds WHERE account_id = accounts.id), 0))::int AS miscounted,
      (SELECT count(*) FROM accounts JOIN cycle_tokens ON account_id = accounts.id
        WHERE tokens <> COALESCE((
          SELECT sum(CASE WHEN receipts.model = holds.model
            THEN LEAST(counted_tokens, receipts.input_tokens + receipts.output_tokens + receipts.embedding_tokens) ELSE 0 END)
          FROM holds JOIN receipts ON reservation_id = holds.id
          WHERE holds.account_id = accounts.id AND holds.model_class = cycle_tokens.model_class
        ), 0))::int AS mistoken,
      (SELECT count(*) FROM key_spend spend JOIN accounts ON accounts.id = spend.account_id
        WHERE spent_micros <> COALESCE((
          SELECT sum(charged_micros) FROM receipts JOIN holds ON holds.id = reservation_id
          WHERE receipts.api_key_id = spend.api_key_id AND holds.account_id = spend.account_id
        ), 0))::int AS miskeyed`;
  if (!audit) throw new Error("A statement without a table returned no row");
  return audit;
}
