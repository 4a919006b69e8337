import { expect, test } from "vitest";
import {
  CURRENCIES,
  INTERVALS,
  lookupKeyOf,
  PAID_PLAN_IDS,
  PLAN_IDS,
  PLANS,
  planOfLookupKey,
  planRank,
} from "@/lib/billing/plans";

test("every paid plan's price is found by its key, and by no other's", () => {
  const keys = PAID_PLAN_IDS.flatMap((plan) =>
    INTERVALS.map((interval) => [lookupKeyOf(plan, interval), plan] as const),
  );
  expect(new Set(keys.map(([key]) => key)).size).toBe(4);
  for (const [key, plan] of keys) expect(planOfLookupKey(key)).toBe(plan);
});

test("a price without a key, or with a stranger's, is of no plan", () => {
  expect(planOfLookupKey(null)).toBeUndefined();
  expect(planOfLookupKey("parley_pro")).toBeUndefined();
  expect(planOfLookupKey("")).toBeUndefined();
});

test("a bigger plan costs more, grants more and is ranked higher", () => {
  const plans = PLAN_IDS.map((id) => PLANS[id]);
  for (const [index, plan] of plans.entries()) {
    const smaller = plans[index - 1];
    expect(planRank(plan.id)).toBe(index);
    if (!smaller) continue;
    for (const currency of CURRENCIES)
      expect(plan.prices[currency].month).toBeGreaterThan(smaller.prices[currency].month);
    expect(plan.grants.allowanceMicros).toBeGreaterThan(smaller.grants.allowanceMicros);
    expect(plan.grants.modelClasses).toEqual(expect.arrayContaining([...smaller.grants.modelClasses]));
  }
});

test("a year costs ten months, in every currency", () => {
  const prices = PAID_PLAN_IDS.flatMap((id) => CURRENCIES.map((currency) => PLANS[id].prices[currency]));
  expect(prices).toHaveLength(6);
  for (const { month, year } of prices) expect(year).toBe(10 * month);
});

test("what is charged is a whole number of the smallest unit, and enough for Stripe to charge it", () => {
  for (const id of PAID_PLAN_IDS)
    for (const currency of CURRENCIES)
      for (const interval of INTERVALS) {
        expect(Number.isSafeInteger(PLANS[id].prices[currency][interval])).toBe(true);
        expect(PLANS[id].prices[currency][interval]).toBeGreaterThanOrEqual(50);
      }
});
