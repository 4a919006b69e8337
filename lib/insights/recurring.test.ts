import fc from "fast-check";
import { expect, test } from "vitest";
import { dividedHalfUp, monthlyMinor } from "@/lib/insights/recurring";

test("nothing brings nothing", () => {
  expect(monthlyMinor(0n)).toBe(0);
});

test("a year counts a twelfth, rounded half up", () => {
  expect(monthlyMinor(22_800n)).toBe(1_900);
  expect(monthlyMinor(19_000n)).toBe(1_583);
  expect(monthlyMinor(6n)).toBe(1);
  expect(monthlyMinor(5n)).toBe(0);
});

test("thirds of cents add up before they are rounded", () => {
  expect(monthlyMinor(2n * 19_000n)).toBe(3_167);
});

test("what is beyond a double's exactness is still exact to the cent", () => {
  const huge = 2n ** 53n + 12n;
  expect(BigInt(monthlyMinor(huge))).toBe((huge + 6n) / 12n);
});

test("rounding is off by half of one at most, and up where it is a half", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 1_000n }), (amount, by) => {
      const twice = 2n * (BigInt(dividedHalfUp(amount, by)) * by - amount);
      expect(twice > -by && twice <= by).toBe(true);
    }),
  );
});
