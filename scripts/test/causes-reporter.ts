import type { Reporter, TestCase } from "vitest/node";

/** Tells what an error was caused by: the JSON report leaves it out, and of a random test it is what went wrong. */
export default class Causes implements Reporter {
  onTestCaseResult(test: TestCase): void {
    for (const { cause } of test.result().errors ?? []) {
      if (cause) process.stdout.write(`${test.fullName}\n  because of ${cause.stack ?? cause.message}\n`);
    }
  }
}
