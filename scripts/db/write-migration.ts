import fs from "node:fs";
import path from "node:path";
import { diffSchemas, MIGRATIONS_DIR, migrationNames, SCHEMA_FILE } from "./schema-engine";

/**
 * Writes the next migration: the SQL of the difference, and beside it the schema it leads to, which the one after it
 * will start from.
 * The engine wants a server to talk to, although it compares two files: nothing is read there and nothing changed.
 * @returns its folder, or nothing when there is no difference.
 */
export async function writeMigration(
  databaseUrl: string,
  name: string,
  {
    at,
    migrationsDir = MIGRATIONS_DIR,
    schemaFile = SCHEMA_FILE,
  }: { at: Date; migrationsDir?: string; schemaFile?: string },
): Promise<string | undefined> {
  const last = migrationNames().at(-1);
  const snapshot = last === undefined ? undefined : path.join(MIGRATIONS_DIR, last, "schema.prisma");
  const sql = await diffSchemas(databaseUrl, snapshot, schemaFile);
  if (!/^\s*[A-Z]/m.test(sql.replace(/^--.*$/gm, ""))) return undefined;
  const stamp = at.toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(migrationsDir, `${stamp}_${name}`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "migration.sql"), sql);
  fs.copyFileSync(schemaFile, path.join(folder, "schema.prisma"));
  return folder;
}
