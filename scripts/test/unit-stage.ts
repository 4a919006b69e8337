import fs from "node:fs";
import { z } from "zod";
import { redisProgram } from "@/lib/limits/testing/redis";
import { blankSettings } from "./blank-settings";
import type { Outcome, Stage } from "./outcome";
import { runNode } from "./run-program";
import { installOnDebian } from "./system-programs";

const VITEST = "node_modules/vitest/vitest.mjs";
const REPORT = ".reports/unit.json";
const COVERAGE = ".reports/coverage/coverage-summary.json";
const LEAST_LINES_PERCENT = 85;

/** The part of vitest's JSON report that is summed. */
export const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});
type Report = z.infer<typeof Report>;
const Summary = z.object({ total: z.object({ lines: z.object({ pct: z.number() }) }) });

export const UNIT_STAGE: Stage = {
  name: "unit",
  least: 2000,
  run: () => {
    // The server of Redis is in it, and no service that runs. Elsewhere, where there is no Redis, its tests are not there either.
    if (redisProgram() === undefined) installOnDebian("redis-tools");
    return runUnitTests();
  },
};

export async function runUnitTests(run = runNode): Promise<Outcome> {
  for (const file of [REPORT, COVERAGE]) fs.rmSync(file, { force: true });
  const reporters = ["--reporter=json", `--outputFile=${REPORT}`, "--reporter=./scripts/test/causes-reporter.ts"];
  const args = ["run", "--coverage", "--coverage.reportOnFailure", ...reporters];
  const { code, output } = await run([VITEST, ...args], { env: blankSettings() });
  if (!fs.existsSync(REPORT)) return { passed: 0, failed: 1, details: output };
  const counted = countReport(Report.parse(JSON.parse(fs.readFileSync(REPORT, "utf8"))));
  // An error outside any test fails the run without failing a test.
  if (code !== 0 && counted.failed === 0) return { ...counted, failed: 1, details: output };
  return withCoverage(counted.failed === 0 ? counted : { ...counted, details: `${counted.details}\n\n${output}` });
}

/** A test passes or it fails: skipped and to-do ones fail, and so does a file that could not be read. */
export function countReport({ testResults }: Report): Outcome {
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: name })),
  );
  const failures = tests
    .filter(({ status }) => status !== "passed")
    .map(({ file, fullName, status, failureMessages }) => `${file}\n  ${fullName}: ${failureMessages?.[0] ?? status}`);
  const broken = testResults
    .filter(
      ({ status, assertionResults }) =>
        status !== "passed" && assertionResults.every((test) => test.status === "passed"),
    )
    .map(({ name, message }) => `${name}\n  ${message}`);
  const failed = failures.length + broken.length;
  return { passed: tests.length - failures.length, failed, details: [...failures, ...broken].join("\n\n") };
}

function withCoverage(outcome: Outcome): Outcome {
  const percent = fs.existsSync(COVERAGE)
    ? Summary.parse(JSON.parse(fs.readFileSync(COVERAGE, "utf8"))).total.lines.pct
    : 0;
  const note = `${percent} % of the lines of lib/`;
  if (percent >= LEAST_LINES_PERCENT) return { ...outcome, passed: outcome.passed + 1, note };
  const missing = `The tests reach ${percent} % of the lines of lib/, and must reach ${LEAST_LINES_PERCENT} %.`;
  return { ...outcome, failed: outcome.failed + 1, note, details: `${outcome.details ?? ""}\n\n${missing}` };
}
