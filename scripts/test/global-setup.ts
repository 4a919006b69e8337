import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { embeddedPostgres } from "../db/embedded";
import { migrateDatabase } from "../db/migrate";
import { freePort } from "../start/ports";
import { judgeHeard, listeningIn } from "./stripe-judge";

/** The database every test file's own one is copied from. */
export const TEMPLATE = "parley_template";

/**
 * One PostgreSQL and the sandboxes for the whole run, on free ports and in a temporary folder. Their addresses reach the
 * test processes through the environment, just as they reach the product. Each worker has a Stripe of its own: a test may
 * put a price away or order a fault, and none that runs beside it sees that.
 */
export default async function startWorld({ vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  // Another kind of tests has begun it, and ends it.
  if (process.env["TEST_DATABASE_BASE"] !== undefined) return undefined;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "parley-test-"));
  // The account PostgreSQL runs under must be able to pass through.
  fs.chmodSync(folder, 0o755);
  const password = randomBytes(12).toString("hex");
  const [pgPort, openaiPort, controlPort] = [await freePort(), await freePort(), await freePort()];
  const stripePorts: string[] = [];
  while (stripePorts.length < vitest.config.maxWorkers) stripePorts.push(String(await freePort()));
  const server = embeddedPostgres({ folder: path.join(folder, "postgres"), port: pgPort, password, durable: false });
  const sandboxes: ChildProcess[] = [];
  const heard = path.join(folder, "stripe-heard");
  const endWorld = async () => {
    for (const sandbox of sandboxes) sandbox.kill("SIGTERM");
    await server.stop();
    const complaint = judgeHeard(heard);
    fs.rmSync(folder, { recursive: true, force: true });
    if (complaint === undefined) return;
    // The run fails though every test has passed. What is thrown here is only told.
    process.exitCode = 1;
    console.error(complaint);
  };
  const base = `postgresql://parley:${password}@127.0.0.1:${pgPort}`;

  Object.assign(process.env, {
    NODE_ENV: "test",
    PARLEY_MODE: "sandbox",
    LOG_LEVEL: "silent",
    TEST_DATABASE_BASE: base,
    TEST_STRIPE_PORTS: stripePorts.join(),
    SANDBOX_STRIPE_PORT: stripePorts[0],
    SANDBOX_OPENAI_PORT: String(openaiPort),
    SANDBOX_CONTROL_PORT: String(controlPort),
    SANDBOX_DATA_DIR: path.join(folder, "sandbox"),
    FILES_DIR: path.join(folder, "files"),
    // As fast as the machine goes: a test that needs pacing asks for it in its request.
    SANDBOX_OPENAI_TTFT_MS: "0",
    SANDBOX_OPENAI_TOKENS_PER_SECOND: "0",
  });
  try {
    await server.initialise();
    await server.start();
    await createTemplate(base);
    sandboxes.push(startSandbox("openai"), startSandbox("control"));
    for (const port of stripePorts) {
      const SANDBOX_DATA_DIR = path.join(folder, `stripe-${port}`);
      sandboxes.push(startSandbox("stripe", { SANDBOX_STRIPE_PORT: port, SANDBOX_DATA_DIR, ...listeningIn(heard) }));
    }
    await Promise.all([...stripePorts.map(Number), openaiPort, controlPort].map(untilListening));
  } catch (error) {
    await endWorld();
    throw error;
  }
  return endWorld;
}

async function createTemplate(base: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${base}/postgres` });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrateDatabase(`${base}/${TEMPLATE}`);
}

function startSandbox(name: string, settings: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", `sandbox/${name}/server.ts`], {
    stdio: "ignore",
    env: { ...process.env, ...settings },
  });
}

const PATIENCE_MS = 20_000;

async function untilListening(port: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (await canConnect(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing listens on port ${port} after ${PATIENCE_MS / 1000} s`);
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(socket.destroy() !== undefined));
    socket.once("error", () => resolve(false));
  });
}
