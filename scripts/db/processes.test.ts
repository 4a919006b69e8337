import { type ChildProcess, spawn } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { commandOf, isAlive, isSameProcess, markOf, signal, untilGone } from "@/scripts/db/processes";

/** Above the highest number Linux gives. */
const NOBODY = 2 ** 22 + 1;
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function idle(word = "idle"): { child: ChildProcess; pid: number } {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", word], { stdio: "ignore" });
  children.push(child);
  return { child, pid: child.pid ?? 0 };
}

test("a process is alive until it ends, and somebody else's is alive too", async () => {
  const { child, pid } = idle();
  expect([isAlive(pid), isAlive(process.pid), isAlive(1), isAlive(NOBODY)]).toEqual([true, true, true, false]);
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  expect(isAlive(pid)).toBe(false);
});

describe("a process and the moment it began", () => {
  test("name it", () => {
    const mark = markOf(idle().pid);
    expect(mark).toBeDefined();
    expect(mark && isSameProcess(mark)).toBe(true);
  });

  test("are not those of whoever gets its number later", () => {
    expect(isSameProcess({ pid: idle().pid, startedAt: "1" })).toBe(false);
  });

  test("two begun one after the other differ by number", () => {
    expect(markOf(idle().pid)).not.toEqual(markOf(idle().pid));
  });

  test("nobody has none, and no command either", () => {
    expect(markOf(NOBODY)).toBeUndefined();
    expect(commandOf(NOBODY)).toBe("");
  });
});

test("the command is told with its arguments, blanks and brackets in them included", async () => {
  const { child, pid } = idle("a word) with (brackets");
  await new Promise((resolve) => child.once("spawn", resolve));
  // It counts as spawned a moment before it has its arguments.
  await expect.poll(() => commandOf(pid)).toContain("a word) with (brackets");
  expect(markOf(pid)?.startedAt).toMatch(/^\d+$/);
});

describe("waiting for an end", () => {
  test("gives up in time on one that stays", async () => {
    expect(await untilGone(idle().pid, 60)).toBe(false);
  });

  test("takes nobody for gone at once, without patience", async () => {
    expect(await untilGone(NOBODY, 0)).toBe(true);
  });

  test("takes one for gone that ended and that nobody collected", async () => {
    // A shell that starts a child and never waits for it keeps it as a zombie.
    const shell = spawn("/bin/sh", ["-c", "sleep 0.1 & echo $!; exec sleep 5"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    children.push(shell);
    const pid = await new Promise<number>((resolve) =>
      shell.stdout.once("data", (chunk: Buffer) => resolve(Number(chunk))),
    );
    expect(await untilGone(pid, 3_000)).toBe(true);
    expect(isAlive(pid)).toBe(true);
  });
});

test("a signal to nobody is no error", () => {
  expect(() => signal(NOBODY, "SIGTERM")).not.toThrow();
});
