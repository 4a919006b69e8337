import fs from "node:fs";
import real from "@/node_modules/fast-check/lib/fast-check.js";
import { expect } from "vitest";

/**
 * What `npm run test:deep` gives the tests in place of fast-check: the same, with each property run so many times as
 * often, under a new seed, and a line written of both.
 */
const TIMES = Number(process.env["FC_TIMES"]);
const REPORT = process.env["FC_REPORT"] ?? "";
const STANDARD_RUNS = 100;

function assert<Values>(property: real.IRawProperty<Values>, given: real.Parameters<Values> = {}): unknown {
  const seed = Math.trunc(Math.random() * 0x7f_ff_ff_ff);
  const numRuns = (given.numRuns ?? STANDARD_RUNS) * TIMES;
  const { testPath, currentTestName } = expect.getState();
  fs.appendFileSync(REPORT, `${JSON.stringify({ file: testPath, test: currentTestName, seed, runs: numRuns })}\n`);
  return real.assert(property, { ...given, seed, numRuns });
}

export * from "@/node_modules/fast-check/lib/fast-check.js";
// oxlint-disable-next-line import/no-default-export -- fast-check's own is what the tests import
export default { ...real, assert };
