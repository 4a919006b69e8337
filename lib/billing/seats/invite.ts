import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { PLANS } from "@/lib/billing/plans";
import { dropInvitation, lockPeople, putInvitation } from "@/lib/billing/queries/seats";
import { ownedTeam, roomToInvite } from "@/lib/billing/seats/owned";
import type { Chosen } from "@/lib/billing/seats/schema";
import { db, type Tx } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { requireToken } from "@/lib/limits/throttle";
import { notify } from "@/lib/notifications/outbox";
import { type Clock, DAY_MS, now as clockNow, plusMs, wallTime } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newSecret, sha256 } from "@/lib/platform/ids";

/** Longer than a holiday. */
export const INVITATION_LIFE_MS = 14 * DAY_MS;
/** A team is invited in one go; letters to strangers are not. */
const LETTERS = { capacity: 30, refillPerMinute: 1 };
/** To one mailbox, from whomever. */
const TO_ONE = { capacity: 4, refillPerMinute: 0.1 };

/**
 * Offers a seat to a mailbox, by a letter. Invited again, only the newer letter counts.
 * @throws AppError `invalid_input` for one's own mailbox, `conflict` when no seat is free or the person has one,
 * `too_many_requests`.
 */
export async function inviteToSeat(viewer: Viewer, { email }: { email: string }, now: Clock = clockNow): Promise<void> {
  if (email === viewer.email) {
    throw new AppError("invalid_input", undefined, { fields: { email: ["You have the first seat already."] } });
  }
  await requireToken(`billing:invite:${viewer.id}`, LETTERS, now);
  await requireToken(`billing:invite-to:${sha256(email)}`, TO_ONE, now);
  await db.$transaction(async (tx) => {
    await lockPeople(tx, [viewer.id]);
    const { granted } = await requireRoom(tx, { viewer, email }, now);
    const token = newSecret();
    const at = wallTime(now);
    const expiresAt = plusMs(at, INVITATION_LIFE_MS);
    const id = await putInvitation(tx, { ownerId: viewer.id, email, tokenHash: sha256(token), expiresAt }, at);
    const link = `${env.appUrl}/join?${new URLSearchParams({ token })}`;
    const payload = {
      // Not the name: that is whatever somebody typed, in a letter to a stranger.
      owner: viewer.email,
      plan: PLANS[granted.plan].name,
      expiresAt: expiresAt.toISOString(),
      link,
    };
    const letter = { template: "seat-invitation", recipient: email, payload } as const;
    await notify(tx, { userId: viewer.id, ...letter, dedupeKey: `seat-invitation:${sha256(token)}` }, now);
    await recordAudit(tx, { actorId: viewer.id, action: "seat.offered", subject: id }, now);
  });
}

async function requireRoom(tx: Tx, { viewer, email }: { viewer: Viewer; email: string }, now: Clock) {
  const team = await ownedTeam(tx, viewer.id, now);
  if (team === undefined) throw new AppError("conflict", "You have no plan with seats at the moment.");
  if (team.members.some(({ member }) => member.email === email)) {
    throw new AppError("conflict", "They are in your team already.");
  }
  if (roomToInvite(team, email) < 1) {
    throw new AppError("conflict", "No seat is free. Add one first, or take an invitation back.");
  }
  return team;
}

/** Takes an invitation back: its letter leads nowhere from then on. Again it changes nothing. */
export async function takeBackInvitation(viewer: Viewer, { id }: Chosen, now: Clock = clockNow): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!(await dropInvitation(tx, viewer.id, id))) return;
    await recordAudit(tx, { actorId: viewer.id, action: "seat.offer-taken-back", subject: id }, now);
  });
}
