import "server-only";
import type { Period, PlanId } from "@/lib/billing/schema";
import { type Db, db, type Tx, Prisma } from "@/lib/db/client";
import { statement } from "@/lib/db/statement";
import { newId } from "@/lib/platform/ids";
import { CREDIT_KINDS } from "@/lib/usage/credit-draws";
import { type GrantedCycle, grantDue } from "@/lib/usage/grant";

const SINGLE_KINDS = ["issued", "held", "spent", "overrun", "lapsed"] as const;

/** `grantMicros` is what the plan grants for a whole cycle. */
export type CycleGrant = { userId: string; plan: PlanId; period: Period; grantMicros: bigint };

export type CycleBalance = {
  plan: string;
  startsAt: Date;
  endsAt: Date;
  grantedMicros: bigint;
  /** What the biggest plan of the cycle grants for a whole one. */
  planGrantMicros: bigint;
  balanceMicros: bigint;
  reservedMicros: bigint;
  giftMicros: bigint;
  creditMicros: bigint;
  /** The owner of the team whose seat grants it, and whether all that the seat is worth was granted to this person. */
  seatOf: string | null;
  hasAllOfSeat: boolean;
};

/**
 * The allowance account of the cycle that runs at `now`, with what is held of it, and what can be drawn on beside it.
 * Where none does, the next one counts: Stripe's clock may be ahead of ours.
 */
export async function findCycle(userId: string, now: Date, tx: Db = db): Promise<CycleBalance | undefined> {
  const rows = await tx.$queryRaw<CycleBalance[]>`
    SELECT account.plan, account.starts_at AS "startsAt", account.ends_at AS "endsAt",
      account.granted_micros AS "grantedMicros", account.plan_grant_micros AS "planGrantMicros", account.balance_micros AS "balanceMicros",
      COALESCE((
        SELECT sum(amount_micros - gift_micros - credit_micros) FROM reservations WHERE account_id = account.id AND status = 'held'
      ), 0)::bigint AS "reservedMicros",
      beside.gift AS "giftMicros", beside.credit AS "creditMicros",
      seat.owner_id::text AS "seatOf", COALESCE(account.granted_micros >= seat.grant_micros, TRUE) AS "hasAllOfSeat"
    FROM ledger_accounts account LEFT JOIN seat_grants seat ON seat.id = account.seat_grant_id CROSS JOIN (
      SELECT COALESCE(sum(balance_micros) FILTER (WHERE kind = 'promotional'), 0)::bigint AS gift,
        COALESCE(sum(balance_micros) FILTER (WHERE kind = 'credit'), 0)::bigint AS credit
      FROM ledger_accounts
      WHERE user_id = ${userId}::uuid AND kind IN ${CREDIT_KINDS} AND ends_at > ${now}::timestamptz AND due_back_micros = 0
    ) beside
    WHERE user_id = ${userId}::uuid AND kind = 'allowance'
      AND ends_at > ${now}::timestamptz
    ORDER BY account.starts_at <= ${now}::timestamptz DESC, account.starts_at DESC LIMIT 1`;
  return rows[0];
}

/** The plan of the cycle that {@link findCycle} finds. */
export async function findCyclePlan(userId: string, now: Date): Promise<string | undefined> {
  const rows = await statement<{ plan: string }>(Prisma.sql`
    SELECT plan FROM ledger_accounts
    WHERE user_id = ${userId}::uuid AND kind = 'allowance' AND ends_at > ${now}::timestamptz
    ORDER BY starts_at <= ${now}::timestamptz DESC, starts_at DESC LIMIT 1`);
  return rows[0]?.plan;
}

/**
 * Makes `period` the one cycle that runs for the person, granted what is due of its plan ({@link grantDue}). Whatever
 * else ran ends now; a cycle that is opened again goes on with what was left of it.
 */
export async function putCycle(grant: CycleGrant, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await ensureSingleAccounts(tx, grant.userId);
    await lockPurse(tx, grant.userId);
    const { accountId, before } = await openCycle(tx, grant, now);
    if (before && before.planGrantMicros >= grant.grantMicros) return;
    const sourceId = `grant:${grant.userId}:${grant.period.startsAt.toISOString()}:${grant.plan}:${grant.grantMicros}`;
    await topUp(tx, { ...grant, accountId, sourceId, dueMicros: grantDue(before, grant, now), now });
  });
}

/** Behind the person's lock: their one cycle from now on, not granted anything yet, and what it was before. */
export async function openCycle(tx: Tx, grant: CycleGrant, now: Date) {
  await endOtherCycles(tx, grant, now);
  const before = await findOpened(tx, grant);
  return { before, accountId: await openAccount(tx, grant) };
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

type OpenedCycle = GrantedCycle & { grantedMicros: bigint };

async function findOpened(tx: Tx, { userId, period }: CycleGrant): Promise<OpenedCycle | undefined> {
  const rows = await tx.$queryRaw<OpenedCycle[]>`
    SELECT plan, plan_grant_micros AS "planGrantMicros", granted_micros AS "grantedMicros" FROM ledger_accounts
    WHERE user_id = ${userId}::uuid AND kind = 'allowance' AND starts_at = ${period.startsAt}::timestamptz`;
  return rows[0];
}

async function openAccount(tx: Tx, { userId, plan, period }: CycleGrant): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO ledger_accounts (id, user_id, kind, plan, starts_at, ends_at)
    VALUES (${newId()}::uuid, ${userId}::uuid, 'allowance', ${plan}, ${period.startsAt}::timestamptz, ${period.endsAt}::timestamptz)
    ON CONFLICT (user_id, starts_at) WHERE kind = 'allowance'
    DO UPDATE SET ends_at = excluded.ends_at, plan = excluded.plan
    RETURNING id::text`;
  const [account] = rows;
  if (!account) throw new Error("An upsert returned no row");
  return account.id;
}

type TopUp = Omit<CycleGrant, "plan" | "period"> & {
  accountId: string;
  /** The same cause grants once. */
  sourceId: string;
  dueMicros: bigint;
  now: Date;
};

/** Notes what the plan grants, also where nothing of it is due: a change in a cycle's last moment rounds down to it. */
export async function topUp(
  tx: Tx,
  { userId, grantMicros, accountId, sourceId, dueMicros, now }: TopUp,
): Promise<void> {
  const transferId = newId();
  await tx.$executeRaw`
    WITH granted AS (
      UPDATE ledger_accounts SET granted_micros = granted_micros + ${dueMicros}::bigint, plan_grant_micros = ${grantMicros}::bigint
      WHERE id = ${accountId}::uuid
    ), moved AS (
      INSERT INTO ledger_transfers (id, user_id, kind, source_id, created_at)
      SELECT ${transferId}::uuid, ${userId}::uuid, 'grant',
        ${sourceId}, ${now}::timestamptz
      WHERE ${dueMicros}::bigint > 0
    )
    INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at)
    SELECT line.id, ${transferId}::uuid, line.account_id, line.micros, ${now}::timestamptz
    FROM (VALUES
      (${newId()}::uuid, (SELECT id FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind = 'issued'), -${dueMicros}::bigint),
      (${newId()}::uuid, ${accountId}::uuid, ${dueMicros}::bigint)
    ) line (id, account_id, micros)
    WHERE ${dueMicros}::bigint > 0`;
}
