import fc from "fast-check";
import { expect, test } from "vitest";
import { nextPaymentAttempt } from "./dunning";
import { cardBehaviour, numberOfNamedCard, passesLuhn } from "./cards";
import { sumsOf } from "./invoice-sums";
import { type Cadence, isSameCadence, nextEnd, stepFrom } from "./periods";
import { previousAttributes } from "./previous-attributes";
import { prorated } from "./proration";

const at = (text: string) => Date.parse(`${text}T10:20:30Z`) / 1000;
const month: Cadence = { interval: "month", interval_count: 1 };
const cadences: fc.Arbitrary<Cadence> = fc.record({
  interval: fc.constantFrom("day" as const, "week" as const, "month" as const, "year" as const),
  interval_count: fc.integer({ min: 1, max: 12 }),
});
const seconds = fc.integer({ min: at("1990-01-01"), max: at("2060-01-01") });

test.each([
  ["2027-01-31", 1, "2027-02-28"],
  ["2027-01-31", 2, "2027-03-31"],
  ["2027-12-31", 2, "2028-02-29"],
  ["2028-02-29", 12, "2029-02-28"],
  ["2028-02-29", 48, "2032-02-29"],
])("%s and %i months is %s", (from, months, to) => {
  expect(stepFrom(at(from), month, months)).toBe(at(to));
});

test("periods from one anchor follow each other without gap or overlap", () => {
  fc.assert(
    fc.property(seconds, cadences, fc.nat(200), (anchor, cadence, n) => {
      const end = stepFrom(anchor, cadence, n + 1);
      expect(nextEnd(anchor, cadence, stepFrom(anchor, cadence, n))).toBe(end);
      expect(nextEnd(anchor, cadence, end - 1)).toBe(end);
    }),
  );
});

test("twelve months and one year are not called the same", () => {
  expect(isSameCadence({ interval: "month", interval_count: 12 }, { interval: "year", interval_count: 1 })).toBe(false);
});

test("a proration lies between nothing and the whole, never grows with time, and parts make the whole within a cent", () => {
  fc.assert(
    fc.property(
      fc.nat(10_000_000),
      seconds,
      fc.integer({ min: 1, max: 40_000_000 }),
      fc.nat(),
      (amount, start, length, when) => {
        const period = { start, end: start + length };
        const moment = start + (when % (length + 1));
        const rest = prorated(amount, period, moment);
        expect(rest).toBeGreaterThanOrEqual(0);
        expect(rest).toBeLessThanOrEqual(amount);
        expect(prorated(amount, period, moment + 1)).toBeLessThanOrEqual(rest);
        const used = prorated(amount, { start, end: start + length }, start + length - (moment - start));
        expect(Math.abs(amount - rest - used)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test("a proration is rounded to the nearest cent, a half upwards", () => {
  const month = { start: 0, end: 30 };
  expect([10, 20, 15].map((at) => prorated(1900, month, at))).toEqual([1267, 633, 950]);
  expect(prorated(1901, month, 15)).toBe(951);
});

test("prorating outside the period gives all or nothing", () => {
  const period = { start: 100, end: 200 };
  expect([
    prorated(500, period, 0),
    prorated(500, period, 100),
    prorated(500, period, 200),
    prorated(500, period, 900),
  ]).toEqual([500, 500, 0, 0]);
  expect(prorated(500, { start: 100, end: 100 }, 100)).toBe(0);
});

test("credit lessens what is due and never makes it negative; nothing is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -100_000, max: 100_000 })),
      fc.integer({ min: -100_000, max: 100_000 }),
      (amounts, balance) => {
        const sums = sumsOf(amounts, balance);
        expect(sums.total).toBe(amounts.reduce((a, b) => a + b, 0));
        expect(sums.amount_due).toBeGreaterThanOrEqual(0);
        expect(sums.amount_due + sums.ending_balance).toBe(sums.total + balance);
      },
    ),
  );
});

test("failed renewals are tried after three, five and seven days, and then no more", () => {
  expect([1, 2, 3, 4].map((attempts) => nextPaymentAttempt(attempts, 0))).toEqual([259_200, 432_000, 604_800, null]);
});

test("named cards and tokens lead to test numbers that are valid", () => {
  for (const name of [
    "pm_card_visa",
    "tok_visa",
    "pm_card_chargeDeclined",
    "pm_card_amex",
    "tok_chargeDeclinedExpiredCard",
  ]) {
    const number = numberOfNamedCard(name) ?? "";
    expect(passesLuhn(number)).toBe(true);
    expect(cardBehaviour(number)).toBeDefined();
  }
  expect(numberOfNamedCard("pm_card_nonsense")).toBeUndefined();
  expect(numberOfNamedCard("pm_1abc")).toBeUndefined();
});

test.each(["4242424242424241", "4242", "", "4242-4242-4242-4242", "abcd424242424242"])(
  "%j is no card number",
  (number) => {
    expect(passesLuhn(number)).toBe(false);
  },
);

test("only what differs is told of the past, nested things whole, and of what was not there nothing", () => {
  const before = { a: 1, list: [1], inner: { x: 1, y: 2 }, same: { z: 1 }, gone: "soon", never: undefined };
  const after = { a: 2, list: [1], inner: { x: 1, y: 3 }, same: { z: 1 }, fresh: true };
  const told = { a: 1, inner: { x: 1, y: 2 }, gone: "soon" };
  expect(Object.entries(previousAttributes(before, after))).toEqual(Object.entries(told));
});
