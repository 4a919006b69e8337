import { spawnSync } from "node:child_process";
import path from "node:path";
import { type Child, startChild } from "./children";
import type { Plan, SandboxName } from "./plan";
import type { Run } from "./run-record";

const NEXT = "node_modules/next/dist/bin/next";
const TYPESCRIPT = path.resolve("scripts/typescript.mjs");

/** What the children see: our environment, with everything this start decided spelled out. */
export function childEnvironment(
  plan: Plan,
  given: { databaseUrl: string; authSecret?: string; webhookSecret?: string | undefined },
) {
  const { mode, isDev, host, appUrl, ports, urls, dataDir, sandboxes } = plan;
  const { authSecret, databaseUrl, webhookSecret } = given;
  return {
    ...process.env,
    NODE_ENV: isDev ? ("development" as const) : ("production" as const),
    NEXT_TELEMETRY_DISABLED: "1",
    // lib/startup.ts ends the process: it stores what is being answered first.
    NEXT_MANUAL_SIG_HANDLE: "true",
    PARLEY_MODE: mode,
    PORT: String(ports.app),
    HOSTNAME: host,
    APP_URL: appUrl,
    DATABASE_URL: databaseUrl,
    ...(authSecret === undefined ? {} : { AUTH_SECRET: process.env["AUTH_SECRET"] || authSecret }),
    ...(sandboxes.includes("stripe") && webhookSecret !== undefined ? { STRIPE_WEBHOOK_SECRET: webhookSecret } : {}),
    SANDBOX_STRIPE_PORT: String(ports.stripe),
    SANDBOX_OPENAI_PORT: String(ports.openai),
    SANDBOX_CONTROL_PORT: String(ports.control),
    ...(sandboxes.includes("stripe") ? { WORLD_CLOCK_URL: `http://127.0.0.1:${ports.stripe}/_sandbox/clock` } : {}),
    SANDBOX_STRIPE_URL: urls.stripe,
    SANDBOX_OPENAI_URL: urls.openai,
    SANDBOX_DATA_DIR: path.join(dataDir, "sandbox"),
    FILES_DIR: path.resolve(process.env["FILES_DIR"] || path.join(dataDir, "files")),
  } satisfies NodeJS.ProcessEnv;
}

export function startSandbox(name: SandboxName, plan: Plan, { env, run }: { env: NodeJS.ProcessEnv; run: Run }): Child {
  return startChild(
    {
      name: `The ${name} sandbox`,
      args: ["--import", TYPESCRIPT, `sandbox/${name}/server.ts`],
      env,
      port: plan.ports[name],
      logFile: path.join(plan.dataDir, "logs", `${name}.log`),
    },
    run,
  );
}

/**
 * glibc gives memory back to the system, and does not keep an arena of it for each thread (mallopt(3)); elsewhere nobody
 * reads these. The Dockerfile says the same.
 */
export const SPARING_MALLOC = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "131072",
  MALLOC_TRIM_THRESHOLD_: "131072",
};

/**
 * The heap is collected when it is a fifth over what was in use (V8 would wait for about four times that), but not while
 * what is old in it is small: then collecting it again and again costs more than the memory is worth. Nothing is bounded
 * by it. The Dockerfile says the same.
 */
export const SPARING_HEAP = ["--heap-growing-percent=20", "--initial-old-space-size=192"];

/** Flags of V8 come and go with its versions, and Node does not start with one that it does not know. */
export function knownToNode(flags: readonly string[]): readonly string[] {
  const { status } = spawnSync(process.execPath, [...flags, "--version"], { stdio: "ignore" });
  return status === 0 ? flags : [];
}

/** Serves a finished build, or, without one, straight from the sources with hot reload. */
export function startApp(
  plan: Plan,
  { serverFile, env, run }: { serverFile: string | undefined; env: NodeJS.ProcessEnv; run: Run },
): Child {
  const args =
    serverFile === undefined
      ? [NEXT, "dev", "--port", String(plan.ports.app), "--hostname", plan.host]
      : [...knownToNode(SPARING_HEAP), serverFile];
  return startChild({ name: "The app", args, env: { ...SPARING_MALLOC, ...env }, port: plan.ports.app }, run);
}

/** Runs a program of ours to its end. @throws Error with its last words when that is not a good one. */
export async function runToEnd(
  program: { name: string; args: readonly string[]; logFile: string },
  { env, run, onStart }: { env: NodeJS.ProcessEnv; run: Run; onStart: (child: Child) => void },
): Promise<void> {
  const child = startChild({ ...program, env }, run);
  onStart(child);
  await child.untilDone;
}

export const BUILD_ARGS = [NEXT, "build"] as const;
export const SEED_ARGS = ["--import", TYPESCRIPT, "prisma/seed.ts"] as const;

const PATIENCE_MS = 60_000;
const POLL_MS = 40;

/** Waits until a server answers anything at all below 500. @throws when it ends or stays silent. */
export async function untilAnswering(url: string, child: Child): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  const gone = child.untilDone.then(() => {
    throw new Error(`${child.name} ended before it answered.`);
  });
  while (performance.now() < deadline) {
    if (await Promise.race([answers(url), gone])) return;
    await Promise.race([new Promise((resolve) => setTimeout(resolve, POLL_MS)), gone]);
  }
  throw new Error(`${child.name} did not answer on ${url} within ${PATIENCE_MS / 1000} s.`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "manual" });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false; // Not listening yet.
  }
}
