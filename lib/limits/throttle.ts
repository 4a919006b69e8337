import "server-only";
import { type Bucket, deleteBuckets, returnMilliTokens, takeMilliTokens } from "@/lib/limits/queries";
import { DAY_MS, now, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

export type { Bucket };
export type Admission = { ok: true } | { ok: false; retryAfterS: number };

/** After this long without use any bucket of ours is full again, which is what having no row means. */
const FORGET_MS = DAY_MS;

/**
 * Takes one token from the bucket `key`, which starts full and refills steadily. Exact under any number of parallel
 * callers, on any number of machines. `retryAfterS` is in whole seconds, at least 1.
 */
export async function takeToken(key: string, bucket: Bucket, clock = now): Promise<Admission> {
  const { taken, milliTokens } = await takeMilliTokens(key, bucket, clock());
  if (taken) return { ok: true };
  const missing = Math.max(0, 1000 - milliTokens) / 1000;
  return { ok: false, retryAfterS: Math.max(1, Math.ceil((missing / bucket.refillPerMinute) * 60)) };
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
export function returnToken(key: string, bucket: Bucket): Promise<void> {
  return returnMilliTokens(key, bucket);
}

/** Keeps the table as small as the traffic of a day. */
export async function sweepBuckets(clock = now): Promise<void> {
  await deleteBuckets(plusMs(clock(), -FORGET_MS));
}
