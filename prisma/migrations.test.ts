import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { migrateDatabase } from "@/scripts/db/migrate";
import { MIGRATIONS_DIR, migrationNames, pushSchema, SCHEMA_FILE } from "@/scripts/db/schema-engine";
import { writeMigration } from "@/scripts/db/write-migration";

const MIGRATED = env.database.url;
const BASE = MIGRATED.slice(0, MIGRATED.lastIndexOf("/"));

/** Indexes with a condition, which only SQL can state. The unique ones among them are violated in constraints.test.ts. */
const HAND_WRITTEN_INDEXES = /\) WHERE /;

const CATALOGS: Record<string, string> = {
  columns: `SELECT table_name || '.' || attname AS name,
      concat_ws(' ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' END, pg_get_expr(adbin, adrelid)) AS is
    FROM pg_attribute
    JOIN information_schema.tables ON (quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE table_schema = 'public' AND attnum > 0 AND NOT attisdropped`,
  indexes: "SELECT indexname AS name, indexdef AS is FROM pg_indexes WHERE schemaname = 'public'",
  "keys and references": `SELECT conrelid::regclass || '.' || conname AS name, pg_get_constraintdef(oid) AS is FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f')`,
  enums: `SELECT typname AS name, string_agg(enumlabel, ',' ORDER BY enumsortorder) AS is
    FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid WHERE typnamespace = 'public'::regnamespace GROUP BY typname`,
};

type Entry = { name: string; is: string };

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function emptyDatabase(): Promise<string> {
  const name = `empty_${randomBytes(6).toString("hex")}`;
  await query(`${BASE}/postgres`, `CREATE DATABASE ${name}`);
  return `${BASE}/${name}`;
}

async function catalog(url: string, sql: string): Promise<Record<string, string>> {
  const rows = await query<Entry>(url, sql);
  const ours = rows.filter(({ name, is }) => !name.startsWith("_prisma") && !HAND_WRITTEN_INDEXES.test(is));
  return Object.fromEntries(ours.map(({ name, is }) => [name, is]));
}

describe("the migrations lead to what the schema says", () => {
  let pushed: string;
  beforeAll(async () => {
    pushed = await emptyDatabase();
    await pushSchema(pushed);
  });

  test.each(Object.entries(CATALOGS))("the same %s", async (_what, sql) => {
    const fromSchema = await catalog(pushed, sql);
    expect(Object.keys(fromSchema).length).toBeGreaterThan(5);
    expect(await catalog(MIGRATED, sql)).toEqual(fromSchema);
  });
});

test("the snapshot beside the last migration is the schema, so that the next one starts from the truth", () => {
  const snapshot = path.join(MIGRATIONS_DIR, migrationNames().at(-1) ?? "", "schema.prisma");
  expect(fs.readFileSync(snapshot, "utf8")).toBe(fs.readFileSync(SCHEMA_FILE, "utf8"));
});

test("replicas that migrate at once, and again later, apply each migration once", async () => {
  const url = await emptyDatabase();
  const another = promisify(execFile)(
    process.execPath,
    ["--import", "./scripts/typescript.mjs", "scripts/db/migrate-now.ts"],
    // oxlint-disable-next-line node/no-process-env -- a program of its own needs the way to others
    { env: { PATH: process.env["PATH"], NODE_ENV: "test", DATABASE_URL: url } },
  );
  const [mine, theirs] = await Promise.all([migrateDatabase(url), another]);
  // Whoever is first does it all.
  expect([[], migrationNames()]).toContainEqual(mine);
  const rest = migrationNames().filter((name) => !mine.includes(name));
  const said = rest.length === 0 ? "Nothing to migrate." : rest.map((name) => `Applied ${name}`).join("\n");
  expect(theirs.stdout.trim()).toBe(said);
  expect(await migrateDatabase(url)).toEqual([]);
  const sql = "SELECT migration_name AS name, count(*)::int AS times FROM _prisma_migrations GROUP BY 1 ORDER BY 1";
  expect(await query(url, sql)).toEqual(migrationNames().map((name) => ({ name, times: 1 })));
}, 120_000);

describe("npm run db:new", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "parley-migration-"));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  const at = new Date("2027-03-04T05:06:07Z");

  test("writes nothing when the schema says nothing new", async () => {
    expect(await writeMigration(MIGRATED, "nothing", { at, migrationsDir: folder })).toBeUndefined();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test("writes the SQL of a new column, and the schema it leads to", async () => {
    const schemaFile = path.join(folder, "changed.prisma");
    const changed = fs.readFileSync(SCHEMA_FILE, "utf8").replace("model User {", "model User {\n  nickname String?");
    fs.writeFileSync(schemaFile, changed);
    const written = await writeMigration(MIGRATED, "add_nickname", { at, migrationsDir: folder, schemaFile });
    expect(path.basename(written ?? "")).toBe("20270304050607_add_nickname");
    expect(fs.readFileSync(`${written}/migration.sql`, "utf8")).toContain(
      'ALTER TABLE "users" ADD COLUMN     "nickname" TEXT',
    );
    expect(fs.readFileSync(`${written}/schema.prisma`, "utf8")).toBe(changed);
  });
});
