import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import type net from "node:net";
import os from "node:os";
import path from "node:path";
import { freePort } from "@/scripts/start/ports";

export type Pipe = { port: number; pid: number };

export type World = {
  appPort: number;
  appPid: number;
  pipe: Pipe;
  /** The pipe that also parses and counts each chunk: what a product's processor time is compared with. */
  teedPipe: Pipe;
  databaseUrl: string;
  webhookSecret: string;
  stop(): Promise<void>;
};

const START_PATIENCE_MS = 240_000;

/**
 * The product as `npm start` serves it, on free ports and a database of its own, with the bench's model server behind
 * it; beside it the bare pipe, plain and teed, on the same model server.
 */
export async function startWorld(): Promise<World> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "parley-bench-"));
  fs.chmodSync(dataDir, 0o755);
  const upstream = fork("bench/upstream.ts", ["0"], { execArgv: ["--import", "tsx"] });
  const upstreamPort = await portOf(upstream);
  const pipes = [[], ["teed"]].map((more) =>
    fork("bench/bare-pipe.ts", ["0", String(upstreamPort), ...more], { execArgv: ["--import", "tsx"] }),
  );
  const [pipe, teedPipe] = await Promise.all(pipes.map(pipeOf));
  if (pipe === undefined || teedPipe === undefined) throw new Error("A pipe did not start");
  const appPort = await freePort();
  const start = fork("scripts/start.mjs", [], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      PARLEY_MODE: "sandbox",
      LOG_LEVEL: "error",
      OPENAI_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
      PARLEY_DATA_DIR: dataDir,
      PORT: String(appPort),
      EMBEDDED_PG_PORT: String(await freePort()),
      SANDBOX_STRIPE_PORT: String(await freePort()),
      SANDBOX_OPENAI_PORT: String(await freePort()),
      SANDBOX_CONTROL_PORT: String(await freePort()),
    },
  });
  const facts = await factsOf(start);
  return {
    appPort,
    appPid: appPidOf(dataDir, appPort),
    pipe,
    teedPipe,
    ...facts,
    stop: async () => {
      const ended = new Promise((resolve) => start.once("exit", resolve));
      start.kill("SIGTERM");
      await ended;
      for (const child of pipes) child.disconnect();
      upstream.disconnect();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function factsOf(start: ChildProcess): Promise<{ databaseUrl: string; webhookSecret: string }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The product did not start in time")), START_PATIENCE_MS);
    start.once("exit", () => reject(new Error("The product ended while it started")));
    start.on("message", (message: { ready?: { databaseUrl: string; webhookSecret: string } }) => {
      if (message.ready === undefined) return;
      clearTimeout(timer);
      resolve(message.ready);
    });
  });
}

/** The serving process itself, not the start that watches over it: its processor time is what is measured. */
function appPidOf(dataDir: string, port: number): number {
  const run = JSON.parse(fs.readFileSync(path.join(dataDir, "run.json"), "utf8")) as {
    children: { pid: number; port?: number }[];
  };
  const app = run.children.find((child) => child.port === port);
  if (app === undefined) throw new Error("The record of the run names no process on the product's port");
  return app.pid;
}

async function pipeOf(child: ChildProcess): Promise<Pipe> {
  return { port: await portOf(child), pid: child.pid ?? 0 };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once("message", (address: net.AddressInfo) => resolve(address.port)));
}
