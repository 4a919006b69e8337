import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { env } from "@/lib/platform/env";

/* A session keeps the plan that it made when the ledger was small: that plan must already be the one for a large ledger. */

const client = new pg.Client({ connectionString: env.database.url });
const plans: string[] = [];

beforeAll(async () => {
  await client.connect();
  client.on("notice", ({ message }) => plans.push(message ?? ""));
  await client.query("LOAD 'auto_explain'");
  await client.query("SET auto_explain.log_min_duration = 0");
  await client.query("SET auto_explain.log_nested_statements = on");
  await client.query("SET client_min_messages = log");
  await client.query("BEGIN");
});
afterAll(async () => {
  await client.query("ROLLBACK");
  await client.end();
});

/** A person with two accounts, and one transfer between them. */
async function transfer(): Promise<void> {
  const [userId, transferId] = [randomUUID(), randomUUID()];
  await client.query("INSERT INTO users (id, email, updated_at) VALUES ($1, $2, now())", [
    userId,
    `${userId}@parley.test`,
  ]);
  const [from, to] = [await account(userId, "issued"), await account(userId, "held")];
  await client.query(
    "INSERT INTO ledger_transfers (id, user_id, kind, source_id, created_at) VALUES ($1, $2, 'grant', $1::uuid::text, now())",
    [transferId, userId],
  );
  await client.query(
    `INSERT INTO ledger_entries (id, transfer_id, account_id, amount_micros, created_at)
     VALUES (gen_random_uuid(), $1, $2, -5, now()), (gen_random_uuid(), $1, $3, 5, now())`,
    [transferId, from, to],
  );
}

async function account(userId: string, kind: string): Promise<string> {
  const id = randomUUID();
  await client.query(
    "INSERT INTO ledger_accounts (id, user_id, kind, updated_at) VALUES ($1, $2, $3::ledger_account_kind, now())",
    [id, userId, kind],
  );
  return id;
}

test("entries are posted by the keys of their accounts and transfers, however few there were when that was planned", async () => {
  await transfer();
  const posted = plans.filter((plan) => plan.includes("FROM fresh"));
  expect(posted).toHaveLength(1);
  expect(posted[0]).toContain("Index Scan using ledger_transfers_pkey");
  expect(posted[0]).toContain("Index Scan using ledger_accounts_pkey");
  expect(posted[0]).not.toContain("Seq Scan");
});
