import { afterAll, describe, expect, test } from "vitest";
import { connectDatabase, isDatabaseAway } from "@/lib/db/client";
import { databasePool } from "@/lib/db/pool";
import { databaseProbe, watchDatabase } from "@/lib/db/reachable";
import { freezingServer } from "@/lib/db/testing/freezing-server";
import { DAY_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";

const START_MS = Date.parse("2026-03-01T12:00:00.000Z");

/** A database that is there or not as the test says, and a clock that stands still. */
function watched() {
  const world = { isThere: true, asked: 0, atMs: START_MS };
  const probe = async () => {
    world.asked += 1;
    return world.isThere;
  };
  return { world, watch: watchDatabase(probe, () => new Date(world.atMs)) };
}

describe("what is known of the database", () => {
  test("holds for a second, however many ask", async () => {
    const { world, watch } = watched();
    const answers = await Promise.all(Array.from({ length: 50 }, () => watch.isThere()));
    world.atMs += 999;
    expect([...answers, await watch.isThere()].every(Boolean)).toBe(true);
    expect(world.asked).toBe(1);
  });

  test("is as old as the machine says, wherever the world was moved", async () => {
    let [asked, movedMs] = [0, 0];
    const clock = Object.assign(() => new Date(START_MS + movedMs), { wall: () => new Date(START_MS) });
    const watch = watchDatabase(() => Promise.resolve(++asked > 0), clock);
    for (movedMs of [0, 32 * DAY_MS, 0]) await watch.isThere();
    expect(asked).toBe(1);
  });

  test("is asked again after that: it went", async () => {
    const { world, watch } = watched();
    await watch.isThere();
    world.isThere = false;
    world.atMs += 1_000;
    expect(await watch.isThere()).toBe(false);
  });

  test("is asked again after that: it came back, and nothing had to be started anew", async () => {
    const { world, watch } = watched();
    world.isThere = false;
    expect(await watch.isThere()).toBe(false);
    world.isThere = true;
    expect(await watch.isThere()).toBe(false);
    world.atMs += 1_000;
    expect(await watch.isThere()).toBe(true);
  });

  test("is doubted at once when a query failed", async () => {
    const { world, watch } = watched();
    await watch.isThere();
    world.isThere = false;
    watch.doubt();
    expect(await watch.isThere()).toBe(false);
  });
});

describe("a server that takes connections and never answers", async () => {
  const server = await freezingServer(env.database.url);
  const impatient = { connectTimeoutMs: 300, statementTimeoutMs: 200, queryTimeoutMs: 300 };
  const db = connectDatabase(databasePool({ ...env.database, ...impatient, url: server.url }));
  const probe = databaseProbe(server.url, 300);
  const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);
  afterAll(() => server.stop());

  test("is away for a query on a connection that stood before, and for one that has to be made", async () => {
    expect(await db.user.count()).toBe(0);
    server.freeze();
    const failures = [await failureOf(db.user.count()), await failureOf(db.user.count())];
    expect(failures.map(isDatabaseAway)).toEqual([true, true]);
    server.thaw();
  });

  test("does not hold a transaction for ever", async () => {
    const failure = await failureOf(
      db.$transaction(async (tx) => {
        await tx.user.count();
        server.freeze();
        await tx.user.count();
      }),
    );
    expect(isDatabaseAway(failure)).toBe(true);
    server.thaw();
  });

  test("is found out by the probe, and found again", async () => {
    expect(await probe()).toBe(true);
    server.freeze();
    expect([await probe(), await probe()]).toEqual([false, false]);
    server.thaw();
    expect(await probe()).toBe(true);
  });

  test("is served again when it answers, by the same client", async () => {
    expect(await db.user.count()).toBe(0);
  });

  test("a statement that takes too long is ended by the server itself", async () => {
    const failure = await failureOf(db.$queryRaw`SELECT pg_sleep(5)::text`);
    expect(isDatabaseAway(failure)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [left] = await db.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(5)%' AND state = 'active'`;
    expect(left?.count).toBe(0n);
  });
});
