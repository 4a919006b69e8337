import "server-only";
import { PLANS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";
import { tooManyAtOnce } from "@/lib/gateway/failures";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { returnToken, takeToken } from "@/lib/limits/throttle";
import { type Clock, MINUTE_MS } from "@/lib/platform/clock";
import { ProgramError } from "@/lib/platform/program-error";

type Turn = { key: string; perMinute: number };

/**
 * Takes a turn of the person's, and of the key's where it has a limit of its own. Returns the headers that tell what is
 * left, in the names and the form that OpenAI's have.
 * @throws ProgramError 429 with the same headers.
 */
export async function takeTurn({ userId, key }: KeyCaller, plan: PlanId, now: Clock): Promise<Record<string, string>> {
  const person = { key: `api:${userId}`, perMinute: PLANS[plan].grants.requestsPerMinute };
  const left = await take(person, now);
  if (key.requestsPerMinute === undefined) return left;
  const own = { key: `api-key:${key.id}`, perMinute: key.requestsPerMinute };
  try {
    const ofKey = await take(own, now);
    return Number(ofKey[REMAINING]) < Number(left[REMAINING]) ? ofKey : left;
  } catch (thrown) {
    if (thrown instanceof ProgramError) await returnToken(person.key, bucketOf(person));
    throw thrown;
  }
}

const REMAINING = "x-ratelimit-remaining-requests";

async function take(turn: Turn, now: Clock): Promise<Record<string, string>> {
  const taken = await takeToken(turn.key, bucketOf(turn), now);
  if (taken.ok) return headersOf(turn, taken.remaining);
  const { retryAfterS } = taken;
  throw tooManyAtOnce(
    `Rate limit reached: ${turn.perMinute} requests a minute. Please try again in ${retryAfterS}s.`,
    retryAfterS,
    headersOf(turn, 0),
  );
}

function bucketOf({ perMinute }: Turn) {
  return { capacity: perMinute, refillPerMinute: perMinute };
}

function headersOf({ perMinute }: Turn, remaining: number): Record<string, string> {
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
