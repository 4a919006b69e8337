import { randomBytes } from "node:crypto";
import pg from "pg";

/**
 * Runs in the process of each test file before its imports: gives the file a database of its own, copied from the
 * migrated template, and the Stripe sandbox of its worker, so that files can run side by side and in any order.
 */
const base = process.env["TEST_DATABASE_BASE"];
if (base === undefined)
  throw new Error("Tests with a database start through `npm run test:unit` (vitest's global set-up)");
const name = `test_${randomBytes(8).toString("hex")}`;
const client = new pg.Client({ connectionString: `${base}/postgres` });
await client.connect();
await client.query(`CREATE DATABASE ${name} TEMPLATE parley_template`);
await client.end();
process.env["DATABASE_URL"] = `${base}/${name}`;

const stripePorts = process.env["TEST_STRIPE_PORTS"]?.split(",") ?? [];
const worker = Number(process.env["VITEST_POOL_ID"] ?? 1) - 1;
process.env["SANDBOX_STRIPE_PORT"] = stripePorts[worker % stripePorts.length];
