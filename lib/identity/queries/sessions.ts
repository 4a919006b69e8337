import "server-only";
import { type Db, db, Prisma } from "@/lib/db/client";
import { statement } from "@/lib/db/statement";
import type { Role } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

export type SessionRow = {
  expires: Date;
  userId: string;
  email: string;
  name: string | null;
  image: string | null;
  role: Role;
  emailVerified: Date | null;
};

/** A live session and its person: the one query of every signed-in request. */
export async function findSession(tokenHash: string, at: Date): Promise<SessionRow | undefined> {
  const rows = await statement<SessionRow>(Prisma.sql`
    SELECT s.expires_at AS expires, u.id AS "userId", u.email, u.name, u.image, u.role::text AS role,
           u.email_verified_at AS "emailVerified"
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ${tokenHash} AND s.expires_at > ${at}::timestamptz AND u.closed_at IS NULL`);
  return rows[0];
}

/** Whether it is still that person's live session, and they may send: a condition for a statement that does so. */
export function sessionStands({ tokenHash, userId }: { tokenHash: string; userId: string }, at: Date): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ${tokenHash} AND s.user_id = ${userId}::uuid AND s.expires_at > ${at}::timestamptz
      AND u.closed_at IS NULL AND u.email_verified_at IS NOT NULL)`;
}

export async function insertSession(tx: Db, session: { tokenHash: string; userId: string; expires: Date }, at: Date) {
  const { tokenHash, userId, expires } = session;
  await tx.session.create({
    data: { id: newId(), sessionToken: tokenHash, userId, expires, createdAt: at },
    select: { id: true },
  });
}

/** Moves the end of a session forward, never back. */
export async function extendSession(tokenHash: string, expires: Date): Promise<void> {
  await db.session.updateMany({
    where: { sessionToken: tokenHash, expires: { lt: expires } },
    data: { expires },
  });
}

export async function deleteSession(tokenHash: string): Promise<void> {
  await db.session.deleteMany({ where: { sessionToken: tokenHash } });
}

/** Returns how many there were. */
export async function deleteSessionsOf(tx: Db, userId: string): Promise<number> {
  const { count } = await tx.session.deleteMany({ where: { userId } });
  return count;
}

/** Returns how many were over. */
export async function deleteExpiredSessions(at: Date): Promise<number> {
  const { count } = await db.session.deleteMany({ where: { expires: { lte: at } } });
  return count;
}
