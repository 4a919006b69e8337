import { execFileSync } from "node:child_process";
import fs from "node:fs";

/** A process, and the moment it began: the two together name it even after its number went to somebody else. */
export type ProcessMark = { pid: number; startedAt: string };

const POLL_MS = 25;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

export function markOf(pid: number): ProcessMark | undefined {
  const startedAt = startOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export function isSameProcess({ pid, startedAt }: ProcessMark): boolean {
  return isAlive(pid) && startOf(pid) === startedAt;
}

/** The command line, with blanks between the arguments; empty when there is no such process. */
export function commandOf(pid: number): string {
  if (process.platform !== "linux") return ps(pid, "command=");
  return readProc(pid, "cmdline").replaceAll("\0", " ");
}

/** Whether the process was gone in time. */
export async function untilGone(pid: number, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (isRunning(pid)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

/** Sends a signal; that nobody is there to receive it is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** A dead child that nobody collected yet still has a number, but does not run. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  return process.platform !== "linux" || !/^\d+ \(.*\) [ZX]/s.test(readProc(pid, "stat"));
}

function startOf(pid: number): string | undefined {
  if (process.platform !== "linux") return ps(pid, "lstart=") || undefined;
  // Field 22, counted behind the name, which may hold blanks and brackets itself.
  const stat = readProc(pid, "stat");
  return stat === "" ? undefined : stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

function readProc(pid: number, name: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return ""; // It ended between two looks.
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync("ps", ["-o", column, "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "";
  }
}
