import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { embeddedPostgres } from "@/scripts/db/embedded";
import { migrateDatabase } from "@/scripts/db/migrate";
import { freePort } from "@/scripts/start/ports";

const home = process.cwd();
const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "parley migrate ")));
fs.chmodSync(root, 0o755);
const checkout = path.join(root, "checkout");
let base = "";
let stop = async () => {};
let count = 0;
let url = "";

beforeAll(async () => {
  const port = await freePort();
  const server = embeddedPostgres({ folder: path.join(root, "postgres"), port, password: "secret", durable: false });
  await server.initialise();
  await server.start();
  stop = () => server.stop();
  base = `postgresql://parley:secret@127.0.0.1:${port}`;
});
afterAll(async () => {
  process.chdir(home);
  await stop();
  fs.rmSync(root, { recursive: true, force: true });
});

/** An empty database, and a checkout whose migrations the test writes. */
beforeEach(async () => {
  process.chdir(home);
  fs.rmSync(checkout, { recursive: true, force: true });
  fs.mkdirSync(path.join(checkout, "prisma/migrations"), { recursive: true });
  fs.copyFileSync("prisma/schema.prisma", path.join(checkout, "prisma/schema.prisma"));
  process.chdir(checkout);
  count += 1;
  await query(`${base}/postgres`, `CREATE DATABASE test_${count}`);
  url = `${base}/test_${count}`;
});

async function query(databaseUrl: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function migration(name: string, sql: string): void {
  fs.mkdirSync(path.join("prisma/migrations", name), { recursive: true });
  fs.writeFileSync(path.join("prisma/migrations", name, "migration.sql"), sql);
}

const ONE = "20260101000000_one";
const TWO = "20260201000000_two";

test("migrations apply in the order of their names, once, and a later one by itself", async () => {
  migration(TWO, "ALTER TABLE things ADD COLUMN weight int;");
  migration(ONE, "CREATE TABLE things (id int);");
  expect(await migrateDatabase(url)).toEqual([ONE, TWO]);
  expect(await migrateDatabase(url)).toEqual([]);
  migration("20260301000000_three", "INSERT INTO things VALUES (1, 2);");
  expect(await migrateDatabase(url)).toEqual(["20260301000000_three"]);
  expect(await query(url, "SELECT * FROM things")).toEqual([{ id: 1, weight: 2 }]);
});

test("the queue's own tables are there before ours, which may refer to them", async () => {
  migration(ONE, "CREATE VIEW waiting AS SELECT count(*) FROM graphile_worker.jobs;");
  expect(await migrateDatabase(url)).toEqual([ONE]);
});

test("a function's body survives with its semicolons", async () => {
  migration(
    ONE,
    "CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN n := n * 2; RETURN n; END; $$;\nSELECT 1;",
  );
  await migrateDatabase(url);
  expect(await query(url, "SELECT twice(21)")).toEqual([{ twice: 42 }]);
});

describe("a migration that fails", () => {
  const tables = () =>
    query(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'");

  test("says what PostgreSQL said, and leaves nothing of itself", async () => {
    migration(ONE, "CREATE TABLE things (id int);\nCREATE TABLE others (id int REFERENCES nowhere (id));");
    const failure = migrateDatabase(url);
    await expect(failure).rejects.toThrow(
      /A migration failed, and nothing of it was kept\. PostgreSQL says: relation "nowhere" does not exist/,
    );
    expect(await tables()).toEqual([]);
  });

  test("keeps those before it", async () => {
    migration(ONE, "CREATE TABLE things (id int);");
    migration(TWO, "SELEC 1;");
    await expect(migrateDatabase(url)).rejects.toThrow(/PostgreSQL says: syntax error/);
    expect(await tables()).toEqual([{ tablename: "things" }]);
  });
});

test("several replicas that start at once migrate once", async () => {
  migration(ONE, "CREATE TABLE things (id int); SELECT pg_sleep(0.2);");
  const applied = await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)]);
  expect(applied.flat()).toEqual([ONE]);
});
