import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { dropInvitationsOf, endSeat, endSeatsOf, findGiven, findSeatOf, lockPeople } from "@/lib/billing/queries/seats";
import { standingChanged } from "@/lib/billing/seats/news";
import type { Chosen } from "@/lib/billing/seats/schema";
import { db, type Tx } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { notify } from "@/lib/notifications/outbox";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/**
 * Takes somebody's seat from them, at once; they are told. Again it changes nothing.
 * @throws AppError `not_found` for a seat that is not the owner's own to give.
 */
export async function removeMember(viewer: Viewer, { id }: Chosen, now: Clock = clockNow): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockPeople(tx, [viewer.id]);
    const seat = await findGiven(tx, viewer.id, id);
    if (seat === null) throw new AppError("not_found");
    if (!(await end(tx, id, now))) return;
    const { member } = seat;
    await recordAudit(tx, { actorId: viewer.id, action: "seat.taken-away", subject: member.id }, now);
    const payload = { owner: viewer.email, billingUrl: `${env.appUrl}/billing` };
    const letter = { template: "seat-removed", recipient: member.email, payload } as const;
    await notify(tx, { userId: member.id, ...letter, dedupeKey: `seat-removed:${id}` }, now);
  });
}

/** Leaves the team one belongs to; of none, nothing happens. */
export async function leaveTeam(viewer: Viewer, now: Clock = clockNow): Promise<void> {
  const seat = await findSeatOf(viewer.id);
  if (seat === null) return;
  await db.$transaction(async (tx) => {
    await lockPeople(tx, [seat.ownerId]);
    if (!(await end(tx, seat.id, now))) return;
    await recordAudit(tx, { actorId: viewer.id, action: "seat.left", subject: seat.ownerId }, now);
  });
}

async function end(tx: Tx, id: string, now: Clock): Promise<boolean> {
  const memberId = await endSeat(tx, id, now());
  if (memberId === undefined) return false;
  await standingChanged(tx, memberId);
  return true;
}

/**
 * Ends what somebody who leaves has to do with teams: their own, the one they belong to, and what was sent from and to
 * their mailbox. Again it changes nothing.
 */
export async function endTeams(userId: string, now: Clock): Promise<void> {
  await db.$transaction(async (tx) => {
    await dropInvitationsOf(tx, userId);
    await lockPeople(tx, [userId]);
    for (const memberId of await endSeatsOf(tx, userId, now())) await standingChanged(tx, memberId);
  });
}
