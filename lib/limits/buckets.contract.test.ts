import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cache, openCache } from "@/lib/adapters/cache/cache";
import { returnToken, takeToken } from "@/lib/limits/throttle";
import { aRedis, redisProgram } from "@/lib/limits/testing/redis";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

const START = new Date("2026-03-01T12:00:00.000Z");
const at = (ms: number) => () => new Date(START.getTime() + ms);
const aKey = () => `test:${newId()}`;

/** What a bucket is, wherever it is kept. */
function keepsTheContract(where: () => Cache | undefined): void {
  const take = (key: string, bucket: { capacity: number; refillPerMinute: number }, ms = 0) =>
    takeToken(key, bucket, at(ms), where());

  test("whatever the crowd, as many get one as there are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 25 }), async (capacity, crowd) => {
        const key = aKey();
        const taking = Array.from({ length: crowd }, () => take(key, { capacity, refillPerMinute: 3 }));
        expect((await Promise.all(taking)).filter(({ ok }) => ok)).toHaveLength(Math.min(capacity, crowd));
      }),
      { numRuns: 10 },
    );
  });

  test("an empty one says how long to wait, and waiting that long is enough", async () => {
    const key = aKey();
    const bucket = { capacity: 1, refillPerMinute: 2 };
    expect(await take(key, bucket)).toEqual({ ok: true, remaining: 0 });
    expect(await take(key, bucket)).toEqual({ ok: false, retryAfterS: 30 });
    expect(await take(key, bucket, 29_999)).toEqual({ ok: false, retryAfterS: 1 });
    expect((await take(key, bucket, 30_000)).ok).toBe(true);
  });

  test("over any stretch nobody gets more than it holds and what flows in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -5_000, max: 40_000 }), { minLength: 5, maxLength: 20 }),
        async (steps) => {
          const key = aKey();
          let [clockMs, furthestMs, taken] = [0, 0, 0];
          for (const ms of steps) {
            clockMs = Math.max(0, clockMs + ms);
            furthestMs = Math.max(furthestMs, clockMs);
            if ((await take(key, { capacity: 3, refillPerMinute: 6 }, clockMs)).ok) taken += 1;
            expect(taken).toBeLessThanOrEqual(3 + (furthestMs / 60_000) * 6 + 0.001);
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  test("a long rest fills it and no further, and what is given back never overfills", async () => {
    const key = aKey();
    const bucket = { capacity: 2, refillPerMinute: 60 };
    await take(key, bucket);
    for (const _ of [1, 2]) await returnToken(key, bucket, where());
    expect(await take(key, bucket, 365 * 86_400_000)).toEqual({ ok: true, remaining: 1 });
    expect(await take(key, bucket, 365 * 86_400_000)).toEqual({ ok: true, remaining: 0 });
    expect((await take(key, bucket, 365 * 86_400_000)).ok).toBe(false);
  });

  test("what is given back to one that nobody took from changes nothing", async () => {
    const key = aKey();
    await returnToken(key, { capacity: 1, refillPerMinute: 1 }, where());
    expect(await take(key, { capacity: 1, refillPerMinute: 1 })).toEqual({ ok: true, remaining: 0 });
  });
}

describe("in PostgreSQL, a bucket keeps the contract:", () => {
  keepsTheContract(() => undefined);
});

/** `npm test` brings one where it can; where there is none, its tests are not there either. */
const redises = [redisProgram()].filter((program) => program !== undefined);
describe.each(redises)("in Redis, a bucket keeps the contract:", (program) => {
  let server: Awaited<ReturnType<typeof aRedis>>;
  let cache: Cache;
  beforeAll(async () => {
    server = await aRedis(program);
    cache = openCache(server.url);
  });
  afterAll(async () => {
    await cache.close();
    await server.stop();
  });

  keepsTheContract(() => cache);

  test("nothing of it is in PostgreSQL", async () => {
    const key = aKey();
    await takeToken(key, { capacity: 1, refillPerMinute: 1 }, at(0), cache);
    expect(await db.rateBucket.count({ where: { key } })).toBe(0);
  });

  test("once it is gone, PostgreSQL counts, and when it is back it does", async () => {
    const own = await aRedis(program);
    const dying = openCache(own.url);
    const key = aKey();
    const bucket = { capacity: 1, refillPerMinute: 1 };
    expect((await takeToken(key, bucket, at(0), dying)).ok).toBe(true);
    await own.stop();
    expect((await takeToken(key, bucket, at(0), dying)).ok).toBe(true);
    expect(await db.rateBucket.count({ where: { key } })).toBe(1);
    expect((await takeToken(key, bucket, at(0), dying)).ok).toBe(false);
    await dying.close();
  });
});

test("where nobody listens, PostgreSQL counts", async () => {
  const nowhere = openCache("redis://127.0.0.1:1");
  const key = aKey();
  expect((await takeToken(key, { capacity: 1, refillPerMinute: 1 }, at(0), nowhere)).ok).toBe(true);
  expect((await takeToken(key, { capacity: 1, refillPerMinute: 1 }, at(0), nowhere)).ok).toBe(false);
  await nowhere.close();
});
