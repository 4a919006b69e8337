import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOn, offerFor, soldBy, termsOf } from "@/lib/billing/packs/offer";
import { CURRENCIES } from "@/lib/billing/plans";
import { CREDIT_AMOUNT, MICROS_PER_MINOR, PACK_IDS, PACKS } from "@/lib/billing/plans-packs";
import { DAY_MS } from "@/lib/platform/clock";

const currency = fc.constantFrom(...CURRENCIES);
const wish = fc.oneof(
  fc.record({ pack: fc.constantFrom(...PACK_IDS), currency }),
  fc.record({ amount: fc.integer({ min: CREDIT_AMOUNT.leastMinor, max: CREDIT_AMOUNT.mostMinor }), currency }),
);

describe("an offer", () => {
  test("for a pack is in the currency asked for, else in the person's own, else in dollars", () => {
    expect(offerFor({ pack: "small", currency: "gbp" }, "eur")).toMatchObject({ amountMinor: 400, currency: "gbp" });
    expect(offerFor({ pack: "small" }, "eur")).toMatchObject({ amountMinor: 500, currency: "eur" });
    expect(offerFor({ pack: "medium" })).toEqual({
      pack: "medium",
      amountMinor: 2_000,
      currency: "usd",
      creditMicros: 13_000_000n,
    });
  });

  test("for an amount brings what the smallest pack does for as much", () => {
    for (const paidIn of CURRENCIES) {
      const { prices, creditMicros } = PACKS.small;
      expect(offerFor({ amount: prices[paidIn], currency: paidIn }).creditMicros).toBe(creditMicros);
    }
  });

  test("of a bigger pack has more for each cent, and none has less than an amount", () => {
    for (const paidIn of CURRENCIES) {
      const rates = PACK_IDS.map((id) => Number(PACKS[id].creditMicros) / PACKS[id].prices[paidIn]);
      expect(rates.toSorted((a, b) => a - b)).toEqual(rates);
      expect(rates[0]).toBeGreaterThanOrEqual(Number(MICROS_PER_MINOR[paidIn]));
    }
  });
});

describe("what stands on a payment", () => {
  test("says later what it sold, whatever is sold by then", () => {
    fc.assert(
      fc.property(wish, (one) => {
        const offer = offerFor(one);
        // As Stripe keeps it: what is empty is not there.
        const kept = Object.fromEntries(Object.entries(termsOf("u", offer)).filter(([, value]) => value !== ""));
        const sold = { pack: offer.pack, creditMicros: String(offer.creditMicros), termMs: 365 * DAY_MS };
        expect(soldBy(kept)).toEqual(sold);
        expect(isOn(termsOf("u", offer), kept)).toBe(true);
        expect(isOn(termsOf("somebody else", offer), kept)).toBe(false);
      }),
    );
  });

  test.each([
    {},
    { kind: "subscription", creditMicros: "5", termDays: "5" },
    { kind: "credits", creditMicros: "-5", termDays: "5" },
    { kind: "credits", creditMicros: "0", termDays: "5" },
    { kind: "credits", creditMicros: "1e9", termDays: "5" },
    { kind: "credits", creditMicros: "5" },
  ])("sells nothing as %j", (metadata) => {
    expect(soldBy(metadata)).toBeUndefined();
  });
});
