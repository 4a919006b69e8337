import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engine from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

export const SCHEMA_FILE = "prisma/schema.prisma";
export const MIGRATIONS_DIR = "prisma/migrations";
const FILTERS = { externalTables: [], externalEnums: [] };

/** Applies every migration that is not in the database yet, in order; returns the names of those applied now. */
export function applyMigrations(databaseUrl: string): Promise<string[]> {
  return withEngine(databaseUrl, async (schemaEngine) => {
    const { appliedMigrationNames } = await schemaEngine.applyMigrations({
      migrationsList: readMigrations(),
      filters: FILTERS,
    });
    return appliedMigrationNames;
  });
}

/**
 * Puts the schema straight into an empty database, without migrations: only to compare the two. (The engine's own push
 * looks at the database first, and the adapter can not read a column of the catalog that it needs for that.)
 */
export async function pushSchema(databaseUrl: string): Promise<void> {
  const sql = await diffSchemas(databaseUrl, undefined, SCHEMA_FILE);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The SQL that leads from one schema file to another; an absent `from` is the empty schema. */
export function diffSchemas(databaseUrl: string, from: string | undefined, to: string): Promise<string> {
  return withEngine(databaseUrl, async (schemaEngine) => {
    const { stdout } = await schemaEngine.diff({
      from: from === undefined ? { tag: "empty" } : { tag: "schemaDatamodel", files: [schemaFile(from)] },
      to: { tag: "schemaDatamodel", files: [schemaFile(to)] },
      script: true,
      exitCode: null,
      filters: FILTERS,
    });
    return stdout ?? "";
  });
}

async function withEngine<T>(databaseUrl: string, work: (schemaEngine: engine.SchemaEngine) => Promise<T>): Promise<T> {
  await loadEngine();
  const pool = new pg.Pool({ connectionString: databaseUrl });
  // A panic inside ends no promise: without this, whoever waits would wait for ever.
  const panicked = new Promise<never>((_resolve, reject) => {
    panic.report = (message) => reject(new Error(`The schema engine broke down: ${message}`));
  });
  try {
    const { path: file, content } = schemaFile(SCHEMA_FILE);
    const postgres = new WholeScriptPg(pool);
    const adapter = bindMigrationAwareSqlAdapterFactory(postgres);
    const done = engine.SchemaEngine.new({ datamodels: [[file, content]] }, () => {}, adapter).then(work);
    return await Promise.race([done, panicked]).catch((error: unknown) => {
      throw postgres.refusal === undefined ? error : new Error(inWords(postgres.refusal), { cause: error });
    });
  } finally {
    await pool.end();
  }
}

const panic = { report: (_message: string) => {} };
let loading: Promise<void> | undefined;

/**
 * Prisma's schema engine as WebAssembly: the native one would have to be downloaded from a host of its own.
 * It writes the ordinary `_prisma_migrations` table, so `prisma migrate deploy` goes on working for who prefers it.
 * Loaded once a process: its glue keeps views of the first instance's memory, and reads rubbish from a second one.
 */
function loadEngine(): Promise<void> {
  return (loading ??= load());
}

async function load(): Promise<void> {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const bytes = new Uint8Array(fs.readFileSync(path.join(folder, "schema_engine_bg.wasm")));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...engine } });
  const start = instance.exports["__wbindgen_start"];
  if (!isCallable(start)) throw new Error("The schema engine has no start function: is the pinned version installed?");
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => panic.report(message) },
  });
  engine.__wbg_set_wasm(instance.exports);
  start();
}

function isCallable(value: unknown): value is () => void {
  return typeof value === "function";
}

/**
 * The stock adapter cuts a script at every semicolon, which no function body survives. Sent whole, PostgreSQL
 * also runs it as one transaction: a migration applies entirely or not at all.
 */
class WholeScriptPg extends PrismaPg {
  readonly #pool: pg.Pool;
  /** What PostgreSQL said to a script: the engine itself only tells that "an external connector" failed. */
  refusal: pg.DatabaseError | undefined;

  constructor(pool: pg.Pool) {
    super(pool);
    this.#pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      try {
        await this.#pool.query(script);
      } catch (error) {
        if (error instanceof pg.DatabaseError) this.refusal = error;
        throw error;
      }
    };
    return adapter;
  }
}

function inWords({ message, detail, hint, internalQuery }: pg.DatabaseError): string {
  const more = [detail, hint, internalQuery].filter((words) => words !== undefined);
  return ["A migration failed, and nothing of it was kept. PostgreSQL says: " + message, ...more].join("\n");
}

/** Names of the migrations in the repository, oldest first. */
export function migrationNames(): string[] {
  return fs
    .readdirSync(MIGRATIONS_DIR, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

function readMigrations() {
  return {
    baseDir: MIGRATIONS_DIR,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: fs.readFileSync(path.join(MIGRATIONS_DIR, name, "migration.sql"), "utf8"),
        },
      },
    })),
  };
}

function schemaFile(file: string) {
  return { path: file, content: fs.readFileSync(file, "utf8") };
}
