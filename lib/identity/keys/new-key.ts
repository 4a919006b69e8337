import "server-only";
import type { Db } from "@/lib/db/client";
import { mintKey, prefixOf } from "@/lib/identity/key-format";
import { MOST_KEYS } from "@/lib/identity/keys/schema";
import { countLiveKeys, holdOpenAccount, insertKey } from "@/lib/identity/queries/own-keys";
import type { KeyScope, Viewer } from "@/lib/identity/schema";
import { requireToken } from "@/lib/limits/throttle";
import { type Clock, now } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

export type NewKey = {
  name: string;
  scopes: KeyScope[];
  requestsPerMinute: number | null;
  budgetMicros: bigint | null;
  expiresAt: Date | null;
  rotatedFromId: string | null;
};

/** Each leaves a row and an entry in the audit log. Revoking is never made to wait. */
const CHANGES = { capacity: 30, refillPerMinute: 2 };
const TOO_MANY = `You have ${MOST_KEYS} keys. Revoke one that is not used any more first.`;

/**
 * May this person change keys at all, and now?
 * @throws AppError `email_not_verified`, `too_many_requests`.
 */
export async function admitKeyChange({ id, emailVerified }: Viewer, clock: Clock = now): Promise<void> {
  if (!emailVerified) throw new AppError("email_not_verified");
  await requireToken(`identity:keys:${id}`, CHANGES, clock);
}

/**
 * Holds the person, so that their keys are changed one after another.
 * @throws AppError `unauthenticated` when the account was closed meanwhile.
 */
export async function holdOwner(tx: Db, { id }: Viewer): Promise<void> {
  if (!(await holdOpenAccount(tx, id))) throw new AppError("unauthenticated");
}

/**
 * Makes a key; only its hash is stored, so what is returned is the one time it is seen. The owner is held.
 * @throws AppError `conflict` when there are as many as there may be.
 */
export async function writeNewKey(
  tx: Db,
  { id: userId }: Viewer,
  { key, at }: { key: NewKey; at: Date },
): Promise<{ id: string; secret: string }> {
  if ((await countLiveKeys(tx, userId, at)) >= MOST_KEYS) throw new AppError("conflict", TOO_MANY);
  const secret = mintKey();
  const id = await insertKey(tx, { ...key, userId, prefix: prefixOf(secret), keyHash: sha256(secret) }, at);
  return { id, secret };
}
