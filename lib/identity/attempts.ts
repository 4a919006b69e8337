import "server-only";
import { type Bucket, requireToken, returnToken } from "@/lib/limits/throttle";
import { now } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/ids";

/** Where a request comes from, as far as throttling needs to know: see `clientAddress`. */
export type Caller = { address: string };

type Attempt = { kind: keyof typeof BUCKETS; email?: string; caller: Caller };

/**
 * What one account and one address may try. The account's bucket stops many machines guessing one password, the
 * address's one machine guessing many. They are the same for addresses without an account, so being refused tells
 * nothing.
 */
const BUCKETS = {
  "sign-in": { account: { capacity: 10, refillPerMinute: 1 }, address: { capacity: 60, refillPerMinute: 10 } },
  "sign-up": { account: { capacity: 5, refillPerMinute: 0.2 }, address: { capacity: 30, refillPerMinute: 3 } },
  /** Anything that makes us write to somebody. */
  mail: { account: { capacity: 5, refillPerMinute: 0.2 }, address: { capacity: 30, refillPerMinute: 3 } },
  /** Judging and hashing a password takes us up to some tenths of a second. */
  "new-password": { account: { capacity: 30, refillPerMinute: 10 }, address: { capacity: 30, refillPerMinute: 10 } },
  /** Each change leaves an entry in the audit log. */
  profile: { account: { capacity: 10, refillPerMinute: 1 }, address: { capacity: 60, refillPerMinute: 10 } },
} as const satisfies Record<string, { account: Bucket; address: Bucket }>;

/** @throws AppError `too_many_requests` with the seconds to wait. */
export async function admitAttempt(attempt: Attempt, clock = now): Promise<void> {
  for (const { key, bucket } of bucketsOf(attempt)) await requireToken(key, bucket, clock);
}

/** For what only counts when it fails: a person who knows the password is never locked out by signing in often. */
export async function forgetAttempt(attempt: Attempt): Promise<void> {
  for (const { key, bucket } of bucketsOf(attempt)) await returnToken(key, bucket);
}

/** Hashed, so that the table of buckets is no list of people. */
function bucketsOf({ kind, email, caller }: Attempt): { key: string; bucket: Bucket }[] {
  const { account, address } = BUCKETS[kind];
  const byAddress = { key: `${kind}:address:${sha256(caller.address)}`, bucket: address };
  return email === undefined ? [byAddress] : [byAddress, { key: `${kind}:account:${sha256(email)}`, bucket: account }];
}
