import "server-only";
import type { Viewer } from "@/lib/identity/schema";
import { type Bucket, takeToken } from "@/lib/limits/throttle";
import { now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** Somebody who types asks a few times a second; a loop asks without an end. */
const BUCKETS = {
  find: { capacity: 120, refillPerMinute: 120 },
  /** Everything else, together: opening the list, the archive, older messages, other branches, and every change. */
  any: { capacity: 300, refillPerMinute: 300 },
} as const satisfies Record<string, Bucket>;

/**
 * Holds back who asks for more than a person can look at. Sending has a limit of its own.
 * @throws AppError `too_many_requests` with the seconds to wait.
 */
export async function requireCalm(
  { id }: Pick<Viewer, "id">,
  kind: keyof typeof BUCKETS = "any",
  now = clockNow,
): Promise<void> {
  const admission = await takeToken(`chat:${kind}:${id}`, BUCKETS[kind], now);
  if (admission.ok) return;
  const { retryAfterS } = admission;
  const wait = retryAfterS === 1 ? "a second" : `${retryAfterS} seconds`;
  throw new AppError("too_many_requests", `That was a lot at once. Please wait ${wait}.`, { retryAfterS });
}
