import "server-only";
import { access, type Access } from "@/lib/billing/access";
import { PLANS } from "@/lib/billing/plans";
import { findHeld, findInvitations, findMembers, findOwned } from "@/lib/billing/queries/seats";
import { PaidPlanId } from "@/lib/billing/schema";
import { allowanceCycle } from "@/lib/billing/standing";
import type { Db } from "@/lib/db/client";
import { type Clock, wallTime } from "@/lib/platform/clock";

/** A team as its owner has it at this moment. */
export type Owned = {
  granted: Access;
  seats: number;
  planned: { seats: number; at: Date } | null;
  members: Awaited<ReturnType<typeof findMembers>>;
  invitations: (Awaited<ReturnType<typeof findInvitations>>[number] & { isOver: boolean })[];
  /** By who had them this month, and is not a member any more. */
  held: ReadonlyMap<string, Date>;
};

/** Undefined for who has no plan with seats, as far as we know. */
export async function ownedTeam(tx: Db, ownerId: string, now: Clock): Promise<Owned | undefined> {
  const paid = await findOwned(tx, ownerId);
  if (paid === null) return undefined;
  const at = now();
  const granted = access({ ...paid, plan: PaidPlanId.safeParse(paid.plan).data ?? null }, at);
  if (!PLANS[granted.plan].hasSeats) return undefined;
  const members = await findMembers(tx, ownerId);
  const invitations = await findInvitations(tx, ownerId);
  const { plannedQuantity, plannedAt } = paid;
  const isFewer = plannedQuantity !== null && plannedAt !== null && plannedQuantity < paid.quantity;
  return {
    granted,
    seats: paid.quantity,
    planned: isFewer ? { seats: plannedQuantity, at: plannedAt } : null,
    members,
    invitations: invitations.map((each) => ({ ...each, isOver: each.expiresAt <= wallTime(now) })),
    held: heldBy(await findHeld(tx, ownerId, at), new Set(members.map(({ memberId }) => memberId))),
  };
}

function heldBy(rows: Awaited<ReturnType<typeof findHeld>>, members: ReadonlySet<string>): Map<string, Date> {
  const held = new Map<string, Date>();
  for (const { memberId, heldUntil } of rows) {
    if (heldUntil !== null && !members.has(memberId)) held.set(memberId, heldUntil);
  }
  return held;
}

/** Seats that `who` could have now: who had one this month gets it again. */
export function roomFor({ seats, planned, members, held }: Owned, who?: string): number {
  const heldByOthers = [...held.keys()].filter((each) => each !== who).length;
  return Math.min(seats, planned?.seats ?? seats) - 1 - members.length - heldByOthers;
}

/** The same without those that are promised to somebody. */
export function roomToInvite(team: Owned, email?: string): number {
  return roomFor(team) - team.invitations.filter((each) => !each.isOver && each.email !== email).length;
}

/** Until when nobody else gets a seat that is left now: its allowance was given for this month. */
export function heldUntil({ granted }: Owned, at: Date): Date {
  if (granted.period === undefined) return at;
  const { endsAt } = allowanceCycle(granted, granted.period.startsAt, at);
  return endsAt > at ? endsAt : at;
}
