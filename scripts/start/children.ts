import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { signal, untilGone } from "@/scripts/db/processes";
import type { Run } from "./run-record";

type ChildOptions = {
  name: string;
  /** What follows `node` on its command line. */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  port?: number;
  /** Where its words go; without one they are ours. */
  logFile?: string;
};

export type Child = {
  name: string;
  process: ChildProcess;
  /** Resolves when it ended well by itself, rejects with its last words when it did not; stopping it is neither. */
  untilDone: Promise<void>;
  stop(): Promise<void>;
};

const STOP_PATIENCE_MS = 8_000;
const TAIL_LINES = 30;
const PRELOAD = path.resolve("scripts/start/end-with-parent.mjs");

/** Starts a Node program that ends with us, in a session of its own so that Ctrl-C reaches only us. */
export function startChild({ name, args, env, port, logFile }: ChildOptions, run: Run): Child {
  const output = logFile === undefined ? "inherit" : openLog(logFile);
  const child = spawn(process.execPath, ["--import", PRELOAD, ...args], {
    env: { ...env, PARLEY_PARENT_PID: String(process.pid) },
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
  });
  if (typeof output === "number") fs.closeSync(output);
  if (child.pid !== undefined) run.add({ name, pid: child.pid, ...(port === undefined ? {} : { port }) });

  let isStopping = false;
  const untilDone = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, cause) => {
      if (isStopping) return;
      if (code === 0) resolve();
      else reject(new Error(`${name} ended with ${cause ?? code}.${lastWords(logFile)}`));
    });
  });
  untilDone.catch(() => {}); // Whoever waits hears it; that nobody waits is no crash.

  return {
    name,
    process: child,
    untilDone,
    async stop() {
      isStopping = true;
      const { pid } = child;
      if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      signal(pid, "SIGTERM");
      if (!(await untilGone(pid, STOP_PATIENCE_MS))) killAll(pid);
    },
  };
}

/** The child and whatever it started itself. */
export function killAll(pid: number): void {
  signal(process.platform === "win32" ? pid : -pid, "SIGKILL");
}

function openLog(file: string): number {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return fs.openSync(file, "w", 0o600);
}

function lastWords(logFile: string | undefined): string {
  if (logFile === undefined) return "";
  const lines = fs
    .readFileSync(logFile, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const tail = lines.slice(-TAIL_LINES).map((line) => `  ${line}`);
  return ` It said:\n${tail.join("\n")}\nAll of it is in ${path.relative("", logFile)}.`;
}
