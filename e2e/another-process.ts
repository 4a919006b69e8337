import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { z } from "zod";
import { findBuild } from "@/scripts/start/build";
import { freePort } from "@/scripts/start/ports";
import { facts, factsFile } from "./facts";

/** A second web process on the database and the sandboxes of the first, which can be ended in any way. */
export type AnotherProcess = {
  /** Cookies know no ports: who is signed in at the first is signed in here. */
  url: string;
  /** Sends it the signal and waits for its end. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** Again, at the same address. */
  start(): Promise<void>;
};

const Secrets = z.object({ authSecret: z.string() });
const PATIENCE_MS = 30_000;

/** Is up when it returns. `settings` are set for it alone. */
export async function startAnother(settings: Record<string, string> = {}): Promise<AnotherProcess> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const server = findBuild();
    if (server === undefined) throw new Error("There is no build of these files.");
    child = spawn(process.execPath, [server], { env: { ...environment(port, url), ...settings }, stdio: "ignore" });
    await expect.poll(() => isAnswering(url), { timeout: PATIENCE_MS, message: `a server on ${url}` }).toBe(true);
  }

  await start();
  return {
    url,
    start,
    end: (signal) =>
      new Promise((resolve) => {
        if (child === undefined || child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.kill(signal);
      }),
  };
}

function environment(port: number, url: string): NodeJS.ProcessEnv {
  const folder = path.dirname(factsFile);
  const { authSecret } = Secrets.parse(JSON.parse(fs.readFileSync(path.join(folder, "secrets.json"), "utf8")));
  return {
    ...process.env,
    NODE_ENV: "production",
    NEXT_MANUAL_SIG_HANDLE: "true",
    PARLEY_MODE: "sandbox",
    // The jobs are the first one's.
    PARLEY_ROLE: "web",
    PORT: String(port),
    HOSTNAME: "127.0.0.1",
    APP_URL: url,
    AUTH_SECRET: authSecret,
    DATABASE_URL: facts.databaseUrl,
    ...(facts.webhookSecret === null ? {} : { STRIPE_WEBHOOK_SECRET: facts.webhookSecret }),
    WORLD_CLOCK_URL: `${facts.stripeUrl}/_sandbox/clock`,
    SANDBOX_STRIPE_PORT: new URL(facts.stripeUrl).port,
    SANDBOX_OPENAI_PORT: new URL(facts.openaiUrl).port,
    SANDBOX_CONTROL_PORT: new URL(facts.controlUrl).port,
    FILES_DIR: path.join(folder, "files"),
  };
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).ok;
  } catch {
    return false; // Not listening yet.
  }
}
