import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { type Db, db } from "@/lib/db/client";
import { admitKeyChange, holdOwner, writeNewKey } from "@/lib/identity/keys/new-key";
import type { Overlap, RotateKey } from "@/lib/identity/keys/schema";
import { findOwnKey, type OwnKeyRow, writeEnd, writeRevoked } from "@/lib/identity/queries/own-keys";
import { isKeyScope, type Viewer } from "@/lib/identity/schema";
import { DAY_MS, now, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

const OVERLAP_MS: Record<Overlap, number> = { none: 0, day: DAY_MS, week: 7 * DAY_MS };
const OVER = "This key opens nothing any more. Make a new one instead.";
const REPLACED = "This key has been replaced already.";

/**
 * A new key in the place of an old one, with its name, scopes, limits and length of life. The old one ends at once or
 * after the overlap, and never later than it would have anyway. Of two at once, one makes a key.
 * @returns the new key, which is the one time that it can be seen.
 * @throws AppError `not_found` for a key that is not theirs, `conflict` when it is over, was replaced already, or there
 *   is no room for both; `email_not_verified`, `too_many_requests`.
 */
export async function rotateKey(
  viewer: Viewer,
  { id, overlap }: RotateKey,
  clock = now,
): Promise<{ id: string; secret: string }> {
  await admitKeyChange(viewer, clock);
  const at = clock();
  return db.$transaction(async (tx) => {
    await holdOwner(tx, viewer);
    const old = await requireRotatable(tx, { viewer, id }, at);
    // The old one first: where it ends at once, the new one has its room.
    await endOld(tx, { userId: viewer.id, id, overlap }, at);
    const made = await writeNewKey(tx, viewer, { key: successorOf(old, at), at });
    const detail = { to: made.id, overlap };
    await recordAudit(tx, { actorId: viewer.id, action: "key.rotated", subject: id, detail }, clock);
    return made;
  });
}

async function requireRotatable(tx: Db, { viewer, id }: { viewer: Viewer; id: string }, at: Date): Promise<OwnKeyRow> {
  const old = await findOwnKey(tx, viewer.id, id);
  if (old === null) throw new AppError("not_found");
  if (old.rotatedTo !== null) throw new AppError("conflict", REPLACED);
  const isOver = old.revokedAt !== null || (old.expiresAt !== null && old.expiresAt <= at);
  if (isOver) throw new AppError("conflict", OVER);
  return old;
}

async function endOld(tx: Db, { userId, id, overlap }: { userId: string; id: string; overlap: Overlap }, at: Date) {
  if (overlap === "none") await writeRevoked(tx, { userId, id }, at);
  else await writeEnd(tx, { userId, id, expiresAt: plusMs(at, OVERLAP_MS[overlap]) }, at);
}

function successorOf(old: OwnKeyRow, at: Date) {
  const { name, scopes, requestsPerMinute, budgetMicros, createdAt, expiresAt } = old;
  const livesMs = expiresAt === null ? undefined : expiresAt.getTime() - createdAt.getTime();
  return {
    name,
    scopes: scopes.filter(isKeyScope),
    requestsPerMinute,
    budgetMicros,
    expiresAt: livesMs === undefined ? null : plusMs(at, livesMs),
    rotatedFromId: old.id,
  };
}
