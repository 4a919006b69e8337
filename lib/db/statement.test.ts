import { expect, test } from "vitest";
import { db, isDatabaseAway, Prisma } from "@/lib/db/client";
import { databasePool } from "@/lib/db/pool";
import { statement } from "@/lib/db/statement";
import { freezingServer } from "@/lib/db/testing/freezing-server";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";

const MOMENT = new Date("2026-03-01T12:00:00.123Z");
const everything = (id: string) => Prisma.sql`
  SELECT ${id}::uuid::text AS id, ${MOMENT}::timestamptz AS moment, ${9_007_199_254_740_993n}::bigint AS large,
    ${7}::int AS small, ${true}::boolean AS flag, ${null}::text AS nothing, ${["a", 'b"c', "{d}"]}::text[] AS list,
    ${JSON.stringify({ deep: [1, null] })}::jsonb AS json, count(*) AS counted, 1.50::numeric::text AS price
  FROM unnest(${[1, 2, 3]}::int[])`;

test("what comes back is what Prisma gives for the same statement", async () => {
  const id = newId();
  const [plain] = await statement<Record<string, unknown>>(everything(id));
  const [prismas] = await db.$queryRaw<Record<string, unknown>[]>(everything(id));
  expect(plain).toEqual(prismas);
  expect(plain).toMatchObject({ id, moment: MOMENT, large: 9_007_199_254_740_993n, flag: true, counted: 3n });
});

test("a statement that breaks a rule is told by the rule's own name", async () => {
  const twice = Prisma.sql`INSERT INTO milestones (name, at) VALUES ('once', ${MOMENT}::timestamptz)`;
  await statement(twice);
  await expect(statement(twice)).rejects.toMatchObject({ code: "23505" });
});

test("a server that keeps silent is a database that is away, soon", async () => {
  const server = await freezingServer(env.database.url);
  const impatient = { connectTimeoutMs: 300, statementTimeoutMs: 200, queryTimeoutMs: 300 };
  const pool = databasePool({ ...env.database, ...impatient, url: server.url });
  server.freeze();
  const failure: unknown = await statement(Prisma.sql`SELECT 1`, pool).catch((error: unknown) => error);
  expect(isDatabaseAway(failure)).toBe(true);
  await server.stop();
});

test("a statement is planned once for all who ask, and Prisma's for what they are asked", async () => {
  const mode = Prisma.sql`SELECT current_setting('plan_cache_mode') AS mode, current_setting('TimeZone') AS zone`;
  expect(await statement(mode)).toEqual([{ mode: "force_generic_plan", zone: "UTC" }]);
  expect(await db.$queryRaw(mode)).toEqual([{ mode: "auto", zone: "UTC" }]);
});
