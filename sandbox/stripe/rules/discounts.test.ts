import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cut, cutsOf, type Part } from "./discounts";

const percent = (percentOff: number, products?: string[]): Cut => ({ percentOff, amountOff: null, products });
const amount = (amountOff: number, products?: string[]): Cut => ({ percentOff: null, amountOff, products });
const part = (cost: number, product = "a", discountable = true): Part => ({ amount: cost, product, discountable });

const parts = fc.array(
  fc.record({
    amount: fc.integer({ min: -100_000, max: 1_000_000 }),
    product: fc.constantFrom("a", "b", null),
    discountable: fc.boolean(),
  }),
  { maxLength: 6 },
);
const cuts = fc.array(
  fc.oneof(
    fc.double({ min: 0.01, max: 100, noNaN: true }).map((off) => percent(Math.round(off * 100) / 100)),
    fc.integer({ min: 1, max: 2_000_000 }).map((off) => amount(off)),
    fc.integer({ min: 1, max: 2_000_000 }).map((off) => amount(off, ["a"])),
  ),
  { maxLength: 3 },
);
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

test("no part goes below nothing, credit stays credit, and all is whole", () => {
  fc.assert(
    fc.property(parts, cuts, (whole, off) => {
      const shares = cutsOf(whole, off);
      for (const [i, { amount: cost, discountable }] of whole.entries()) {
        const taken = shares.map((share) => share[i]!);
        expect(taken.every((each) => Number.isInteger(each) && each >= 0)).toBe(true);
        expect(sum(taken)).toBeLessThanOrEqual(discountable ? Math.max(cost, 0) : 0);
      }
    }),
  );
});

test("the shares of one coupon add up to its whole, rounded once", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 100 }),
      (costs, off) => {
        const [shares] = cutsOf(
          costs.map((cost) => part(cost)),
          [percent(off)],
        );
        expect(sum(shares!)).toBe(Math.round((sum(costs) * off) / 100));
      },
    ),
  );
});

describe("in numbers", () => {
  test.each<[string, Part[], Cut[], number[][]]>([
    ["half of each", [part(1000), part(501)], [percent(50)], [[500, 251]]],
    ["an amount, by size", [part(3000), part(1000)], [amount(1000)], [[750, 250]]],
    ["an amount larger than all", [part(300), part(100)], [amount(1000)], [[300, 100]]],
    ["one after the other", [part(1000)], [percent(10), amount(100)], [[100], [100]]],
    ["the other way round", [part(1000)], [amount(100), percent(10)], [[100], [90]]],
    ["only what it is for", [part(1000, "a"), part(1000, "b")], [percent(50, ["b"])], [[0, 500]]],
    ["not what takes no discount", [part(1000, "a", false), part(1000)], [percent(50)], [[0, 500]]],
    ["not credit", [part(-1000), part(1000)], [percent(50)], [[0, 500]]],
    ["of nothing, nothing", [part(0)], [amount(100)], [[0]]],
    ["without a coupon", [part(1000)], [], []],
  ])("%s", (_name, whole, off, expected) => {
    expect(cutsOf(whole, off)).toEqual(expected);
  });
});
