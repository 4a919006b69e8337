import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RemoteDiscount } from "@/lib/adapters/payments/discount";
import type { RemoteItem } from "@/lib/adapters/payments/subscription";
import { cycleAt, plusMonths } from "@/lib/billing/cycle";
import { couponMonths, countingFor, givenUntil, noteOf } from "@/lib/billing/given";
import { MINUTE_MS, plusMs } from "@/lib/platform/clock";

const at = (day: string) => new Date(`2027-${day}T09:00:00Z`);

function anItem(changes: Partial<RemoteItem> = {}): RemoteItem {
  return {
    id: "si_1",
    priceId: "price_1",
    lookupKey: "parley_pro_month",
    interval: "month",
    intervalCount: 1,
    currency: "usd",
    unitAmountMinor: 1_900,
    quantity: 1,
    periodStart: at("03-05"),
    periodEnd: at("04-05"),
    ...changes,
  };
}

function monthsOf(plan: string, endsAt: Date | null): RemoteDiscount {
  const off = { percentHundredths: 10_000, amountOffMinor: null, currency: null };
  return { couponId: "free", comesAgain: true, ...off, metadata: noteOf({ plan, actId: "act" }), endsAt };
}

const BASE = { anchor: at("01-05"), discounts: [] as RemoteDiscount[], metadata: {}, trialEnd: null };

describe("until when it is given", () => {
  test("is never, of what nobody gave, whatever discount it has", () => {
    const own = { ...monthsOf("pro", at("06-20")), metadata: {} };
    expect(givenUntil(BASE, anItem())).toBeNull();
    expect(givenUntil({ ...BASE, discounts: [own] }, anItem())).toBeNull();
    expect(givenUntil({ ...BASE, trialEnd: at("04-05") }, anItem())).toBeNull();
  });

  test.each([
    ["between two renewals", at("06-20"), at("07-05")],
    ["at a renewal, which has it no more", at("06-05"), at("06-05")],
    ["in the month that runs", at("03-20"), at("04-05")],
    ["before the month that runs, which is paid for", at("03-01"), null],
    ["never", null, null],
  ])("is the next renewal that is paid for, where the discount ends %s", (_when, endsAt, expected) => {
    expect(givenUntil({ ...BASE, discounts: [monthsOf("pro", endsAt)] }, anItem())).toEqual(expected);
  });

  test("is the end of the trial, of what was given whole, also when that is over", () => {
    const gift = { ...BASE, metadata: noteOf({ plan: "pro", actId: "act" }), trialEnd: at("02-05") };
    expect(givenUntil(gift, anItem())).toEqual(at("02-05"));
  });

  test("is never, of what it became after months of another plan were given", () => {
    const discounts = [monthsOf("pro", at("06-20"))];
    const bigger = anItem({ lookupKey: "parley_enterprise_month" });
    expect(givenUntil({ ...BASE, discounts }, bigger)).toBeNull();
    expect(countingFor({ discounts }, bigger)).toEqual([]);
    expect(countingFor({ discounts }, anItem())).toHaveLength(1);
  });
});

describe("how long the coupon lasts", () => {
  test.each([
    ["in the middle of a month", "01-05", "03-17", 3, 3],
    ["at the very moment of a renewal", "01-05", "03-05", 2, 3],
    ["on the last of February, of what renews on the 31st", "01-31", "02-28", 1, 2],
  ])("given %s", (_when, anchor, from, months, expected) => {
    const { startsAt: periodStart, endsAt: periodEnd } = cycleAt(at(anchor), at(from));
    const item = anItem({ periodStart, periodEnd });
    expect(couponMonths({ anchor: at(anchor) }, item, { months, from: at(from) })).toBe(expected);
  });

  test("whenever it is given, that many renewals have it, and at most one more", () => {
    const moment = fc.date({ min: new Date("2027-01-01Z"), max: new Date("2029-12-31Z"), noInvalidDate: true });
    const months = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(moment, fc.nat({ max: 600_000 }), months, (anchor, minutes, wanted) => {
        const from = plusMs(anchor, minutes * MINUTE_MS);
        const { startsAt: periodStart, endsAt: periodEnd } = cycleAt(anchor, from);
        const item = anItem({ periodStart, periodEnd });
        const endsAt = plusMonths(from, couponMonths({ anchor }, item, { months: wanted, from }));
        const begun = Array.from({ length: 40 }, (_, month) => plusMonths(anchor, month));
        const free = begun.filter((renewal) => renewal >= periodEnd && renewal < endsAt).length;
        expect(free - wanted).toBeGreaterThanOrEqual(0);
        expect(free - wanted).toBeLessThanOrEqual(1);
        const discounts = [monthsOf("pro", endsAt)];
        expect(givenUntil({ ...BASE, anchor, discounts }, item)).toEqual(begun.find((renewal) => renewal >= endsAt));
      }),
    );
  });
});
