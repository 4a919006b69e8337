import "server-only";
import type { Cache } from "@/lib/adapters/cache/cache";
import type { Bucket } from "@/lib/limits/queries";
import { MINUTE_MS } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

export type CachedTaking = { taken: boolean; milliTokens: number };

const MILLI = 1_000;
/** Arguments: what it holds when full, what flows in a millisecond, and the moment; all in thousandths of a token. */
const TAKE = `
local full, flow, at = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'milli', 'since')
local since = tonumber(kept[2]) or at
local milli = math.min(full, (tonumber(kept[1]) or full) + math.floor(math.max(0, at - since) * flow))
if milli < 1000 then return {0, milli} end
redis.call('HSET', KEYS[1], 'milli', milli - 1000, 'since', string.format('%.0f', math.max(at, since)))
redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[4]))
return {1, milli - 1000}`;
/** What is not there is full. */
const GIVE_BACK = `
local milli = tonumber(redis.call('HGET', KEYS[1], 'milli'))
if milli then redis.call('HSET', KEYS[1], 'milli', math.min(tonumber(ARGV[1]), milli + 1000)) end
return {}`;

/** A token out of the bucket in the cache; nothing when that is away, so that the one in PostgreSQL counts. */
export async function takeCached(
  cache: Cache | undefined,
  { key, bucket }: { key: string; bucket: Bucket },
  at: Date,
): Promise<CachedTaking | undefined> {
  const full = bucket.capacity * MILLI;
  const flow = (bucket.refillPerMinute * MILLI) / MINUTE_MS;
  const keptMs = Math.ceil(full / flow) + MINUTE_MS;
  const reply = await attempt(cache?.run(TAKE, nameOf(key), [full, flow, at.getTime(), keptMs]));
  const [taken, milliTokens] = reply ?? [];
  return taken === undefined || milliTokens === undefined ? undefined : { taken: taken === 1, milliTokens };
}

/** Gives one back, never beyond what the bucket holds. Whether the cache could be told. */
export async function returnCached(cache: Cache | undefined, key: string, { capacity }: Bucket): Promise<boolean> {
  return (await attempt(cache?.run(GIVE_BACK, nameOf(key), [capacity * MILLI]))) !== undefined;
}

async function attempt(asking: Promise<number[]> | undefined): Promise<number[] | undefined> {
  try {
    return await asking;
  } catch (error) {
    log.debug("limits.cache_away", { error });
    return undefined;
  }
}

function nameOf(key: string): string {
  return `parley:bucket:${key}`;
}
