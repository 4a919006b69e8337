import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { runDueJobs } from "@/lib/jobs/worker";
import { enqueue } from "@/lib/jobs/enqueue";
import { limitsCron, limitsJobs } from "@/lib/limits/jobs";
import { requireToken, returnToken, takeToken } from "@/lib/limits/throttle";
import { newId } from "@/lib/platform/ids";

const START = new Date("2026-03-01T12:00:00.000Z");
const at = (ms: number) => () => new Date(START.getTime() + ms);
const aKey = () => `test:${newId()}`;

test("fifty at once get exactly what the bucket holds", async () => {
  const key = aKey();
  const bucket = { capacity: 7, refillPerMinute: 1 };
  const results = await Promise.all(Array.from({ length: 50 }, () => takeToken(key, bucket, at(0))));
  expect(results.filter(({ ok }) => ok)).toHaveLength(7);
});

test("whatever the capacity and the crowd, parallel takers get no more and no less", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 25 }), async (capacity, crowd) => {
      const key = aKey();
      const taking = Array.from({ length: crowd }, () => takeToken(key, { capacity, refillPerMinute: 3 }, at(0)));
      const results = await Promise.all(taking);
      expect(results.filter(({ ok }) => ok)).toHaveLength(Math.min(capacity, crowd));
    }),
    { numRuns: 15 },
  );
});

test("over any stretch of time nobody gets more than the capacity and the refill", async () => {
  const step = fc.integer({ min: 0, max: 40_000 });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const key = aKey();
      const bucket = { capacity: 3, refillPerMinute: 6 };
      let clockMs = 0;
      let taken = 0;
      for (const ms of steps) {
        clockMs += ms;
        if ((await takeToken(key, bucket, at(clockMs))).ok) taken += 1;
        expect(taken).toBeLessThanOrEqual(3 + (clockMs / 60_000) * 6 + 0.001);
      }
    }),
    { numRuns: 15 },
  );
});

test("an empty bucket says how long to wait, and waiting that long is enough", async () => {
  const key = aKey();
  const bucket = { capacity: 1, refillPerMinute: 2 };
  await takeToken(key, bucket, at(0));
  expect(await takeToken(key, bucket, at(0))).toEqual({ ok: false, retryAfterS: 30 });
  expect(await takeToken(key, bucket, at(29_999))).toEqual({ ok: false, retryAfterS: 1 });
  expect(await takeToken(key, bucket, at(30_000))).toEqual({ ok: true, remaining: 0 });
});

test("asking again and again while it is empty does not slow the refill", async () => {
  const key = aKey();
  const bucket = { capacity: 1, refillPerMinute: 1 };
  await takeToken(key, bucket, at(0));
  for (let ms = 1; ms < 60_000; ms += 1_499) expect((await takeToken(key, bucket, at(ms))).ok).toBe(false);
  expect((await takeToken(key, bucket, at(60_000))).ok).toBe(true);
});

test("a long rest fills the bucket to its capacity and no further", async () => {
  const key = aKey();
  const bucket = { capacity: 2, refillPerMinute: 60 };
  await takeToken(key, bucket, at(0));
  const year = at(365 * 86_400_000);
  expect([await takeToken(key, bucket, year), await takeToken(key, bucket, year)]).toEqual([
    { ok: true, remaining: 1 },
    { ok: true, remaining: 0 },
  ]);
  expect((await takeToken(key, bucket, year)).ok).toBe(false);
});

test("a clock that steps back gives nothing twice", async () => {
  const key = aKey();
  const bucket = { capacity: 1, refillPerMinute: 60 };
  await takeToken(key, bucket, at(60_000));
  expect((await takeToken(key, bucket, at(0))).ok).toBe(false);
  expect((await takeToken(key, bucket, at(60_999))).ok).toBe(false);
  expect((await takeToken(key, bucket, at(61_000))).ok).toBe(true);
});

test("buckets with different keys do not share", async () => {
  const bucket = { capacity: 1, refillPerMinute: 1 };
  expect((await takeToken(aKey(), bucket, at(0))).ok).toBe(true);
  expect((await takeToken(aKey(), bucket, at(0))).ok).toBe(true);
});

test("a returned token can be taken again, and returning never overfills", async () => {
  const key = aKey();
  const bucket = { capacity: 1, refillPerMinute: 1 };
  await takeToken(key, bucket, at(0));
  await returnToken(key, bucket);
  await returnToken(key, bucket);
  expect((await takeToken(key, bucket, at(0))).ok).toBe(true);
  expect((await takeToken(key, bucket, at(0))).ok).toBe(false);
});

test("who must have a token and gets none is told when to come back", async () => {
  const key = aKey();
  const bucket = { capacity: 1, refillPerMinute: 6 };
  await requireToken(key, bucket, at(0));
  const refused = requireToken(key, bucket, at(0));
  await expect(refused).rejects.toMatchObject({ code: "too_many_requests", status: 429, retryAfterS: 10 });
});

test("the sweep forgets buckets nobody used for a day and keeps the others", async () => {
  const [old, fresh] = [aKey(), aKey()];
  const bucket = { capacity: 5, refillPerMinute: 1 };
  await takeToken(old, bucket, () => new Date(Date.now() - 86_400_000 - 60_000));
  await takeToken(fresh, bucket);
  for (const { job } of limitsCron) await enqueue(db, job, {});
  await runDueJobs(limitsJobs);
  const left = await db.rateBucket.findMany({ where: { key: { in: [old, fresh] } } });
  expect(left.map(({ key }) => key)).toEqual([fresh]);
});
