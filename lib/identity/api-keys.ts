import "server-only";
import type { Guess } from "@/lib/db/guess";
import { findPresentedKey, keyStands, type PresentedKeyRow, writeUse } from "@/lib/identity/queries/api-keys";
import { isKeyShaped } from "@/lib/identity/key-format";
import { isKeyScope, type KeyScope } from "@/lib/identity/schema";
import { MINUTE_MS, now, plusMs } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/ids";
import { log } from "@/lib/platform/log";
import { Recent } from "@/lib/platform/recent";

/** Who calls with a key, and what that key may do. */
export type KeyCaller = {
  userId: string;
  emailVerified: boolean;
  key: {
    id: string;
    name: string;
    scopes: KeyScope[];
    /** Undefined is without a limit of its own; the plan's holds anyway. */
    requestsPerMinute: number | undefined;
    /** The most it may spend in each billing cycle. */
    budgetMicros: bigint | undefined;
  };
};

/** `closed` is of whoever has closed their account. */
type Refusal = "malformed" | "unknown" | "revoked" | "expired" | "closed";

/** A key that opens nothing. Never told to anybody as it is: the gateway says it in the words of its own protocol. */
export class KeyRefused extends Error {
  override readonly name = "KeyRefused";
  readonly reason: Refusal;

  constructor(reason: Refusal) {
    super(`the key is ${reason}`);
    this.reason = reason;
  }
}

/** When a key was last used is known to the minute; more often it is not written. */
const USE_NOTED_MS = MINUTE_MS;
/** The keys whose use this process writes down at the moment. */
const noting = new Set<string>();

/**
 * The person a key belongs to, in one statement; what is not shaped like a key never reaches the database.
 * @throws KeyRefused
 */
export async function keyCaller(secret: string, clock = now): Promise<KeyCaller> {
  if (!isKeyShaped(secret)) throw new KeyRefused("malformed");
  const keyHash = sha256(secret);
  const row = await findPresentedKey(keyHash);
  if (row === undefined) throw new KeyRefused("unknown");
  const at = clock();
  const refusal = refusalOf(row, at);
  if (refusal !== undefined) throw new KeyRefused(refusal);
  known.put(keyHash, row);
  noteUse(row, { keyHash, at });
  return callerOf(row);
}

/** A few megabytes. */
const MOST_KNOWN = 10_000;
// Pages and routes are bundled apart: what one looked up, the other guesses.
const kept = globalThis as { parleyKnownKeys?: Recent<PresentedKeyRow> };
const known = (kept.parleyKnownKeys ??= new Recent(MOST_KNOWN));

/**
 * Whose key that is likely to be. Nothing where looking it up does more than to say so (its use is to be noted), and for
 * who may not do anything yet.
 */
export function likelyCaller(secret: string, clock = now): Guess<KeyCaller> | undefined {
  const row = known.get(sha256(secret));
  const at = clock();
  if (row === undefined || !row.isProven || !isNoted(row, at)) return undefined;
  return { guess: callerOf(row), stands: keyStands(row, at) };
}

function refusalOf({ isClosed, revokedAt, expiresAt }: PresentedKeyRow, at: Date): Refusal | undefined {
  if (isClosed) return "closed";
  // Whatever time the world is moved to: a key that was revoked once never opens anything again.
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= at ? "expired" : undefined;
}

/** Beside the answer: nobody waits for it, and a request is not lost because it could not be noted. */
function noteUse(row: PresentedKeyRow, { keyHash, at }: { keyHash: string; at: Date }): void {
  const { id } = row;
  if (isNoted(row, at) || noting.has(id)) return;
  noting.add(id);
  writeUse(id, { at, since: plusMs(at, -USE_NOTED_MS) })
    .then(() => known.put(keyHash, { ...row, lastUsedAt: at }))
    .catch((error: unknown) => log.warn("key.use_not_noted", { keyId: id, error }))
    .finally(() => noting.delete(id));
}

function isNoted({ lastUsedAt }: PresentedKeyRow, at: Date): boolean {
  return lastUsedAt !== null && lastUsedAt > plusMs(at, -USE_NOTED_MS) && lastUsedAt <= at;
}

function callerOf({ id, userId, name, scopes, isProven, ...limits }: PresentedKeyRow): KeyCaller {
  return {
    userId,
    emailVerified: isProven,
    key: {
      id,
      name,
      scopes: scopes.filter(isKeyScope),
      requestsPerMinute: limits.requestsPerMinute ?? undefined,
      budgetMicros: limits.budgetMicros ?? undefined,
    },
  };
}
