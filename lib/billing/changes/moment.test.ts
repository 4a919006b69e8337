import { expect, test } from "vitest";
import { momentOf } from "@/lib/billing/changes/moment";
import type { PlanChange } from "@/lib/billing/schema";

const plan = (name: string): PlanChange => {
  const [is, interval] = name.split(" ");
  return { plan: is as PlanChange["plan"], interval: interval as PlanChange["interval"] };
};
const moment = (from: string, to: string, isTrial = false) => momentOf({ ...plan(from), isTrial }, plan(to));

test.each([
  ["pro month", "pro month", undefined],
  ["pro month", "pro year", "now"],
  ["pro month", "enterprise month", "now"],
  ["pro month", "enterprise year", "now"],
  ["pro year", "pro month", "periodEnd"],
  ["pro year", "enterprise month", "now"],
  ["pro year", "enterprise year", "now"],
  ["enterprise month", "pro month", "periodEnd"],
  ["enterprise month", "pro year", "periodEnd"],
  ["enterprise month", "enterprise year", "now"],
  ["enterprise year", "enterprise month", "periodEnd"],
  ["enterprise year", "pro year", "periodEnd"],
] as const)("from %s to %s happens %s", (from, to, when) => {
  expect(moment(from, to)).toBe(when);
});

test("in a trial everything happens at once, because nothing was paid that could be lost", () => {
  expect(moment("enterprise year", "pro month", true)).toBe("now");
  expect(moment("pro month", "pro month", true)).toBeUndefined();
});
