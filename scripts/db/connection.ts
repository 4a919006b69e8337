import fs from "node:fs";
import path from "node:path";
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
  const named = process.env["DATABASE_URL"];
  if (named) return work(named);
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

function isRunning(folder: string): boolean {
  const running = fs.existsSync(folder) ? readPostmaster(folder) : undefined;
  return running !== undefined && isAlive(running.pid);
}
