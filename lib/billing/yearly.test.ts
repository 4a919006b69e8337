import fc from "fast-check";
import { expect, test } from "vitest";
import type { RemoteDiscount } from "@/lib/adapters/payments/discount";
import { afterDiscounts, type Regular, yearlyMinor } from "@/lib/billing/yearly";

const regular = { interval: "month", intervalCount: 1, priceMinor: 1_900n };
const off = (wish: Partial<RemoteDiscount>): RemoteDiscount => ({
  couponId: "half",
  comesAgain: true,
  percentHundredths: null,
  amountOffMinor: null,
  currency: "usd",
  metadata: {},
  endsAt: null,
  ...wish,
});

test("an interval nobody knows is refused rather than left out", () => {
  expect(() => yearlyMinor({ ...regular, interval: "fortnight" })).toThrow(RangeError);
  expect(() => yearlyMinor({ ...regular, interval: "toString" })).toThrow(RangeError);
});

test.each<[Regular, bigint]>([
  [regular, 22_800n],
  [{ ...regular, interval: "year", priceMinor: 19_000n }, 19_000n],
  [{ ...regular, intervalCount: 3, priceMinor: 300n }, 1_200n],
  [{ ...regular, interval: "week", priceMinor: 3_800n }, 197_600n],
  [{ ...regular, interval: "day", priceMinor: 1n }, 365n],
  [{ ...regular, intervalCount: 7, priceMinor: 100n }, 171n],
  [{ ...regular, priceMinor: 2n ** 60n }, 12n * 2n ** 60n],
])("what a price brings a year (%#)", (price, yearly) => {
  expect(yearlyMinor(price)).toBe(yearly);
});

test.each([
  ["nothing", [], 1_900n],
  ["what is taken off one invoice", [off({ percentHundredths: 5_000, comesAgain: false })], 1_900n],
  ["half", [off({ percentHundredths: 5_000 })], 950n],
  ["a third, to the cent", [off({ percentHundredths: 3_333 })], 1_267n],
  ["half a cent, which is rounded up", [off({ percentHundredths: 250 })], 1_852n],
  ["an amount", [off({ amountOffMinor: 500 })], 1_400n],
  ["more than it costs", [off({ amountOffMinor: 9_900 })], 0n],
  ["everything", [off({ percentHundredths: 10_000 })], 0n],
  ["an amount, then half of the rest", [off({ amountOffMinor: 500 }), off({ percentHundredths: 5_000 })], 700n],
  ["half, then an amount", [off({ percentHundredths: 5_000 }), off({ amountOffMinor: 500 })], 450n],
])("19.00 less %s", (_what, discounts, left) => {
  expect(afterDiscounts(1_900n, discounts)).toBe(left);
});

test("whatever is taken off, what is left is between nothing and the price", () => {
  const discount = fc.record({
    percentHundredths: fc.option(fc.integer({ min: 0, max: 10_000 })),
    amountOffMinor: fc.integer({ min: 0, max: 5_000 }),
    comesAgain: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 1_000_000n }), fc.array(discount, { maxLength: 5 }), (price, all) => {
      const left = afterDiscounts(price, all.map(off));
      expect(left >= 0n && left <= price).toBe(true);
      expect(
        afterDiscounts(
          price,
          all.map((each) => off({ ...each, comesAgain: false })),
        ),
      ).toBe(price);
    }),
  );
});
