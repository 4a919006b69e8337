import fs from "node:fs";
import path from "node:path";
import { commandOf, isAlive, signal, untilGone } from "./processes";

/** What a running server says of itself in its data folder; PostgreSQL's own pg_ctl reads the same lines. */
export type Postmaster = { pid: number; isReady: boolean };

const SMART_MS = 1_500;
const FAST_MS = 15_000;
const QUIT_MS = 5_000;

export function readPostmaster(folder: string): Postmaster | undefined {
  try {
    const lines = fs.readFileSync(pidFile(folder), "utf8").split("\n");
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, isReady: lines[7]?.trim() === "ready" } : undefined;
  } catch {
    return undefined; // No server, or one that ended this moment.
  }
}

/** Lets clients finish for a moment, then ends their sessions, and only when that does not help the server itself. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [name, patienceMs] of [
    ["SIGTERM", SMART_MS],
    ["SIGINT", FAST_MS],
    ["SIGQUIT", QUIT_MS],
  ] as const) {
    signal(pid, name);
    if (await untilGone(pid, patienceMs)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end.`);
}

/**
 * Clears what a run that was killed left in the data folder: its server is ended cleanly, and a note of a server that
 * is no more is removed, since PostgreSQL would take whoever has that number now for it.
 */
export async function clearLeftovers(
  folder: string,
): Promise<"nothing" | "ended a server" | "removed a stale pid file"> {
  const left = readPostmaster(folder);
  if (left === undefined) return "nothing";
  if (isAlive(left.pid) && isServerOf(left.pid, folder)) {
    await stopPostmaster(left.pid);
    return "ended a server";
  }
  fs.rmSync(pidFile(folder), { force: true });
  return "removed a stale pid file";
}

function isServerOf(pid: number, folder: string): boolean {
  const command = commandOf(pid);
  return command.includes("postgres") && command.includes(folder);
}

function pidFile(folder: string): string {
  return path.join(folder, "postmaster.pid");
}
