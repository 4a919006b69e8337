import pg from "pg";

/**
 * Runs in its process before each test file: gives the file a database of its own, copied from the migrated template, and
 * the Stripe sandbox of its worker, so that files can run side by side and in any order. A process that runs several files
 * calls its database the same each time, because modules, and what they are connected to, are loaded once.
 */
const base = process.env["TEST_DATABASE_BASE"];
if (base === undefined)
  throw new Error("Tests with a database start through `npm run test:unit` (vitest's global set-up)");
const name = `test_${process.pid}`;
const client = new pg.Client({ connectionString: `${base}/postgres` });
await client.connect();
await putAside(client);
await client.query(`CREATE DATABASE ${name} TEMPLATE parley_template`);
await client.end();
process.env["DATABASE_URL"] = `${base}/${name}`;

// Files that share a process have the model fail on purpose; what one does must not have another's asked elsewhere.
process.env["OPENAI_CIRCUIT_FAILURES"] = "0";

const stripePorts = process.env["TEST_STRIPE_PORTS"]?.split(",") ?? [];
const worker = Number(process.env["VITEST_POOL_ID"] ?? 1) - 1;
process.env["SANDBOX_STRIPE_PORT"] = stripePorts[worker % stripePorts.length];

/** The database of the file before gets another name, which is cheaper than to drop it, and all of its connections end. */
async function putAside(server: pg.Client): Promise<void> {
  const { rows } = await server.query<{ oid: number }>("SELECT oid FROM pg_database WHERE datname = $1", [name]);
  const [former] = rows;
  if (former === undefined) return;
  await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
  await server.query(`ALTER DATABASE ${name} RENAME TO former_${former.oid}`);
}
