import "server-only";
import { PLANS } from "@/lib/billing/plans";
import { type HeldTeam, holdTeam } from "@/lib/billing/seats/held-team";
import { db, type Tx } from "@/lib/db/client";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { type CycleGrant, ensureSingleAccounts, openCycle, topUp } from "@/lib/usage/queries/cycles";
import {
  findHolders,
  findSeatsKnown,
  giveOfSeat,
  insertSeats,
  leaveSeatGrant,
  lockPurses,
  type SeatCycle,
  takeSeatGrant,
} from "@/lib/usage/queries/seat-grants";
import { seatsLacking } from "@/lib/usage/seat-worth";

/** A cycle that somebody has through a seat of this owner's team. */
export type SeatCycleGrant = CycleGrant & { ownerId: string };

/**
 * Makes `period` the one cycle that runs for a member of a team, granted what their seat still has to give: all of the
 * plan's, less what those who had the seat before in this cycle used of it and hold. What these left is taken from them,
 * so that it is there once.
 *
 * Locks, always in this order: the team, the purses of all whom it concerns, the seats. False, and nothing done, where
 * the person has no seat of it any more, or has it for another month.
 */
export function putSeatCycle(grant: SeatCycleGrant, now: Clock = clockNow): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const team = await holdTeam(tx, grant.ownerId, now);
    if (team === undefined || !isStill(team, grant)) return false;
    const cycle = { ownerId: grant.ownerId, startsAt: team.period.startsAt };
    await ensureSingleAccounts(tx, grant.userId);
    await takeBack(tx, cycle, { team, userId: grant.userId, now: now() });
    await openSeats(tx, cycle, { team, now: now() });
    const { accountId, before } = await openCycle(tx, grant, now());
    const { seatId, leftMicros } = await takeSeatGrant(tx, cycle, { accountId, seats: team.seats });
    const dueMicros = seatDue(leftMicros, grant.grantMicros - (before?.grantedMicros ?? 0n));
    await giveOfSeat(tx, seatId, dueMicros);
    const grantMicros = bigger(grant.grantMicros, before?.planGrantMicros ?? 0n);
    await topUp(tx, { ...grant, grantMicros, accountId, sourceId: `seat:${newId()}`, dueMicros, now: now() });
    return true;
  });
}

/** Counts the seats of somebody's own team as a cycle begins, and those they add in it; again it changes nothing. */
export async function countSeats(ownerId: string, now: Clock = clockNow): Promise<void> {
  await db.$transaction(async (tx) => {
    const team = await holdTeam(tx, ownerId, now);
    if (team) await openSeats(tx, { ownerId, startsAt: team.period.startsAt }, { team, now: now() });
  });
}

function isStill({ plan, period, memberIds }: HeldTeam, grant: SeatCycleGrant): boolean {
  return (
    plan === grant.plan &&
    period.startsAt.getTime() === grant.period.startsAt.getTime() &&
    memberIds.includes(grant.userId)
  );
}

type TakingBack = { team: HeldTeam; userId: string; now: Date };

/** From those who have a seat of it no more. */
async function takeBack(tx: Tx, cycle: SeatCycle, { team, userId, now }: TakingBack): Promise<void> {
  const holders = await findHolders(tx, cycle);
  const leavers = holders.filter((each) => !team.memberIds.includes(each.userId));
  await lockPurses(tx, [userId, ...leavers.map((each) => each.userId)]);
  for (const leaver of leavers) await leaveSeatGrant(tx, leaver, now);
}

type Opening = { team: HeldTeam; now: Date };

async function openSeats(tx: Tx, cycle: SeatCycle, { team, now }: Opening): Promise<void> {
  const known = await findSeatsKnown(tx, cycle, team.plan);
  const { allowanceMicros: grantMicros } = PLANS[team.plan].grants;
  const worths = seatsLacking(known, { ...team, grantMicros }, now);
  if (worths.length > 0) await insertSeats(tx, cycle, { worths, now });
}

/** Whoever had a part of their month already has no more than a month all the same. */
function seatDue(leftMicros: bigint, missingMicros: bigint): bigint {
  return bigger(0n, leftMicros < missingMicros ? leftMicros : missingMicros);
}

function bigger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
