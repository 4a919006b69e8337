import { expect, test } from "vitest";
import { countReport as countBrowserReport } from "@/scripts/test/e2e-stage";
import { withLeast } from "@/scripts/test/outcome";
import { countReport } from "@/scripts/test/unit-stage";

const file = (assertions: string[], status = "passed", message = "") => ({
  name: "lib/a.test.ts",
  status,
  message,
  assertionResults: assertions.map((state, index) => ({
    fullName: `test ${index}`,
    status: state,
    failureMessages: [],
  })),
});

test("tests that were skipped, or are still to be written, have failed", () => {
  const counted = countReport({ testResults: [file(["passed", "skipped", "todo", "pending", "failed"])] });
  expect(counted).toMatchObject({ passed: 1, failed: 4 });
});

test("a file that could not be read is a failure although none of its tests failed", () => {
  const counted = countReport({ testResults: [file(["passed"]), file([], "failed", "Cannot find module")] });
  expect(counted).toMatchObject({ passed: 1, failed: 1 });
  expect(counted.details).toContain("Cannot find module");
});

test("in a browser only what passed at once has passed", () => {
  const spec = (status: string) => ({ title: status, file: "a.spec.ts", tests: [{ status, results: [] }] });
  const inner = { specs: [spec("flaky"), spec("skipped")] };
  const counted = countBrowserReport({
    suites: [{ specs: [spec("expected")], suites: [inner] }],
    errors: [{ message: "no browser" }],
  });
  expect(counted).toMatchObject({ passed: 1, failed: 3 });
});

test("tests that went missing fail their stage", () => {
  const stage = { name: "unit", least: 10, run: () => Promise.reject(new Error("not run here")) };
  expect(withLeast(stage, { passed: 9, failed: 0 })).toMatchObject({ passed: 9, failed: 1 });
  expect(withLeast(stage, { passed: 9, failed: 1 })).toMatchObject({ passed: 9, failed: 1 });
  expect(withLeast(stage, { passed: 10, failed: 0 })).toMatchObject({ passed: 10, failed: 0 });
});
