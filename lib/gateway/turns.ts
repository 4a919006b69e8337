import "server-only";
import type { PlanId } from "@/lib/billing/schema";
import { tooManyAtOnce } from "@/lib/gateway/failures";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { type Admission, cachedBuckets, returnToken, takeToken } from "@/lib/limits/throttle";
import { type Clock, MINUTE_MS } from "@/lib/platform/clock";
import { bucketOf } from "@/lib/usage/pace";
import { takeRequest } from "@/lib/usage/requests";

/** `headers` tell what is left, in the names and the form that OpenAI's have. */
export type Turn = { plan: PlanId; headers: Record<string, string> };

/**
 * Takes a turn of the person's, and of the key's where it has a limit of its own.
 * @throws ProgramError 429 with the same headers.
 */
export async function takeTurn({ userId, key }: KeyCaller, now: Clock): Promise<Turn> {
  const ofPerson = bucketOfPerson(userId);
  const { plan, perMinute, taking } = await takeRequest(userId, ofPerson, now);
  const left = headersAfter(taking, perMinute);
  if (key.requestsPerMinute === undefined) return { plan, headers: left };
  const own = await takeToken(`api-key:${key.id}`, bucketOf(key.requestsPerMinute), now);
  if (!own.ok) await returnToken(ofPerson, bucketOf(perMinute));
  const ofKey = headersAfter(own, key.requestsPerMinute);
  return { plan, headers: Number(ofKey[REMAINING]) < Number(left[REMAINING]) ? ofKey : left };
}

export function bucketOfPerson(userId: string): string {
  return `api:${userId}`;
}

/** Whether a turn of the caller's is one token of one bucket in PostgreSQL, which a statement that does more can take. */
export function isOneToken({ key }: KeyCaller): boolean {
  return key.requestsPerMinute === undefined && cachedBuckets === undefined;
}

const REMAINING = "x-ratelimit-remaining-requests";

/** @throws ProgramError 429 with the same headers, where there was none left. */
export function headersAfter(taking: Admission, perMinute: number): Record<string, string> {
  if (taking.ok) return headersOf(perMinute, taking.remaining);
  const { retryAfterS } = taking;
  throw tooManyAtOnce(
    `Rate limit reached: ${perMinute} requests a minute. Please try again in ${retryAfterS}s.`,
    retryAfterS,
    headersOf(perMinute, 0),
  );
}

function headersOf(perMinute: number, remaining: number): Record<string, string> {
  return {
    "x-ratelimit-limit-requests": String(perMinute),
    [REMAINING]: String(remaining),
    "x-ratelimit-reset-requests": durationText(((perMinute - remaining) * MINUTE_MS) / perMinute),
  };
}

/** As OpenAI writes a time until a limit is full again: `1m30s`, `20ms`. */
export function durationText(durationMs: number): string {
  const ms = Math.ceil(durationMs);
  if (ms < 1_000) return `${ms}ms`;
  const seconds = Math.ceil(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}
