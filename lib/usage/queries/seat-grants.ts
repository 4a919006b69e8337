import "server-only";
import type { PlanId } from "@/lib/billing/schema";
import type { Tx } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import type { SeatsKnown, SeatWorth } from "@/lib/usage/seat-worth";

/** The seats of one team in one cycle. All of this is done behind the lock on the team. */
export type SeatCycle = { ownerId: string; startsAt: Date };

export type SeatHolder = { userId: string; accountId: string; seatId: string };

/** Whose allowances stand for the seats of this cycle. */
export function findHolders(tx: Tx, { ownerId, startsAt }: SeatCycle): Promise<SeatHolder[]> {
  return tx.$queryRaw`
    SELECT account.user_id::text AS "userId", account.id::text AS "accountId", seat.id::text AS "seatId"
    FROM seat_grants seat JOIN ledger_accounts account ON account.seat_grant_id = seat.id
    WHERE seat.owner_id = ${ownerId}::uuid AND seat.starts_at = ${startsAt}::timestamptz
    ORDER BY account.user_id`;
}

/** Takes the turns of several people, always in the same order. */
export async function lockPurses(tx: Tx, userIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT id::text FROM ledger_accounts WHERE user_id = ANY(${[...userIds]}::uuid[]) AND kind = 'held'
    ORDER BY user_id FOR UPDATE`;
}

/**
 * Takes back from somebody what is left of their seat, so that the next one can have it. What they hold stays theirs:
 * what comes back of it is no part of the seat any more. Nothing where they do not have it any more.
 */
export async function leaveSeatGrant(tx: Tx, { userId, accountId, seatId }: SeatHolder, now: Date): Promise<void> {
  const transferId = newId();
  await tx.$executeRaw`
    WITH freed AS (
      UPDATE ledger_accounts SET seat_grant_id = NULL, granted_micros = granted_micros - balance_micros,
        ends_at = LEAST(ends_at, GREATEST(${now}::timestamptz, starts_at + interval '1 millisecond')), updated_at = ${now}::timestamptz
      WHERE id = ${accountId}::uuid AND seat_grant_id = ${seatId}::uuid
      RETURNING id, balance_micros
    ), seat AS (
      UPDATE seat_grants SET given_micros = GREATEST(0, given_micros - balance_micros) FROM freed
      WHERE seat_grants.id = ${seatId}::uuid
    ), moved AS (
      INSERT INTO ledger_transfers (id, user_id, kind, source_id, created_at)
      SELECT ${transferId}::uuid, ${userId}::uuid, 'revoke', ${`seat:${transferId}`}, ${now}::timestamptz
      FROM freed WHERE balance_micros > 0
    )
    INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at)
    SELECT line.id, ${transferId}::uuid, line.account_id, line.micros, ${now}::timestamptz
    FROM freed CROSS JOIN LATERAL (VALUES
      (${newId()}::uuid, freed.id, -balance_micros),
      (${newId()}::uuid, (SELECT id FROM ledger_accounts WHERE user_id = ${userId}::uuid AND kind = 'issued'), balance_micros)
    ) line (id, account_id, micros)
    WHERE balance_micros > 0`;
}

export async function findSeatsKnown(tx: Tx, { ownerId, startsAt }: SeatCycle, plan: PlanId): Promise<SeatsKnown> {
  const [known] = await tx.$queryRaw<(Omit<SeatsKnown, "before"> & { before: number | null })[]>`
    WITH seats AS (SELECT starts_at, place FROM seat_grants WHERE owner_id = ${ownerId}::uuid),
    last AS (SELECT max(starts_at) AS starts_at FROM seats WHERE starts_at < ${startsAt}::timestamptz)
    SELECT COALESCE((SELECT max(place) FROM seats WHERE starts_at = ${startsAt}::timestamptz), 0)::int AS here,
      (SELECT max(place) FROM seats JOIN last USING (starts_at))::int AS before,
      EXISTS (
        SELECT FROM ledger_accounts WHERE user_id = ${ownerId}::uuid AND kind = 'allowance' AND starts_at = ${startsAt}::timestamptz
          AND (plan <> ${plan} OR granted_micros < plan_grant_micros)
      ) AS "isJoinedWithin"`;
  if (!known) throw new Error("A statement without a table returned no row");
  return { ...known, before: known.before ?? undefined };
}

export async function insertSeats(
  tx: Tx,
  { ownerId, startsAt }: SeatCycle,
  { worths, now }: { worths: readonly SeatWorth[]; now: Date },
): Promise<void> {
  await tx.seatGrant.createMany({
    data: worths.map((worth) => ({ id: newId(), ownerId, startsAt, ...worth, createdAt: now })),
  });
}

export type SeatTaken = { seatId: string; leftMicros: bigint };

/** The seat that somebody's allowance stands for already, or else the one that nobody has with the most left of it. */
export async function takeSeatGrant(
  tx: Tx,
  { ownerId, startsAt }: SeatCycle,
  { accountId, seats }: { accountId: string; seats: number },
): Promise<SeatTaken> {
  const [taken] = await tx.$queryRaw<SeatTaken[]>`
    WITH seat AS (
      SELECT seat.id, grant_micros - given_micros AS left_micros
      FROM seat_grants seat LEFT JOIN ledger_accounts account ON account.seat_grant_id = seat.id
      WHERE seat.owner_id = ${ownerId}::uuid AND seat.starts_at = ${startsAt}::timestamptz
        AND (account.id = ${accountId}::uuid OR (account.id IS NULL AND place BETWEEN 2 AND ${seats}::int))
      ORDER BY account.id IS NULL, left_micros DESC, place LIMIT 1
    ), linked AS (
      UPDATE ledger_accounts SET seat_grant_id = seat.id FROM seat WHERE ledger_accounts.id = ${accountId}::uuid
    )
    SELECT id::text AS "seatId", left_micros AS "leftMicros" FROM seat`;
  if (!taken) throw new Error("Somebody has a seat, and none is free");
  return taken;
}

export async function giveOfSeat(tx: Tx, seatId: string, micros: bigint): Promise<void> {
  await tx.$executeRaw`
    UPDATE seat_grants SET given_micros = given_micros + ${micros}::bigint WHERE id = ${seatId}::uuid`;
}
