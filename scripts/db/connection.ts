import fs from "node:fs";
import path from "node:path";
import { readEnv } from "@/lib/platform/env";
import { loadSettings } from "@/scripts/setup.mjs";
import { startDatabase } from "@/scripts/start/database";
import { planStart } from "@/scripts/start/plan";
import { readSecrets } from "@/scripts/start/secrets";
import { readPostmaster } from "./postmaster";
import { isAlive } from "./processes";

/**
 * Does something with the database that `npm start` would use: the one DATABASE_URL names, else the embedded one,
 * which is started for the purpose when it does not run already.
 */
export async function withDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  loadSettings();
  const named = namedDatabase(process.env);
  if (named !== undefined) return work(named);
  const plan = planStart(process.env, { isDev: false });
  const { databasePassword } = readSecrets(plan.dataDir);
  if (isRunning(path.join(plan.dataDir, "postgres"))) {
    return work(`postgresql://parley:${databasePassword}@127.0.0.1:${plan.ports.postgres}/parley`);
  }
  const { server, url } = await startDatabase(plan, databasePassword);
  try {
    return await work(url);
  } finally {
    await server.stop();
  }
}

/** Where DATABASE_URL points, reached as DATABASE_TLS says: the same rule as the product's own. */
export function namedDatabase(source: NodeJS.ProcessEnv): string | undefined {
  return source["DATABASE_URL"] ? readEnv(source).env.database.url : undefined;
}

function isRunning(folder: string): boolean {
  const running = fs.existsSync(folder) ? readPostmaster(folder) : undefined;
  return running !== undefined && isAlive(running.pid);
}
