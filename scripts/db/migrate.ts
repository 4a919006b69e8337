import { runMigrations } from "graphile-worker";
import { applyMigrations } from "./schema-engine";

/** Brings a database up to date: the queue's own tables first, because our migrations may refer to them. */
export async function migrateDatabase(databaseUrl: string): Promise<string[]> {
  await runMigrations({ connectionString: databaseUrl });
  return applyMigrations(databaseUrl);
}
