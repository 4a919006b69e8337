import "server-only";
import { db, Prisma, type Tx } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { purseLock } from "@/lib/usage/admission";
import { CREDIT_KINDS, DRAW_ORDER } from "@/lib/usage/credit-draws";
import { ensureSingleAccounts, lockPurse } from "@/lib/usage/queries/cycles";
import type { Credit } from "@/lib/usage/schema";

/** A purchase as billing has it, and what the ledger holds for it. Amounts are micro-dollars. */
export type CreditedPurchase = {
  id: string;
  boughtAt: Date;
  expiresAt: Date;
  /** What the payment stands for by now: all that was bought, less the share that went back. */
  dueMicros: bigint;
  /** Null while the ledger knows nothing of it. */
  accountId: string | null;
  grantedMicros: bigint;
  dueBackMicros: bigint;
  balanceMicros: bigint;
};

/** Rounded down: what was paid back in part is never credited for more than what is still paid for. */
const DUE = Prisma.sql`(purchase.credit_micros * (purchase.amount_minor - purchase.returned_minor) / purchase.amount_minor)`;

/** Takes the person's lock, so that what is read next stays as it is until the transaction's end. */
export async function holdPurse(tx: Tx, userId: string): Promise<void> {
  await ensureSingleAccounts(tx, userId);
  await lockPurse(tx, userId);
}

export function findPurchases(tx: Tx, userId: string): Promise<CreditedPurchase[]> {
  return tx.$queryRaw`
    SELECT purchase.id, purchase.bought_at AS "boughtAt", purchase.expires_at AS "expiresAt", ${DUE} AS "dueMicros",
      account.id::text AS "accountId", COALESCE(account.granted_micros, 0)::bigint AS "grantedMicros",
      COALESCE(account.due_back_micros, 0)::bigint AS "dueBackMicros",
      COALESCE(account.balance_micros, 0)::bigint AS "balanceMicros"
    FROM credit_purchases purchase
    LEFT JOIN ledger_accounts account ON account.kind = 'credit' AND account.source_id = purchase.id
    WHERE purchase.user_id = ${userId}::uuid
    ORDER BY purchase.bought_at, purchase.id`;
}

/** `sourceId` is the purchase of a `credit`, the act of a `promotional`. */
type CreditAccount = { kind: "credit" | "promotional"; sourceId: string; startsAt: Date; endsAt: Date };

/** @throws a unique violation for a source that has one. */
export async function openCreditAccount(tx: Tx, userId: string, opened: CreditAccount): Promise<string> {
  const account = { id: newId(), userId, ...opened };
  await tx.ledgerAccount.create({ data: account });
  return account.id;
}

type Move = { userId: string; accountId: string; sourceId: string; micros: bigint; dueBackMicros: bigint; now: Date };

/**
 * Grants so much to the account of a purchase or a gift, or takes it back where it is negative, and notes what must still be taken
 * back. Each of an account's moves has a number of its own, so that none is made twice.
 */
export async function moveCredit(tx: Tx, move: Move): Promise<void> {
  const { accountId, micros, dueBackMicros, now } = move;
  await tx.$executeRaw`
    UPDATE ledger_accounts SET granted_micros = granted_micros + ${micros}::bigint,
      due_back_micros = ${dueBackMicros}::bigint, updated_at = ${now}::timestamptz
    WHERE id = ${accountId}::uuid`;
  if (micros !== 0n) await postCredit(tx, move);
}

/** The moves of a purchase's or a gift's account are numbered from 1: its first is what it was opened with. */
export function sourceOfMove(sourceId: string, place: number | "%" | ""): string {
  return `credit:${sourceId}:${place}`;
}

async function postCredit(tx: Tx, { userId, accountId, sourceId, micros, now }: Move): Promise<void> {
  const transferId = newId();
  const kind = micros > 0n ? "grant" : "revoke";
  await tx.$executeRaw`
    WITH moved AS (
      INSERT INTO ledger_transfers (id, user_id, kind, source_id, created_at)
      SELECT ${transferId}::uuid, ${userId}::uuid, ${kind}::ledger_transfer_kind,
        ${sourceOfMove(sourceId, "")} || (1 + count(*)), ${now}::timestamptz
      FROM ledger_transfers
      WHERE user_id = ${userId}::uuid AND kind IN ('grant', 'revoke') AND source_id LIKE ${sourceOfMove(sourceId, "%")}
    )
    INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at)
    SELECT ${newId()}::uuid, ${transferId}::uuid, id, -${micros}::bigint, ${now}::timestamptz
    FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind = 'issued'
    UNION ALL
    SELECT ${newId()}::uuid, ${transferId}::uuid, ${accountId}::uuid, ${micros}::bigint, ${now}::timestamptz`;
}

export type Expired = { userId: string; accountId: string };

/** Purchases and gifts whose term is over with something left of them. */
export function findExpired(now: Date, limit: number): Promise<Expired[]> {
  return db.$queryRaw`
    SELECT user_id::text AS "userId", id::text AS "accountId" FROM ledger_accounts
    WHERE kind IN ${CREDIT_KINDS} AND ends_at <= ${now}::timestamptz AND balance_micros > 0
    ORDER BY ends_at LIMIT ${limit}::int`;
}

/** Takes away what is left of a purchase or a gift whose term is over. True for the one who does. */
export async function lapseCredit({ userId, accountId }: Expired, now: Date): Promise<boolean> {
  const transferId = newId();
  const lines = await db.$executeRaw`
    WITH ${purseLock(userId)},
    expired AS MATERIALIZED (
      SELECT id, balance_micros FROM ledger_accounts
      WHERE id = ${accountId}::uuid AND user_id = (SELECT user_id FROM purse) AND kind IN ${CREDIT_KINDS}
        AND ends_at <= ${now}::timestamptz AND balance_micros > 0
      FOR UPDATE
    ),
    moved AS (
      INSERT INTO ledger_transfers (id, user_id, kind, source_id, created_at)
      SELECT ${transferId}::uuid, ${userId}::uuid, 'lapse', ${`lapse:${transferId}`}, ${now}::timestamptz FROM expired
    )
    INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at)
    SELECT line.id, ${transferId}::uuid, line.account_id, line.amount_micros, ${now}::timestamptz
    FROM expired CROSS JOIN LATERAL (VALUES
      (${newId()}::uuid, id, -balance_micros),
      (${newId()}::uuid, (SELECT id FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind = 'lapsed'), balance_micros)
    ) line (id, account_id, amount_micros)`;
  return lines > 0;
}

/** Who has something back, that was held, of a purchase that was paid back or a gift that was taken back. */
export async function findDueBack(limit: number): Promise<string[]> {
  return userIds(
    await db.$queryRaw`
      SELECT DISTINCT user_id::text AS "userId" FROM ledger_accounts
      WHERE due_back_micros > 0 AND balance_micros > 0 LIMIT ${limit}::int`,
  );
}

/** Who has a purchase that the ledger does not stand for as it should. */
export async function findUncredited(limit: number): Promise<string[]> {
  return userIds(
    await db.$queryRaw`
      SELECT DISTINCT purchase.user_id::text AS "userId" FROM credit_purchases purchase
      LEFT JOIN ledger_accounts account ON account.kind = 'credit' AND account.source_id = purchase.id
      WHERE COALESCE(account.granted_micros - account.due_back_micros, 0) <> ${DUE} LIMIT ${limit}::int`,
  );
}

function userIds(rows: { userId: string }[]): string[] {
  return rows.map(({ userId }) => userId);
}

/** What can be drawn on, the one that is used next first. */
export function findCredits(userId: string, now: Date): Promise<Credit[]> {
  return db.$queryRaw`
    SELECT source_id AS id, kind = 'promotional' AS "isGift", granted_micros AS "grantedMicros",
      balance_micros AS "leftMicros", ends_at AS "expiresAt"
    FROM ledger_accounts purse_of
    WHERE user_id = ${userId}::uuid AND kind IN ${CREDIT_KINDS} AND ends_at > ${now}::timestamptz
      AND balance_micros > 0 AND due_back_micros = 0
    ORDER BY ${DRAW_ORDER}`;
}
