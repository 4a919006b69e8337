import fc from "fast-check";
import { expect, test } from "vitest";
import { monthlyMinor } from "@/lib/insights/recurring";

const sum = (interval: string, totalMinor: number | bigint, intervalCount = 1) => ({
  interval,
  intervalCount,
  totalMinor: BigInt(totalMinor),
});

test("nothing brings nothing", () => {
  expect(monthlyMinor([])).toBe(0);
});

test("months count whole, years a twelfth, and thirds of cents add up before they are rounded", () => {
  expect(monthlyMinor([sum("month", 1_900)])).toBe(1_900);
  expect(monthlyMinor([sum("year", 19_000)])).toBe(1_583);
  expect(monthlyMinor([sum("year", 2 * 19_000)])).toBe(3_167);
  expect(monthlyMinor([sum("year", 6)])).toBe(1);
  expect(monthlyMinor([sum("year", 5)])).toBe(0);
});

test("longer and shorter intervals are taken for what they are", () => {
  expect(monthlyMinor([sum("month", 300, 3)])).toBe(100);
  expect(monthlyMinor([sum("week", 1_200)])).toBe(5_200);
  expect(monthlyMinor([sum("day", 1_200), sum("month", 10, 3)])).toBe(36_503);
});

test("an interval nobody knows is refused rather than left out", () => {
  expect(() => monthlyMinor([sum("fortnight", 1)])).toThrow(RangeError);
  expect(() => monthlyMinor([sum("toString", 1)])).toThrow(RangeError);
});

test("sums beyond a double's exactness are still exact to the cent", () => {
  const huge = 2n ** 53n + 12n;
  expect(BigInt(monthlyMinor([sum("year", huge)]))).toBe((huge + 6n) / 12n);
});

test("how subscriptions are grouped does not change the figure", () => {
  const prices = fc.array(fc.tuple(fc.constantFrom("month", "year"), fc.integer({ min: 0, max: 1_000_000 })), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(prices, (each) => {
      const apart = each.map(([interval, total]) => sum(interval, total));
      const together = ["month", "year"].map((interval) =>
        sum(
          interval,
          each.filter(([other]) => other === interval).reduce((total, [, minor]) => total + minor, 0),
        ),
      );
      expect(monthlyMinor(apart)).toBe(monthlyMinor(together));
    }),
  );
});
