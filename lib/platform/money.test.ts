import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  exactNumber,
  formatMicros,
  formatMicrosExactly,
  formatMinor,
  minorDigits,
  tokensCostMicros,
} from "@/lib/platform/money";

describe("amounts in a currency's smallest unit", () => {
  test.each([
    [1900, "usd", "$19.00"],
    [0, "usd", "$0.00"],
    [5, "usd", "$0.05"],
    [-250, "usd", "-$2.50"],
    [500, "jpy", "¥500"],
    [1234, "kwd", "KWD 1.234"],
    // Stripe counts these in hundredths although they have no coins of that size.
    [10_000, "isk", "ISK 100.00"],
    [500_000, "huf", "HUF 5,000.00"],
    [1_990_000, "cop", "COP 19,900.00"],
    [12_345, "idr", "IDR 123.45"],
    [9_999_999_999_99, "usd", "$9,999,999,999.99"],
  ])("%i %s reads %s", (minor, currency, text) => {
    expect(formatMinor(minor, currency).replace(/\s/g, " ")).toBe(text);
  });

  test("whole amounts lose their decimals when asked, others never", () => {
    expect(formatMinor(1900, "usd", { trim: true })).toBe("$19");
    expect(formatMinor(1950, "usd", { trim: true })).toBe("$19.50");
  });

  test("the person's locale decides the marks", () => {
    expect(formatMinor(123_456, "eur", { locale: "de-DE" }).replace(/\s/g, " ")).toBe("1.234,56 €");
  });

  test.each([
    ["usd", 2],
    ["jpy", 0],
    ["kwd", 3],
    ["ugx", 2],
    ["huf", 2],
    ["tnd", 3],
    ["xof", 0],
  ])("%s has %i decimals at Stripe", (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });
});

test("an amount becomes a number only where that is exact", () => {
  expect(exactNumber(9_007_199_254_740_991n)).toBe(9_007_199_254_740_991);
  expect(() => exactNumber(9_007_199_254_740_993n)).toThrow(RangeError);
});

test("whatever the currency, the place and the amount, every digit of it is there and no other", () => {
  const currencies = Intl.supportedValuesOf("currency").map((name) => name.toLowerCase());
  const locales = ["en-US", "en-GB", "en-DE", "en-IN", "de-CH"];
  fc.assert(
    fc.property(
      fc.constantFrom(...currencies),
      fc.constantFrom(...locales),
      fc.maxSafeInteger(),
      (currency, locale, minor) => {
        const digits = formatMinor(minor, currency, { locale }).replace(/[^0-9]/gu, "");
        expect(BigInt(digits)).toBe(BigInt(Math.abs(minor)));
        expect(digits.length).toBeGreaterThan(minorDigits(currency));
      },
    ),
  );
});

describe("micro-dollars", () => {
  test.each([
    [0n, "$0.00"],
    [1_000_000n, "$1.00"],
    [10_000n, "$0.01"],
    [9_999n, "$0.01"],
    [420n, "$0.0004"],
    [100n, "$0.0001"],
    [99n, "<$0.0001"],
    [1n, "<$0.0001"],
    [-5_000_000n, "-$5.00"],
  ])("%s reads %s", (micros, text) => {
    expect(formatMicros(micros)).toBe(text);
  });
});

describe("what tokens cost", () => {
  test("is rounded up to a whole micro-dollar, once", () => {
    expect(tokensCostMicros(1, 250_000n)).toBe(1n);
    expect(tokensCostMicros(4, 250_000n)).toBe(1n);
    expect(tokensCostMicros(5, 250_000n)).toBe(2n);
    expect(tokensCostMicros(0, 250_000n)).toBe(0n);
    expect(tokensCostMicros(1_000_000, 2_000_000n)).toBe(2_000_000n);
  });

  test("never less than exact, never a micro-dollar more", () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000), fc.bigInt(0n, 10n ** 12n), (tokens, price) => {
        const exact = BigInt(tokens) * price;
        const charged = tokensCostMicros(tokens, price) * 1_000_000n;
        expect(charged >= exact && charged - exact < 1_000_000n).toBe(true);
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("%s is no count", (tokens) => {
    expect(() => tokensCostMicros(tokens, 1n)).toThrow(RangeError);
  });
});

test.each([
  [0n, "$0.000000"],
  [1n, "$0.000001"],
  [-1_234_567n, "-$1.234567"],
  [12_345_678_901_234_567n, "$12,345,678,901.234567"],
])("%s micro-dollars are exactly %s", (micros, text) => {
  expect(formatMicrosExactly(micros)).toBe(text);
});
