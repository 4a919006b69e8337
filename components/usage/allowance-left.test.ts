import { expect, test } from "vitest";
import { allowanceLeft } from "./allowance-left";

const left = (remainingMicros: bigint, spentMicros = 0n, grantedMicros = 200_000n, creditMicros = 0n) =>
  allowanceLeft({ grantedMicros, remainingMicros, giftMicros: 0n, creditMicros }, { spentMicros, locale: "en-US" });

test("a little use is only a line", () => {
  expect(left(190_000n)).toEqual({
    share: 0.05,
    text: "$0.01 of $0.20 used",
    isWorthSaying: false,
    isSpent: false,
    isOut: false,
  });
});

test("from four fifths on it is words as well", () => {
  expect(left(40_001n).isWorthSaying).toBe(false);
  expect(left(40_000n).isWorthSaying).toBe(true);
});

test("what was spent since the figures were read counts", () => {
  expect(left(100_000n, 70_000n)).toEqual(left(30_000n));
});

test("the last micro-dollar is not nothing, and after it there is nothing", () => {
  expect(left(1n).isSpent).toBe(false);
  expect(left(0n).isSpent).toBe(true);
});

test("more spent than there was is shown as all of it", () => {
  expect(left(10n, 20n)).toEqual(left(0n));
});

test("an allowance of nothing is used up", () => {
  expect(left(0n, 0n, 0n)).toMatchObject({ share: 1, isSpent: true });
});

test("with credits a spent allowance is no end, until they are spent too", () => {
  expect(left(0n, 0n, 200_000n, 5n)).toMatchObject({ isSpent: true, isOut: false, share: 1 });
  expect(left(10n, 14n, 200_000n, 5n)).toMatchObject({ isSpent: true, isOut: false });
  expect(left(10n, 15n, 200_000n, 5n)).toMatchObject({ isOut: true });
  expect(left(0n)).toMatchObject({ isOut: true });
  const figures = { grantedMicros: 200_000n, remainingMicros: 0n, creditMicros: 0n };
  const isOut = (giftMicros: bigint, spentMicros: bigint) =>
    allowanceLeft({ ...figures, giftMicros }, { spentMicros, locale: "en-US" }).isOut;
  expect([isOut(5n, 4n), isOut(5n, 5n)]).toEqual([false, true]);
});
