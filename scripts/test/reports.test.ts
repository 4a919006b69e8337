import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { runBrowserTests } from "@/scripts/test/e2e-stage";
import type { runNode } from "@/scripts/test/run-program";
import { runUnitTests } from "@/scripts/test/unit-stage";

const home = process.cwd();
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "parley reports ")));
beforeEach(() => {
  fs.rmSync(path.join(folder, ".reports"), { recursive: true, force: true });
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A runner that leaves these files, says this and ends so. */
function running(files: Record<string, unknown>, code = 0): typeof runNode {
  return async (args, options) => {
    for (const [name, content] of Object.entries(files)) {
      const named = args.find((argument) => argument.startsWith("--outputFile="))?.slice("--outputFile=".length);
      const target = name === "report" ? (named ?? options?.env?.["PLAYWRIGHT_JSON_OUTPUT_NAME"] ?? "") : name;
      fs.mkdirSync(path.dirname(path.resolve(target)), { recursive: true });
      fs.writeFileSync(target, JSON.stringify(content));
    }
    return { code, output: "what it said" };
  };
}

const COVERAGE = ".reports/coverage/coverage-summary.json";
const covered = (pct: number) => ({ [COVERAGE]: { total: { lines: { pct } } } });
const unitReport = (...states: string[]) => ({
  testResults: [
    {
      name: "lib/a.test.ts",
      status: states.every((state) => state === "passed") ? "passed" : "failed",
      assertionResults: states.map((status, index) => ({ fullName: `test ${index}`, status })),
    },
  ],
});

describe("the unit tests", () => {
  test("pass when all do and they reach enough, which counts as one more", async () => {
    const run = running({ report: unitReport("passed", "passed"), ...covered(91.2) });
    expect(await runUnitTests(run)).toMatchObject({ passed: 3, failed: 0, note: "91.2 % of the lines of lib/" });
  });

  test("fail when there is no report: the runner broke down before it wrote one", async () => {
    expect(await runUnitTests(running({}, 0))).toEqual({ passed: 0, failed: 1, details: "what it said" });
  });

  test("are not counted from the report of an earlier run", async () => {
    await runUnitTests(running({ report: unitReport("passed"), ...covered(99) }));
    expect(await runUnitTests(running({}, 1))).toMatchObject({ passed: 0, failed: 1 });
  });

  test("fail when the runner did, although every test passed: something broke outside any test", async () => {
    const run = running({ report: unitReport("passed"), ...covered(99) }, 1);
    expect(await runUnitTests(run)).toMatchObject({ passed: 1, failed: 1, details: "what it said" });
  });

  test("that fail are told with what the runner said of their causes", async () => {
    const outcome = await runUnitTests(running({ report: unitReport("failed"), ...covered(99) }, 1));
    expect(outcome).toMatchObject({ passed: 1, failed: 1 });
    expect(outcome.details).toContain("what it said");
  });

  test.each([
    ["reach too little", covered(84.9), "84.9 %"],
    ["were not measured", {}, "0 %"],
  ])("fail when they %s", async (_what, files, percent) => {
    const outcome = await runUnitTests(running({ report: unitReport("passed"), ...files }));
    expect(outcome).toMatchObject({ passed: 1, failed: 1 });
    expect(outcome.details).toContain(percent);
  });

  test("are run without the checkout's own settings", async () => {
    const seen: unknown[] = [];
    await runUnitTests(async (args, options) => {
      seen.push(options?.env);
      return running({})(args, options);
    });
    expect(seen).toMatchObject([{ STRIPE_SECRET_KEY: "", DATABASE_URL: "", PARLEY_MODE: "" }]);
  });
});

describe("the browser tests", () => {
  const inNothing = <T>(work: (env: Record<string, string>) => Promise<T>) => work({ E2E_FACTS: "facts.json" });
  const spec = (status: string, message?: string) => ({
    title: `it is ${status}`,
    file: "e2e/a.spec.ts",
    tests: [{ status, results: message === undefined ? [] : [{ error: { message } }] }],
  });

  test("count those that passed at once; each other one is named with its words", async () => {
    const suites = [{ specs: [spec("expected"), spec("unexpected", "no such button")] }];
    const outcome = await runBrowserTests(running({ report: { suites, errors: [] } }, 1), inNothing);
    expect(outcome).toMatchObject({ passed: 1, failed: 1 });
    expect(outcome.details).toContain("it is unexpected: no such button");
  });

  test("fail without a report", async () => {
    expect(await runBrowserTests(running({}), inNothing)).toEqual({ passed: 0, failed: 1, details: "what it said" });
  });

  test("fail when the product does not start, with what the start said", async () => {
    const broken = () => Promise.reject(new Error("The product did not start: port taken"));
    await expect(runBrowserTests(running({}), broken)).rejects.toThrow("port taken");
  });
});
