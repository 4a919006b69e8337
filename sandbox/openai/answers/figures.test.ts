import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arithmetic } from "./arithmetic";
import { conversion } from "./conversion";
import { evaluate } from "./expression";
import { asking } from "./testing/asking";

describe("expressions", () => {
  test.each<[string, number | undefined]>([
    ["2 + 3 * 4", 14],
    ["(2 + 3) * 4", 20],
    ["2^3^2", 512],
    ["-2^2", -4],
    ["2 * -3", -6],
    ["10 - 4 - 3", 3],
    ["100 / 5 / 2", 10],
    ["17 % 5", 2],
    ["15% * 80", 12],
    ["50% + 1", 1.5],
    ["1,000 + .5", 1000.5],
    ["6 ÷ 2 × 3", 9],
    ["2**10", 1024],
    ["1 / 0", undefined],
    ["(1 + 2", undefined],
    ["1 + 2)", undefined],
    ["1 2", undefined],
    ["", undefined],
    ["process.exit(1)", undefined],
    [`${"(".repeat(5_000)}1${")".repeat(5_000)}`, undefined],
    [`${"-".repeat(5_000)}1`, undefined],
  ])("%s is %s", (expression, value) => {
    expect(evaluate(expression)).toBe(value);
  });

  test("agree with JavaScript on whatever both can read", () => {
    const number = fc.integer({ min: 0, max: 999 }).map(String);
    const { tree } = fc.letrec<{ tree: string; pair: string; group: string }>((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, number, tie("pair"), tie("group")),
      pair: fc
        .tuple(tie("tree"), fc.constantFrom(" + ", " - ", " * ", " / "), tie("tree"))
        .map((parts) => parts.join("")),
      group: tie("tree").map((inner) => `(${inner})`),
    }));
    fc.assert(
      fc.property(tree, (expression) => {
        const value = Number(runInNewContext(expression));
        expect(evaluate(expression)).toBe(Number.isFinite(value) ? value : undefined);
      }),
      { numRuns: 500 },
    );
  });
});

describe("arithmetic in a sentence", () => {
  test.each([
    ["What is 17 * 23 + 4?", "**17 * 23 + 4 = 395**"],
    ["15% of 80", "**15% of 80 = 12**"],
    ["twelve? no: 12 times 12", "**12 * 12 = 144**"],
    ["what's 3 squared", "**3^2 = 9**"],
    ["Calculate 0.1 + 0.2", "**0.1 + 0.2 = 0.3**"],
    ["7 x 8", "**7 * 8 = 56**"],
    ["1000000 * 1000", "**1000000 * 1000 = 1,000,000,000**"],
  ])("%s", (text, start) => {
    expect(arithmetic(asking(text))).toContain(start);
  });

  test("says when there is no value", () => {
    expect(arithmetic(asking("1 / 0"))).toContain("division by zero");
  });

  test.each([
    "Call +49 30 1234567 please",
    "Explain the years 1914-1918 in a range",
    "What happened in 1989?",
    "version 1.2-3 of this",
  ])("%s is not a sum", (text) => {
    expect(arithmetic(asking(text))).toBeUndefined();
  });
});

describe("conversions", () => {
  test.each([
    ["10 miles in km", "**10 miles = 16.09344 kilometres**"],
    ["How many feet are in 2 metres?", "**2 metres = 6.5616798 feet**"],
    ["convert 5 kg to pounds", "**5 kilograms = 11.023113 pounds**"],
    ["100 km/h in mph", "mph**"],
    ["72 F to C", "**72 °F = 22.222222 °C**"],
    ["0 celsius in kelvin", "**0 °C = 273.15 K**"],
    ["3 hours in kg", "one can not become the other"],
    ["How many days between 2026-02-27 and 2026-03-01?", "**2 days**"],
    ["days from 2028-02-27 to 2028-03-01", "**3 days**"],
    ["What date is 90 days after 2026-01-01?", "**Wednesday, 2026-04-01**"],
    ["2 weeks before 2026-01-01", "2025-12-18"],
    ["from 2026-02-31 to 2026-13-01", "does not exist"],
  ])("%s", (text, part) => {
    expect(conversion(asking(text))).toContain(part);
  });

  test.each(["10 apples in a basket", "What is a mile?", "she ran 5 miles"])("%s is none", (text) => {
    expect(conversion(asking(text))).toBeUndefined();
  });
});
