import "server-only";
import { Pool } from "pg";
import { doubtDatabase } from "@/lib/db/reachable";
import { env } from "@/lib/platform/env";

let kept: Pool | undefined;

/**
 * Plain connections beside the client's own, for what speaks to the database in its own words. Opening one takes longer
 * than most of what is then asked, so they are kept, until the process has nothing else to do.
 */
export function keptPool(): Pool {
  if (kept !== undefined) return kept;
  kept = new Pool({ connectionString: env.database.url, max: env.database.poolMax, allowExitOnIdle: true });
  kept.on("error", doubtDatabase);
  // One that breaks while it is in use tells only itself.
  kept.on("connect", (client) => void client.on("error", doubtDatabase));
  return kept;
}
