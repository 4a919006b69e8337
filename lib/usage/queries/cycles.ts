import "server-only";
import type { Period, PlanId } from "@/lib/billing/schema";
import { type Db, db, type Tx } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

const SINGLE_KINDS = ["issued", "held", "spent", "overrun", "lapsed"] as const;

export type CycleGrant = { userId: string; plan: PlanId; period: Period; grantMicros: bigint };

export type CycleBalance = {
  plan: string;
  startsAt: Date;
  endsAt: Date;
  grantedMicros: bigint;
  balanceMicros: bigint;
  reservedMicros: bigint;
  creditMicros: bigint;
};

/**
 * The allowance account of the cycle that runs at `now`, with what is held of it, and what can be drawn on beside it.
 * Where none does, the next one counts: Stripe's clock may be ahead of ours.
 */
export async function findCycle(userId: string, now: Date, tx: Db = db): Promise<CycleBalance | undefined> {
  const rows = await tx.$queryRaw<CycleBalance[]>`
    SELECT account.plan, account.starts_at AS "startsAt", account.ends_at AS "endsAt",
      account.granted_micros AS "grantedMicros", account.balance_micros AS "balanceMicros",
      COALESCE((
        SELECT sum(amount_micros - credit_micros) FROM reservations WHERE account_id = account.id AND status = 'held'
      ), 0)::bigint AS "reservedMicros",
      COALESCE((
        SELECT sum(balance_micros) FROM ledger_accounts credit
        WHERE user_id = ${userId}::uuid AND kind = 'credit' AND ends_at > ${now}::timestamptz AND due_back_micros = 0
      ), 0)::bigint AS "creditMicros"
    FROM ledger_accounts account
    WHERE user_id = ${userId}::uuid AND kind = 'allowance'
      AND ends_at > ${now}::timestamptz
    ORDER BY starts_at <= ${now}::timestamptz DESC, starts_at DESC LIMIT 1`;
  return rows[0];
}

/**
 * Makes `period` the one cycle that runs for the person, granted at least `grantMicros`. Whatever else ran ends now;
 * a cycle that is opened again goes on with what was left of it.
 */
export async function putCycle(grant: CycleGrant, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await ensureSingleAccounts(tx, grant.userId);
    await lockPurse(tx, grant.userId);
    await endOtherCycles(tx, grant, now);
    const account = await openAccount(tx, grant);
    const missing = grant.grantMicros - account.grantedMicros;
    if (missing > 0n) await topUp(tx, { ...grant, accountId: account.id, missing, now });
  });
}

/** The accounts that everybody has one of. */
export async function ensureSingleAccounts(tx: Tx, userId: string): Promise<void> {
  await tx.ledgerAccount.createMany({
    data: SINGLE_KINDS.map((kind) => ({ id: newId(), userId, kind })),
    skipDuplicates: true,
  });
}

/** Every statement that moves the person's money waits for its turn here. */
export async function lockPurse(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT id::text FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind = 'held' FOR UPDATE`;
}

async function endOtherCycles(tx: Tx, { userId, period }: CycleGrant, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE ledger_accounts
    SET ends_at = GREATEST(${now}::timestamptz, starts_at + interval '1 millisecond'), updated_at = ${now}::timestamptz
    WHERE user_id = ${userId}::uuid AND kind = 'allowance'
      AND starts_at <> ${period.startsAt}::timestamptz AND ends_at > ${now}::timestamptz`;
}

async function openAccount(tx: Tx, { userId, plan, period }: CycleGrant) {
  const rows = await tx.$queryRaw<{ id: string; grantedMicros: bigint }[]>`
    INSERT INTO ledger_accounts (id, user_id, kind, plan, starts_at, ends_at)
    VALUES (${newId()}::uuid, ${userId}::uuid, 'allowance', ${plan}, ${period.startsAt}::timestamptz, ${period.endsAt}::timestamptz)
    ON CONFLICT (user_id, starts_at) WHERE kind = 'allowance'
    DO UPDATE SET ends_at = excluded.ends_at, plan = excluded.plan
    RETURNING id::text, granted_micros AS "grantedMicros"`;
  const [account] = rows;
  if (!account) throw new Error("An upsert returned no row");
  return account;
}

type TopUp = CycleGrant & { accountId: string; missing: bigint; now: Date };

async function topUp(tx: Tx, { userId, plan, period, grantMicros, accountId, missing, now }: TopUp): Promise<void> {
  const transferId = newId();
  await tx.$executeRaw`
    WITH moved AS (
      INSERT INTO ledger_transfers (id, user_id, kind, source_id, created_at)
      VALUES (${transferId}::uuid, ${userId}::uuid, 'grant',
        ${`grant:${userId}:${period.startsAt.toISOString()}:${plan}:${grantMicros}`}, ${now}::timestamptz)
    ), granted AS (
      UPDATE ledger_accounts SET granted_micros = ${grantMicros}::bigint WHERE id = ${accountId}::uuid
    )
    INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at)
    SELECT ${newId()}::uuid, ${transferId}::uuid, id, -${missing}::bigint, ${now}::timestamptz
    FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind = 'issued'
    UNION ALL
    SELECT ${newId()}::uuid, ${transferId}::uuid, ${accountId}::uuid, ${missing}::bigint, ${now}::timestamptz`;
}
