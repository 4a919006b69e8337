import "server-only";
import type { Guess } from "@/lib/db/guess";
import { sessionStands } from "@/lib/identity/queries/sessions";
import type { Viewer } from "@/lib/identity/schema";
import { SESSION_MS, SESSION_RENEWAL_MS, sessionTokenIn } from "@/lib/identity/session-cookie";
import { now, wallTime } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/ids";
import { Recent } from "@/lib/platform/recent";

type Known = { viewer: Viewer; expires: Date };

/** A few megabytes. */
const MOST_KNOWN = 10_000;
// Pages and routes are bundled apart: what a page looked up, the chat's route guesses.
const kept = globalThis as { parleyKnownSessions?: Recent<Known> };
const known = (kept.parleyKnownSessions ??= new Recent(MOST_KNOWN));

/** For whoever has just looked a session up. */
export function rememberSession(token: string, session: Known): void {
  known.put(sha256(token), session);
}

/**
 * Who is likely asking, of a `cookie` header. Nothing where looking it up does more than to say who it is (a session that
 * is to be extended), and for who may not do anything yet.
 */
export function likelyViewerIn(header: string | null, clock = now): Guess<Viewer> | undefined {
  const token = sessionTokenIn(header ?? "");
  const tokenHash = token === undefined ? "" : sha256(token);
  const session = known.get(tokenHash);
  if (session === undefined) return undefined;
  const at = wallTime(clock);
  const isToBeExtended = at.getTime() + SESSION_MS - session.expires.getTime() >= SESSION_RENEWAL_MS;
  if (isToBeExtended || !session.viewer.emailVerified) return undefined;
  return { guess: session.viewer, stands: sessionStands({ tokenHash, userId: session.viewer.id }, at) };
}
