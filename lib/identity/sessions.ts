import "server-only";
import { type Db, db } from "@/lib/db/client";
import { recordAudit } from "@/lib/audit/record";
import {
  deleteExpiredSessions,
  deleteSession,
  deleteSessionsOf,
  extendSession,
  findSession,
  insertSession,
  type SessionRow,
} from "@/lib/identity/queries/sessions";
import type { Viewer } from "@/lib/identity/schema";
import { SESSION_MS, SESSION_RENEWAL_MS } from "@/lib/identity/session-cookie";
import { now, plusMs, wallTime } from "@/lib/platform/clock";
import { newSecret, sha256 } from "@/lib/platform/ids";

/** A new session's cookie value; only its sha256 is kept. */
export async function openSession(userId: string, tx: Db = db, clock = now): Promise<{ token: string; expires: Date }> {
  const at = wallTime(clock);
  const token = newSecret();
  const expires = plusMs(at, SESSION_MS);
  await insertSession(tx, { tokenHash: sha256(token), userId, expires }, at);
  return { token, expires };
}

/** The live session a cookie belongs to; extends it when a day of it has passed. */
export async function resumeSession(token: string, clock = now): Promise<SessionRow | undefined> {
  const at = wallTime(clock);
  const tokenHash = sha256(token);
  const session = await findSession(tokenHash, at);
  if (session === undefined) return undefined;
  const full = plusMs(at, SESSION_MS);
  if (full.getTime() - session.expires.getTime() < SESSION_RENEWAL_MS) return session;
  await extendSession(tokenHash, full);
  return { ...session, expires: full };
}

export async function closeSession(token: string): Promise<void> {
  await deleteSession(sha256(token));
}

/** Signs a person out of every browser at once. */
export async function closeEverySession(viewer: Viewer, clock = now): Promise<void> {
  await db.$transaction(async (tx) => {
    const sessionCount = await deleteSessionsOf(tx, viewer.id);
    await recordAudit(tx, { actorId: viewer.id, action: "sessions.ended", detail: { sessionCount } }, clock);
  });
}

/** Sessions that are over refuse by themselves; this only keeps the table small. */
export async function sweepSessions(clock = now): Promise<void> {
  await deleteExpiredSessions(wallTime(clock));
}
