import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { z } from "zod";
import { SEEDED_PEOPLE } from "@/prisma/seeded-people";
import type { Plan } from "./plan";

const MADE_FROM = ["lib/billing/plans.ts", "lib/billing/provision.ts", "lib/adapters/payments/webhook-endpoint.ts"];
const Endpoints = z.object({ data: z.array(z.object({ url: z.string() })) });

const stampFile = (dataDir: string) => path.join(dataDir, "seeded.txt");

/**
 * Whether the seed would find nothing to do. It is quick to ask the database and the Stripe sandbox; starting the seed
 * to hear the same from it takes seconds. Either may have been thrown away since without the other.
 */
export async function isSeeded(plan: Plan, databaseUrl: string): Promise<boolean> {
  const file = stampFile(plan.dataDir);
  if (!fs.existsSync(file) || fs.readFileSync(file, "utf8") !== stamp(plan)) return false;
  return (await hasPeople(databaseUrl)) && (!plan.sandboxes.includes("stripe") || (await hasEndpoint(plan)));
}

export function markSeeded(plan: Plan): void {
  fs.writeFileSync(stampFile(plan.dataDir), stamp(plan));
}

function stamp({ appUrl, sandboxes }: Plan): string {
  const hash = createHash("sha256").update(`${appUrl} ${sandboxes.join(" ")}`);
  const seeds = fs.readdirSync("prisma").filter((name) => name.startsWith("seed"));
  for (const file of [...MADE_FROM, ...seeds.toSorted().map((name) => `prisma/${name}`)])
    hash.update(fs.readFileSync(file));
  return hash.digest("hex");
}

/** Whether a program that has this key gets in. Its owner may have revoked it, or the database may be another. */
export async function isLiveKey(databaseUrl: string, apiKey: string): Promise<boolean> {
  const rows = await countRows(databaseUrl, "SELECT 1 FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL", [
    createHash("sha256").update(apiKey).digest("hex"),
  ]);
  return rows === 1;
}

async function hasPeople(databaseUrl: string): Promise<boolean> {
  const emails = SEEDED_PEOPLE.map(({ email }) => email);
  return (await countRows(databaseUrl, "SELECT 1 FROM users WHERE email = ANY($1)", [emails])) === emails.length;
}

async function countRows(databaseUrl: string, sql: string, values: unknown[]): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql, values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function hasEndpoint({ ports, appUrl }: Plan): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${ports.stripe}/v1/webhook_endpoints?limit=100`, {
    headers: { authorization: "Bearer sk_test_sandbox" },
  });
  const { data } = Endpoints.parse(await response.json());
  return data.some(({ url }) => url.startsWith(appUrl));
}
