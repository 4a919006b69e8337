import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { blankSettings } from "@/scripts/test/blank-settings";

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

/** Runs some test files of a copy. Only a test that fails counts: a file that breaks proves nothing about its tests. */
export async function runTests(
  folder: string,
  tests: readonly string[],
): Promise<{ passed: number; failed: number; failures: string[] }> {
  const report = path.join(folder, "report.json");
  fs.rmSync(report, { force: true });
  const args = ["node_modules/vitest/vitest.mjs", "run", ...tests, "--reporter=json", `--outputFile=${report}`];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, ...blankSettings(), NODE_ENV: "test" },
  });
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (!fs.existsSync(report)) return { passed: 0, failed: 0, failures: [] };
  const { numPassedTests, numFailedTests, testResults } = Report.parse(JSON.parse(fs.readFileSync(report, "utf8")));
  const failures = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(({ fullName }) => fullName);
  return { passed: numPassedTests, failed: numFailedTests, failures };
}
