import "server-only";
import { access, type Access } from "@/lib/billing/access";
import { PLANS } from "@/lib/billing/plans";
import { findInvitations, findMembers, findOwned } from "@/lib/billing/queries/seats";
import { PaidPlanId, type Period } from "@/lib/billing/schema";
import type { Db } from "@/lib/db/client";
import { type Clock, wallTime } from "@/lib/platform/clock";

/** A team as its owner has it at this moment. */
export type Owned = {
  granted: Access;
  /** What is paid for. */
  period: Period;
  seats: number;
  planned: { seats: number; at: Date } | null;
  members: Awaited<ReturnType<typeof findMembers>>;
  invitations: (Awaited<ReturnType<typeof findInvitations>>[number] & { isOver: boolean })[];
};

/** Undefined for who has no plan with seats, as far as we know. */
export async function ownedTeam(tx: Db, ownerId: string, now: Clock): Promise<Owned | undefined> {
  const paid = await findOwned(tx, ownerId);
  if (paid === null) return undefined;
  const granted = access({ ...paid, plan: PaidPlanId.safeParse(paid.plan).data ?? null }, now());
  const { plan, period } = granted;
  if (!PLANS[plan].hasSeats || period === undefined) return undefined;
  const members = await findMembers(tx, ownerId);
  const invitations = await findInvitations(tx, ownerId);
  const { plannedQuantity, plannedAt } = paid;
  const isFewer = plannedQuantity !== null && plannedAt !== null && plannedQuantity < paid.quantity;
  return {
    granted,
    period,
    seats: paid.quantity,
    planned: isFewer ? { seats: plannedQuantity, at: plannedAt } : null,
    members,
    invitations: invitations.map((each) => ({ ...each, isOver: each.expiresAt <= wallTime(now) })),
  };
}

/** Seats that nobody has. */
export function roomIn({ seats, planned, members }: Owned): number {
  return Math.min(seats, planned?.seats ?? seats) - 1 - members.length;
}

/** The same without those that are promised to somebody. */
export function roomToInvite(team: Owned, email?: string): number {
  return roomIn(team) - team.invitations.filter((each) => !each.isOver && each.email !== email).length;
}
