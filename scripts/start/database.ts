import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { type EmbeddedPostgres, embeddedPostgres, isInitialised } from "@/scripts/db/embedded";
import { clearLeftovers } from "@/scripts/db/postmaster";
import type { Plan } from "./plan";

const NAME = "parley";

/** Our own PostgreSQL, up and with Parley's database in it. */
export async function startDatabase(
  { dataDir, ports }: Plan,
  password: string,
): Promise<{ server: EmbeddedPostgres; url: string }> {
  const folder = path.join(dataDir, "postgres");
  const server = embeddedPostgres({ folder, port: ports.postgres, password, durable: true });
  if (!isInitialised(folder)) await server.initialise();
  await server.start();
  await ensureDatabase(`${baseUrl(ports.postgres, password)}/postgres`);
  return { server, url: `${baseUrl(ports.postgres, password)}/${NAME}` };
}

/** Ends the server a killed run left behind, if there is one, so that its port is free again. */
export async function endLeftoverDatabase({ dataDir }: Plan): Promise<void> {
  const folder = path.join(dataDir, "postgres");
  if (fs.existsSync(folder)) await clearLeftovers(fs.realpathSync(folder));
}

function baseUrl(port: number, password: string): string {
  return `postgresql://parley:${password}@127.0.0.1:${port}`;
}

async function ensureDatabase(maintenanceUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
  } finally {
    await client.end();
  }
}
