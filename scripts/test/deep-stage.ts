import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { blankSettings } from "./blank-settings";
import type { Outcome, Stage } from "./outcome";
import { runNode } from "./run-program";
import { countReport, Report } from "./unit-stage";

const REPORT = path.resolve(".reports/deep.json");
const RUNS = path.resolve(".reports/deep-runs.jsonl");
/** How many times as often; `FC_TIMES=100 npm run test:deep` for a night. */
const STANDARD_TIMES = "10";
const PATIENCE_MS = 30 * 60 * 1000;

const Run = z.object({ file: z.string(), test: z.string(), seed: z.number(), runs: z.number() });

/** Only by name: every file with a random test, with many more runs, whose seeds and counts are printed. */
export const DEEP_STAGE: Stage = { name: "deep", least: 20, run: runDeeply };

async function runDeeply(): Promise<Outcome> {
  for (const file of [REPORT, RUNS]) fs.rmSync(file, { force: true });
  const files = execFileSync("git", ["grep", "-lE", "fc\\.assert|FC_TIMES", "--", "*.test.ts", "*.test.tsx"], {
    encoding: "utf8",
  });
  const { output } = await runNode(
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      ...files.trim().split("\n"),
      "--reporter=json",
      `--outputFile=${REPORT}`,
      `--testTimeout=${PATIENCE_MS}`,
    ],
    { env: { ...blankSettings(), FC_TIMES: process.env["FC_TIMES"] || STANDARD_TIMES, FC_REPORT: RUNS } },
  );
  if (!fs.existsSync(REPORT)) return { passed: 0, failed: 1, details: output };
  const runs = readRuns();
  console.log(
    runs
      .map(
        ({ file, test, seed, runs: count }) =>
          `  ${String(count).padStart(7)} runs, seed ${seed}  ${path.relative("", file)}: ${test}`,
      )
      .join("\n"),
  );
  const total = runs.reduce((sum, { runs: count }) => sum + count, 0);
  return {
    ...countReport(Report.parse(JSON.parse(fs.readFileSync(REPORT, "utf8")))),
    note: `${total} runs of ${runs.length} properties`,
  };
}

function readRuns(): z.infer<typeof Run>[] {
  if (!fs.existsSync(RUNS)) return [];
  const lines = fs.readFileSync(RUNS, "utf8").trim().split("\n");
  return lines.map((line) => Run.parse(JSON.parse(line)));
}
