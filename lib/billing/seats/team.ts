import "server-only";
import { PLANS } from "@/lib/billing/plans";
import { findSeatOf } from "@/lib/billing/queries/seats";
import { findSubscriptions } from "@/lib/billing/queries/standing";
import { isLive } from "@/lib/billing/ranking";
import { PaidPlanId } from "@/lib/billing/schema";
import { type Owned, ownedTeam, roomToInvite } from "@/lib/billing/seats/owned";
import type { MembershipView, TeamView } from "@/lib/billing/seats/schema";
import { nameOf } from "@/lib/billing/seats/through-team";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";

/** The team of somebody who pays for one; null for who has no plan with seats. From our projection alone. */
export async function teamOf(viewer: Viewer, now: Clock = clockNow): Promise<TeamView | null> {
  const team = await ownedTeam(db, viewer.id, now);
  if (team === undefined) return null;
  const { seats, planned, members, invitations } = team;
  return {
    seats,
    planned,
    free: Math.max(0, roomToInvite(team)),
    hurdle: hurdleOf(team),
    members: members.map(({ id, takenAt, member: { email, name } }, place) => ({
      id,
      email,
      name,
      takenAt,
      hasSeat: place + 2 <= seats,
    })),
    invitations: invitations.map(({ id, email, expiresAt, isOver }) => ({ id, email, expiresAt, isOver })),
  };
}

function hurdleOf({ granted: { state } }: Owned): string | null {
  if (state === "trialing") return "Seats can be added once the trial is over and the first payment is made.";
  if (state === "given") return "Enterprise was given to you as it is. Seats can be added once it is paid for.";
  return state === "grace" ? "A payment is missing. Seats can be added once it is made." : null;
}

/** The team somebody belongs to, if any. */
export async function membershipOf(viewer: Viewer): Promise<MembershipView | null> {
  const seat = await findSeatOf(viewer.id);
  if (seat === null) return null;
  const own = (await findSubscriptions(viewer.id)).find((each) => isLive(each) && each.cancelAt === null);
  const plan = PaidPlanId.safeParse(own?.plan).data;
  return { id: seat.id, owner: nameOf(seat.owner), paysToo: plan === undefined ? null : PLANS[plan].name };
}
