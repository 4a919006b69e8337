import { expect, test } from "vitest";
import { PLANS } from "@/lib/billing/plans";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { takeRequest } from "@/lib/usage/requests";
import { aPurse, now } from "@/lib/usage/testing/purses";

const fresh = () => `test:${newId()}`;

test("a request is taken by the plan of the cycle that runs", async () => {
  const userId = await aPurse(1n, "pro");
  const perMinute = PLANS.pro.grants.requestsPerMinute;
  expect(await takeRequest(userId, fresh(), now)).toEqual({
    plan: "pro",
    perMinute,
    taking: { ok: true, remaining: perMinute - 1 },
  });
});

test("parallel requests take exactly as many as there are, and the others are told how long to wait", async () => {
  const [userId, key] = [await aPurse(1n, "free"), fresh()];
  const { requestsPerMinute } = PLANS.free.grants;
  const taken = await Promise.all(Array.from({ length: requestsPerMinute + 5 }, () => takeRequest(userId, key, now)));
  expect(taken.filter(({ taking }) => taking.ok)).toHaveLength(requestsPerMinute);
  const refused = taken.flatMap(({ taking }) => (taking.ok ? [] : [taking.retryAfterS]));
  // What one is told is of the moment that it asked.
  for (const seconds of refused) expect([1, Math.ceil(60 / requestsPerMinute)]).toContain(seconds);
});

test("the first request of a person opens the cycle", async () => {
  const userId = newId();
  await db.user.create({ data: { id: userId, email: `${userId}@parley.test` } });
  expect(await takeRequest(userId, fresh(), now)).toMatchObject({ plan: "free", taking: { ok: true } });
  expect(await db.ledgerAccount.count({ where: { userId, kind: "allowance" } })).toBe(1);
});

test("of nobody there is nothing to take", async () => {
  await expect(takeRequest(newId(), fresh(), now)).rejects.toMatchObject({ code: "not_found" });
});

test("with a cache that is there, its buckets count", async () => {
  const [userId, key] = [await aPurse(1n, "pro"), fresh()];
  const keys: string[] = [];
  const cache = {
    run: async (_script: string, name: string) => {
      keys.push(name);
      return [1, 7_000];
    },
    close: async () => undefined,
  };
  expect(await takeRequest(userId, key, now, cache)).toMatchObject({ plan: "pro", taking: { ok: true, remaining: 7 } });
  expect(keys).toEqual([`parley:bucket:${key}`]);
  expect(await db.rateBucket.count({ where: { key } })).toBe(0);
});
