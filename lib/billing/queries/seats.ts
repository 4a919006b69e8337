import "server-only";
import { type Db, db, type Tx } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

const WHO = { select: { id: true, email: true, name: true } } as const;

/** The seat somebody has now, with its owner and what they pay for. */
export function findSeatOf(memberId: string) {
  return db.teamSeat.findFirst({
    where: { memberId, leftAt: null },
    include: { owner: { select: { ...WHO.select, subscriptions: { where: { isPrimary: true } } } } },
  });
}

type Place = { id: string; ownerId: string; takenAt: Date };

/** How many of a team have their seat for longer. */
export function countBefore({ id, ownerId, takenAt }: Place): Promise<number> {
  const earlier = [{ takenAt: { lt: takenAt } }, { takenAt, id: { lt: id } }];
  return db.teamSeat.count({ where: { ownerId, leftAt: null, OR: earlier } });
}

export async function hasSeat(tx: Db, memberId: string): Promise<boolean> {
  return (await tx.teamSeat.count({ where: { memberId, leftAt: null } })) > 0;
}

/** A seat that somebody gave, still had or not. */
export function findGiven(tx: Db, ownerId: string, id: string) {
  return tx.teamSeat.findFirst({ where: { id, ownerId }, include: { member: WHO } });
}

/** Those who have a seat, oldest first. */
export function findMembers(tx: Db, ownerId: string) {
  return tx.teamSeat.findMany({
    where: { ownerId, leftAt: null },
    orderBy: [{ takenAt: "asc" }, { id: "asc" }],
    include: { member: WHO },
  });
}

export function findOwned(tx: Db, ownerId: string) {
  return tx.subscription.findFirst({ where: { userId: ownerId, isPrimary: true } });
}

export function findInvitations(tx: Db, ownerId: string) {
  return tx.seatInvitation.findMany({ where: { ownerId }, orderBy: { id: "asc" } });
}

export function findInvitation(tokenHash: string) {
  return db.seatInvitation.findUnique({ where: { tokenHash }, include: { owner: WHO } });
}

/**
 * Holds these people's rows until the transaction ends, so that of several who take the last seat one is first. Returns
 * those who are not leaving.
 */
export async function lockPeople(tx: Tx, userIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string; closedAt: Date | null }[]>`
    SELECT id::text, closed_at AS "closedAt" FROM users WHERE id = ANY(${[...userIds]}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`;
  return rows.filter(({ closedAt }) => closedAt === null).map(({ id }) => id);
}

type Invitation = { ownerId: string; email: string; tokenHash: string; expiresAt: Date };

/** A mailbox is invited once: again, only the newer letter counts. Returns its id. */
export async function putInvitation(tx: Db, invitation: Invitation, createdAt: Date): Promise<string> {
  const { ownerId, email, ...rest } = invitation;
  const { id } = await tx.seatInvitation.upsert({
    where: { ownerId_email: { ownerId, email } },
    create: { id: newId(), createdAt, ...invitation },
    update: { createdAt, ...rest },
  });
  return id;
}

/** Uses an invitation up: of two who bring the same one, one gets it. */
export async function takeInvitation(tx: Db, tokenHash: string, at: Date) {
  const rows = await tx.$queryRaw<{ id: string; ownerId: string; email: string }[]>`
    DELETE FROM seat_invitations WHERE token_hash = ${tokenHash} AND expires_at > ${at}::timestamptz
    RETURNING id::text, owner_id::text AS "ownerId", email`;
  return rows[0];
}

export async function dropInvitation(tx: Db, ownerId: string, id: string): Promise<boolean> {
  return (await tx.seatInvitation.deleteMany({ where: { id, ownerId } })).count > 0;
}

/** Those somebody sent, and those sent to their mailbox. */
export async function dropInvitationsOf(tx: Db, ownerId: string): Promise<void> {
  const owner = await tx.user.findUnique({ where: { id: ownerId }, select: { email: true } });
  await tx.seatInvitation.deleteMany({ where: { OR: [{ ownerId }, { email: owner?.email ?? "" }] } });
}

export async function insertSeat(tx: Db, seat: { ownerId: string; memberId: string; takenAt: Date }): Promise<string> {
  const { id } = await tx.teamSeat.create({ data: { id: newId(), ...seat }, select: { id: true } });
  return id;
}

/** Ends one seat, if it is still somebody's. Returns whose. */
export async function endSeat(tx: Db, id: string, at: Date): Promise<string | undefined> {
  const [seat] = await tx.teamSeat.updateManyAndReturn({
    where: { id, leftAt: null },
    data: { leftAt: at, updatedAt: at },
  });
  return seat?.memberId;
}

/** Ends every seat that somebody gave or has. Returns who had them. */
export async function endSeatsOf(tx: Db, userId: string, at: Date): Promise<string[]> {
  const ended = await tx.teamSeat.updateManyAndReturn({
    where: { leftAt: null, OR: [{ ownerId: userId }, { memberId: userId }] },
    data: { leftAt: at, updatedAt: at },
  });
  return ended.map(({ memberId }) => memberId);
}

/** Who has a seat through somebody: what changes for that one changes for them. */
export async function findMemberIds(tx: Db, ownerId: string): Promise<string[]> {
  const rows = await tx.teamSeat.findMany({ where: { ownerId, leftAt: null }, select: { memberId: true } });
  return rows.map(({ memberId }) => memberId);
}
