import { runMigrations } from "graphile-worker";
import pg from "pg";
import { applyMigrations } from "./schema-engine";

/** Any number, as long as every version of Parley takes the same: one migration at a time on one database. */
const LOCK = 7_275_539;

/**
 * Brings a database up to date: the queue's own tables first, because our migrations may refer to them. Several
 * replicas that start at once wait for one another.
 * @returns the names of the migrations applied now.
 */
export async function migrateDatabase(databaseUrl: string): Promise<string[]> {
  const guard = new pg.Client({ connectionString: databaseUrl });
  await guard.connect();
  try {
    await guard.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await runMigrations({ connectionString: databaseUrl });
    return await applyMigrations(databaseUrl);
  } finally {
    await guard.end(); // Ends the lock with it.
  }
}
