import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { findBrowser } from "./browser";
import type { Outcome, Stage } from "./outcome";
import { startProduct } from "./product";
import { runNode } from "./run-program";
import { judgeHeard, listeningIn } from "./stripe-judge";

const REPORT = path.resolve(".reports/e2e.json");
/** Beside the product's folder, which is emptied at its start. */
const HEARD = path.resolve(".reports/e2e-stripe-heard");
const PLAYWRIGHT = "node_modules/@playwright/test/cli.js";

/** The part of Playwright's JSON report that is summed. Suites nest. */
const Spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
    }),
  ),
});
type Suite = { specs: z.infer<typeof Spec>[]; suites?: Suite[] | undefined };
const Suite: z.ZodType<Suite> = z.object({ specs: z.array(Spec), suites: z.lazy(() => z.array(Suite)).optional() });
const Report = z.object({ suites: z.array(Suite), errors: z.array(z.object({ message: z.string().optional() })) });

export const E2E_STAGE: Stage = { name: "e2e", least: 110, run: () => runBrowserTests() };

/** A model that says nothing is given up while a test waits. */
const SHORT_SILENCES = { OPENAI_FIRST_BYTE_MS: "6000", OPENAI_IDLE_MS: "4000" };

/** Tests run side by side, and have the model fail on purpose: one would find it spared for what another did. */
const NO_CIRCUITS = { OPENAI_CIRCUIT_FAILURES: "0" };

type WithProduct = <T>(work: (env: Record<string, string>) => Promise<T>) => Promise<T>;

export async function runBrowserTests(run = runNode, withProduct: WithProduct = inProduct): Promise<Outcome> {
  fs.rmSync(REPORT, { force: true });
  fs.rmSync(HEARD, { force: true });
  const { output } = await withProduct((env) =>
    run([PLAYWRIGHT, "test", "--reporter=json", "--trace=off"], {
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: REPORT },
    }),
  );
  if (!fs.existsSync(REPORT)) return { passed: 0, failed: 1, details: output };
  return judged(countReport(Report.parse(JSON.parse(fs.readFileSync(REPORT, "utf8")))));
}

/** The daily loop: the tests whose file or name fits, with Playwright's own words. @returns the exit code. */
export async function runSome(args: readonly string[]): Promise<number> {
  const { code } = await inProduct((env) =>
    runNode([PLAYWRIGHT, "test", "--reporter=list", ...args], { env, isShown: true }),
  );
  return code;
}

function judged(outcome: Outcome): Outcome {
  const complaint = judgeHeard(HEARD);
  if (complaint === undefined) return outcome;
  return { ...outcome, failed: outcome.failed + 1, details: `${outcome.details ?? ""}\n\n${complaint}` };
}

async function inProduct<T>(work: (env: Record<string, string>) => Promise<T>): Promise<T> {
  const browser = findBrowser();
  const settings = { ...SHORT_SILENCES, ...NO_CIRCUITS, ...listeningIn(HEARD) };
  const product = await startProduct(path.resolve(".reports/e2e-world"), settings);
  try {
    return await work({ E2E_FACTS: product.factsFile, E2E_CHROMIUM: browser });
  } finally {
    await product.stop();
  }
}

/** Passed means passed at once: flaky, skipped and unexpected ones fail. */
export function countReport({ suites, errors }: z.infer<typeof Report>): Outcome {
  const tests = suites.flatMap(specsOf).flatMap((spec) => spec.tests.map((test) => ({ ...test, spec })));
  const failures = tests
    .filter(({ status }) => status !== "expected")
    .map(({ spec, status, results }) => `${spec.file}\n  ${spec.title}: ${results.at(-1)?.error?.message ?? status}`);
  const outside = errors.map(({ message }) => message ?? "An error outside any test.");
  return {
    passed: tests.length - failures.length,
    failed: failures.length + outside.length,
    details: [...failures, ...outside].join("\n\n"),
  };
}

function specsOf(suite: Suite): z.infer<typeof Spec>[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}
