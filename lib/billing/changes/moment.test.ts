import { expect, test } from "vitest";
import { momentOf, targetOf } from "@/lib/billing/changes/moment";
import type { PlanChange } from "@/lib/billing/schema";

const plan = (name: string): PlanChange => {
  const [is, interval] = name.split(" ");
  return { plan: is as PlanChange["plan"], interval: interval as PlanChange["interval"] };
};
const moment = (from: string, to: string, isTrial = false) => momentOf({ ...plan(from), seats: 1, isTrial }, plan(to));

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

test.each([
  ["enterprise month", 5, "enterprise month", 6, "now"],
  ["enterprise month", 5, "enterprise month", 4, "periodEnd"],
  ["enterprise month", 5, "enterprise month", 5, undefined],
  ["enterprise month", 5, "enterprise year", undefined, "now"],
  ["enterprise month", 5, "enterprise year", 4, "periodEnd"],
  ["enterprise year", 5, "enterprise month", 9, "periodEnd"],
  ["pro month", 1, "enterprise month", 5, "now"],
] as const)("from %s with %s seats to %s with %s happens %s", (from, held, to, seats, when) => {
  const wish = { ...plan(to), ...(seats === undefined ? {} : { seats }) };
  expect(momentOf({ ...plan(from), seats: held, isTrial: false }, wish)).toBe(when);
});

test("seats stay as many as they are unless another number is asked for, and what is sold without them has one", () => {
  const team = { ...plan("enterprise month"), seats: 5 };
  expect(targetOf(team, plan("enterprise year")).seats).toBe(5);
  expect(targetOf(team, { ...plan("enterprise month"), seats: 7 }).seats).toBe(7);
  expect(targetOf(team, { ...plan("pro month"), seats: 7 }).seats).toBe(1);
  // A number that somebody set by hand on a plan without seats is no number of seats.
  expect(targetOf({ ...plan("pro month"), seats: 3 }, plan("enterprise month")).seats).toBe(1);
});
