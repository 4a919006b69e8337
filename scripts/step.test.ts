import { spawnSync } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";

const STEP = pathToFileURL(path.resolve("scripts/step.mjs")).href;

/** What a program that calls `step` writes, on a terminal or into a file. */
function written(body: string, { isTerminal = false } = {}) {
  const script = `
    ${isTerminal ? "process.stdout.isTTY = true;" : ""}
    const { step } = await import(${JSON.stringify(STEP)});
    ${body}`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
}

describe("in a log", () => {
  test("a step is one line with its time, written at its end", () => {
    const { stdout } = written(`
      await step("Build", async () => { process.stdout.write("[at work]"); });
    `);
    expect(stdout).toMatch(/^\[at work\]✓ Build {25,} +\d+\.\d s\n$/);
  });

  test("a few words of what came of it stand behind", () => {
    const { stdout } = written('await step("Seed", (note) => note("2 people"));');
    expect(stdout).toMatch(/^✓ Seed .* s {3}2 people\n$/);
  });

  test("what came to no good has another mark, and is no exception", () => {
    const { stdout, status } = written('await step("unit", (note) => note("1 failed", false));');
    expect(stdout).toMatch(/^✗ unit .* 1 failed\n$/);
    expect(status).toBe(0);
  });

  test("what broke has its line too, and breaks on", () => {
    const { stdout, stderr, status } = written(`
      await step("Migrate", async (note) => { note("half-way"); throw new Error("no such table"); });
    `);
    expect(stdout).toMatch(/^✗ Migrate +\d+\.\d s\n$/);
    expect(stderr).toContain("no such table");
    expect(status).toBe(1);
  });

  test("what the work gives comes back", () => {
    const { stdout } = written('console.log(await step("Start", () => 42));');
    expect(stdout.trim().split("\n").at(-1)).toBe("42");
  });
});

test("on a terminal a spinner turns until the line takes its place", () => {
  const { stdout } = written('await step("Install", () => new Promise((r) => setTimeout(r, 400)));', {
    isTerminal: true,
  });
  expect(stdout).toMatch(/\r[⠋⠙⠹⠸] Install /u);
  // The line clears what the spinner left before it writes.
  const last = stdout.slice(stdout.lastIndexOf("\r"));
  expect(last.startsWith("\r\u001b[K✓ Install ")).toBe(true);
  expect(last).toMatch(/ \d+\.\d s\n$/);
});
