import "server-only";
import { recordAudit } from "@/lib/audit/record";
import {
  findInvitation,
  findSeatOf,
  hasSeat,
  insertSeat,
  lockPeople,
  takeInvitation,
} from "@/lib/billing/queries/seats";
import { standingChanged } from "@/lib/billing/seats/news";
import { ownedTeam, roomIn } from "@/lib/billing/seats/owned";
import type { InvitationFound } from "@/lib/billing/seats/schema";
import { nameOf } from "@/lib/billing/seats/through-team";
import { db, type Tx } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow, wallTime } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

/** What a mailed link is to whoever opened it. Opening it changes nothing: mail scanners open links. */
export async function readInvitation(viewer: Viewer, token: string, now: Clock = clockNow): Promise<InvitationFound> {
  const [found, seat] = await Promise.all([findInvitation(sha256(token)), findSeatOf(viewer.id)]);
  // The link was used, by this very person mostly.
  if (found === null && seat !== null) return { kind: "member" };
  if (found === null || found.expiresAt <= wallTime(now)) return { kind: "over" };
  return { kind: isFor(found, viewer) ? "open" : "wrong", owner: nameOf(found.owner) };
}

/**
 * Takes the seat that was offered. Only who has proven to have the very mailbox may: whoever else got hold of the letter
 * gets nothing. Of many who take the last seat at once one gets it; refused, the invitation stays good.
 * @throws AppError `invalid_input` when the link is not good (any more), `forbidden` for another mailbox, `conflict` when
 * no seat is free or the person has one.
 */
export async function takeSeat(viewer: Viewer, token: string, now: Clock = clockNow): Promise<void> {
  await db.$transaction(async (tx) => {
    const invitation = await takeInvitation(tx, sha256(token), wallTime(now));
    if (invitation === undefined) {
      throw new AppError("invalid_input", "This invitation is over or was taken back. Ask for a new one.");
    }
    if (!isFor(invitation, viewer)) {
      throw new AppError("forbidden", "This invitation is for another mailbox. Sign in with the one it was sent to.");
    }
    const { ownerId } = invitation;
    const here = await lockPeople(tx, [ownerId, viewer.id]);
    if (here.length < 2) throw noTeam();
    await requireSeat(tx, { ownerId, viewer }, now);
    const seatId = await insertSeat(tx, { ownerId, memberId: viewer.id, takenAt: now() });
    await recordAudit(tx, { actorId: viewer.id, action: "seat.taken", subject: ownerId, detail: { seatId } }, now);
    await standingChanged(tx, viewer.id);
  });
}

function isFor({ email }: { email: string }, viewer: Viewer): boolean {
  return viewer.emailVerified && viewer.email === email;
}

function noTeam(): AppError {
  return new AppError("conflict", "This team has no seats at the moment. Ask whoever invited you.");
}

async function requireSeat(tx: Tx, { ownerId, viewer }: { ownerId: string; viewer: Viewer }, now: Clock) {
  if (await hasSeat(tx, viewer.id))
    throw new AppError("conflict", "You are in a team already. Leave it first, on your billing page.");
  const team = await ownedTeam(tx, ownerId, now);
  if (team === undefined) throw noTeam();
  if (roomIn(team) < 1) {
    throw new AppError("conflict", "No seat of this team is free any more. Ask whoever invited you to add one.");
  }
}
