import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { admitKeyChange, holdOwner, writeNewKey } from "@/lib/identity/keys/new-key";
import type { ChosenKey, CreateKey, KeyView, RenameKey } from "@/lib/identity/keys/schema";
import { findOwnKey, findOwnKeys, type OwnKeyRow, writeKeyName, writeRevoked } from "@/lib/identity/queries/own-keys";
import { isKeyScope, type Viewer } from "@/lib/identity/schema";
import { DAY_MS, now, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** Of what opens nothing any more, so many are shown: enough to see what was done last. */
const SHOWN_ENDED = 20;

/** One's own keys: first all that are live, then the last that are over; each newest first. */
export async function listKeys(viewer: Viewer, clock = now): Promise<KeyView[]> {
  const at = clock();
  const rows = await findOwnKeys(viewer.id, SHOWN_ENDED, at);
  return rows.map((row) => viewOf(row, at));
}

/**
 * Makes a key and returns it, which is the one time that it can be seen.
 * @throws AppError `email_not_verified`, `conflict` when there are as many as there may be, `too_many_requests`.
 */
export async function createKey(
  viewer: Viewer,
  { name, scopes, days, ...limits }: CreateKey,
  clock = now,
): Promise<{ id: string; secret: string }> {
  await admitKeyChange(viewer, clock);
  const at = clock();
  const expiresAt = days === undefined ? null : plusMs(at, days * DAY_MS);
  return db.$transaction(async (tx) => {
    await holdOwner(tx, viewer);
    const requestsPerMinute = limits.requestsPerMinute ?? null;
    const budgetMicros = limits.budgetMicros ?? null;
    const key = { name, scopes, requestsPerMinute, budgetMicros, expiresAt, rotatedFromId: null };
    const made = await writeNewKey(tx, viewer, { key, at });
    const detail = { scopes: scopes.join(" "), days: days ?? null, hasBudget: budgetMicros !== null };
    await recordAudit(tx, { actorId: viewer.id, action: "key.created", subject: made.id, detail }, clock);
    return made;
  });
}

/**
 * The same name again changes nothing and is not on record.
 * @throws AppError `not_found` for a key that is not theirs, `email_not_verified`, `too_many_requests`.
 */
export async function renameKey(viewer: Viewer, { id, name }: RenameKey, clock = now): Promise<void> {
  await admitKeyChange(viewer, clock);
  await db.$transaction(async (tx) => {
    if ((await findOwnKey(tx, viewer.id, id)) === null) throw new AppError("not_found");
    if (!(await writeKeyName(tx, { userId: viewer.id, id, name }, clock()))) return;
    await recordAudit(tx, { actorId: viewer.id, action: "key.renamed", subject: id }, clock);
  });
}

/**
 * From the next request on the key opens nothing, for good. Once more is no change.
 * @throws AppError `not_found` for a key that is not theirs.
 */
export async function revokeKey(viewer: Viewer, { id }: ChosenKey, clock = now): Promise<void> {
  await db.$transaction(async (tx) => {
    if (await writeRevoked(tx, { userId: viewer.id, id }, clock())) {
      await recordAudit(tx, { actorId: viewer.id, action: "key.revoked", subject: id }, clock);
      return;
    }
    if ((await findOwnKey(tx, viewer.id, id)) === null) throw new AppError("not_found");
  });
}

function viewOf({ scopes, revokedAt, rotatedTo, ...row }: OwnKeyRow, at: Date): KeyView {
  return {
    ...row,
    scopes: scopes.filter(isKeyScope),
    state: stateOf({ revokedAt, expiresAt: row.expiresAt }, at),
    isReplaced: rotatedTo !== null,
  };
}

/** The same rule that `keyCaller` refuses by. */
function stateOf({ revokedAt, expiresAt }: Pick<OwnKeyRow, "revokedAt" | "expiresAt">, at: Date): KeyView["state"] {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= at ? "expired" : "live";
}
