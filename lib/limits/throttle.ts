import "server-only";
import { cache } from "@/lib/adapters/cache/cache";
import { returnCached, takeCached } from "@/lib/limits/cached-buckets";
import {
  type Bucket,
  deleteBuckets,
  type Taken,
  returnMilliTokens,
  takeMilliTokens,
  taking,
} from "@/lib/limits/queries";
import { DAY_MS, now, plusMs, wallTime } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

export type { Bucket };
/** Where buckets are kept when there is a cache; without one they are in PostgreSQL, for a statement to take from. */
export const cachedBuckets = cache;
/** `remaining` counts whole tokens. */
export type Admission = { ok: true; remaining: number } | { ok: false; retryAfterS: number };

/** After this long without use any bucket of ours is full again, which is what having no row means. */
const FORGET_MS = DAY_MS;

/**
 * Takes one token from the bucket `key`, which starts full and refills steadily. Exact under any number of parallel
 * callers, on any number of machines, in wall time. `retryAfterS` is in whole seconds, at least 1. Buckets are in Redis
 * where there is one; while that is away those in PostgreSQL count, which nobody took from meanwhile.
 */
export async function takeToken(key: string, bucket: Bucket, clock = now, cached = cache): Promise<Admission> {
  const at = wallTime(clock);
  const tried = (await takeCached(cached, { key, bucket }, at)) ?? (await takeMilliTokens(key, bucket, at));
  return admissionOf(tried, bucket);
}

/** What became of a try, for statements that took the token themselves. */
export function admissionOf({ taken, milliTokens }: Taken, bucket: Bucket): Admission {
  return taken
    ? { ok: true, remaining: Math.floor(milliTokens / 1000) }
    : { ok: false, retryAfterS: retryAfterS(milliTokens, bucket) };
}

/**
 * Taking a token as a table expression, for a statement that also does what it is for: `throttle` has a row if one was
 * there. `milliTokens` is a scalar expression beside it, for {@link retryAfterS}.
 */
export const tokenTaking = taking;

/** Whole seconds, at least 1, until a bucket with so much in it has a token again. */
export function retryAfterS(milliTokens: number, { refillPerMinute }: Bucket): number {
  const missing = Math.max(0, 1000 - milliTokens) / 1000;
  return Math.max(1, Math.ceil((missing / refillPerMinute) * 60));
}

/**
 * The same for callers that have nothing else to do when it is empty.
 * @throws AppError `too_many_requests` with the seconds to wait.
 */
export async function requireToken(key: string, bucket: Bucket, clock = now): Promise<void> {
  const admission = await takeToken(key, bucket, clock);
  if (admission.ok) return;
  throw new AppError("too_many_requests", undefined, { retryAfterS: admission.retryAfterS });
}

/** For limits on failures: what turned out well gives its token back. */
export async function returnToken(key: string, bucket: Bucket, cached = cache): Promise<void> {
  if (!(await returnCached(cached, key, bucket))) await returnMilliTokens(key, bucket);
}

/** Keeps the table as small as the traffic of a day. */
export async function sweepBuckets(clock = now): Promise<void> {
  await deleteBuckets(plusMs(wallTime(clock), -FORGET_MS));
}
