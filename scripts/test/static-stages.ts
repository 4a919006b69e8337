import fs from "node:fs";
import { cruise } from "@/scripts/imports/cruise";
import type { Outcome, Stage } from "./outcome";
import { runNode } from "./run-program";

const NEXT = "node_modules/next/dist/bin/next";
/** A cruise that finds nothing to look at reports no violation either. */
const LEAST_MODULES = 100;

/** Checks that look at the code without running it; each counts as one test. */
export const STATIC_STAGES: Stage[] = [
  { name: "types", least: 1, run: checkTypes },
  check("lint", ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"]),
  check("format", ["node_modules/@biomejs/biome/bin/biome", "format"]),
  { name: "imports", least: 1, run: checkImports },
  check("dead code", ["node_modules/knip/bin/knip.js", "--no-progress"]),
];

function check(name: string, args: readonly string[]): Stage {
  return { name, least: 1, run: async () => judge(await runNode(args)) };
}

/** Next writes the types of our routes first; `tsc` reads them. */
async function checkTypes(): Promise<Outcome> {
  // What an earlier `next dev` wrote speaks of pages that may be gone.
  fs.rmSync(".next/dev/types", { recursive: true, force: true });
  const written = await runNode([NEXT, "typegen"], { env: { NEXT_TELEMETRY_DISABLED: "1" } });
  return written.code === 0 ? judge(await runNode(["node_modules/typescript/bin/tsc", "--noEmit"])) : judge(written);
}

async function checkImports(): Promise<Outcome> {
  const { modules, summary } = await cruise(".");
  const problems = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  if (modules.length < LEAST_MODULES) problems.push(`Only ${modules.length} modules were looked at.`);
  return {
    ...judge({ code: problems.length, output: problems.join("\n") }),
    note: `${modules.length} modules`,
  };
}

function judge({ code, output }: { code: number; output: string }): Outcome {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, details: output };
}
