import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Outcome, Stage } from "@/scripts/test/outcome";
import { runStages } from "@/scripts/test/run-stages";

let said: string[] = [];
beforeEach(() => {
  said = [];
  vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void said.push(words.join(" ")));
  vi.spyOn(process.stdout, "write").mockImplementation((words) => said.push(String(words)) > 0);
});
afterEach(() => void vi.restoreAllMocks());

const stage = (name: string, outcome: Outcome | Error, least = 1): Stage => ({
  name,
  least,
  run: () => (outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome)),
});
const good = stage("types", { passed: 1, failed: 0 });
const lastLine = () => said.join("\n").trim().split("\n").at(-1);

test("the last line is the sum of all stages, and all is well when nothing failed", async () => {
  expect(await runStages([], [good, stage("unit", { passed: 41, failed: 0 })])).toBe(0);
  expect(lastLine()).toBe("42 passed, 0 failed");
});

test("one failure anywhere fails the run, and what a person needs to see is shown", async () => {
  const failing = stage("unit", { passed: 40, failed: 2, details: "lib/a.test.ts: expected 1" });
  expect(await runStages([], [failing, good])).toBe(1);
  expect(lastLine()).toBe("41 passed, 2 failed");
  expect(said.join("\n")).toContain("lib/a.test.ts: expected 1");
  expect(said.join("\n")).toMatch(/✗ unit .*40 passed, 2 failed/);
});

test("a stage that breaks down has failed, and those after it still run", async () => {
  expect(await runStages([], [stage("e2e", new Error("no browser here")), good])).toBe(1);
  expect(lastLine()).toBe("1 passed, 1 failed");
  expect(said.join("\n")).toContain("no browser here");
});

test("a stage that lost its tests has failed although none of them did", async () => {
  expect(await runStages([], [stage("unit", { passed: 0, failed: 0 }, 2000)])).toBe(1);
  expect(lastLine()).toBe("0 passed, 1 failed");
  expect(said.join("\n")).toContain("unit ran 0 tests and must run at least 2000.");
});

describe("by name", () => {
  const slow = stage("deep", { passed: 5, failed: 0 });

  test("only those named run, and one that is for a night only then", async () => {
    expect(await runStages([], [good], [slow])).toBe(0);
    expect(lastLine()).toBe("1 passed, 0 failed");
    expect(await runStages(["deep"], [good], [slow])).toBe(0);
    expect(lastLine()).toBe("5 passed, 0 failed");
  });

  test("a name that is none runs nothing and says which there are", async () => {
    const complaint = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await runStages(["types", "unti"], [good], [slow])).toBe(1);
    expect(complaint.mock.calls.flat().join()).toBe("No such stage: unti. There are: types, deep.");
    expect(said).toEqual([]);
  });

  test("colours of a failure's words do not reach the log", async () => {
    await runStages([], [stage("lint", { passed: 0, failed: 1, details: "\u001b[31mred\u001b[0m" })]);
    expect(said.join("")).toContain("\nred\n");
  });
});
