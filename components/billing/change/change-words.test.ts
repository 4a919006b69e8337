import { describe, expect, test } from "vitest";
import {
  acceptCall,
  afterwards,
  changeCall,
  creditText,
  laterText,
  plannedTitle,
  REASONS,
  smallerPlan,
} from "@/components/billing/change/change-words";
import { aQuote, someChanges } from "@/components/billing/change/testing/changes";
import { DAY_OF_RENEWAL } from "@/components/billing/testing/overview";
import { LeavingReason } from "@/lib/billing/schema";

const { held, options } = someChanges();
const [toPro, toProYear] = options;

describe("the button", () => {
  test("says where it leads", () => {
    expect(changeCall({ plan: "enterprise", interval: "month" }, { ...held, plan: "pro" })).toBe(
      "Upgrade to Enterprise",
    );
    expect(changeCall({ plan: "pro", interval: "month" }, held)).toBe("Switch to Pro");
    expect(changeCall({ plan: "enterprise", interval: "year" }, held)).toBe("Pay by the year");
  });

  test("promises no upgrade in a trial, where nothing is paid for it", () => {
    const trial = { ...held, plan: "pro", isTrial: true } as const;
    expect(changeCall({ plan: "enterprise", interval: "month" }, trial)).toBe("Switch to Enterprise");
  });
});

describe("a quote", () => {
  test("names to the cent what a press costs", () => {
    expect(acceptCall(aQuote(), "en-US")).toBe("Pay $40.12 now");
    expect(acceptCall(aQuote({ dueMinor: 0 }), "en-US")).toBe("Switch now");
  });

  test("says what comes after", () => {
    expect(afterwards(aQuote(), "en-US")).toBe("Then $99.00 a month, next on December 5, 2026.");
    expect(afterwards(aQuote({ currency: "eur", interval: "year" }), "en-GB")).toBe(
      "Then €99.00 a year, next on 5 December 2026.",
    );
  });

  test("does not promise the whole price to who has a discount", () => {
    const renews = { at: DAY_OF_RENEWAL, amountMinor: 9_900, hasDiscount: true };
    expect(afterwards(aQuote({ renews }), "en-US")).toContain("$99.00 a month, less your discount, next");
  });

  test("says where credit goes and comes from, and nothing where there is none", () => {
    expect(creditText(aQuote(), "en-US")).toBeUndefined();
    expect(creditText(aQuote({ creditMinor: 7_100 }), "en-US")).toMatch(/^\$71\.00 is left of what you paid\./);
    expect(creditText(aQuote({ usedCreditMinor: 700 }), "en-US")).toBe("$7.00 of it is paid by your credit.");
  });
});

describe("what waits for the period's end", () => {
  const said = (option: typeof toPro) => laterText(option!, { held, currency: "usd", locale: "en-US" });

  test("is said with its day and its price, and that nothing is charged before", () => {
    expect(said(toPro)).toBe(
      "You keep Enterprise as it is until December 5, 2026, and nothing is charged today. From then on you have Pro, for $19.00 a month.",
    );
    expect(said(toProYear)).toContain("you have Pro, for $190.00 a year.");
  });

  test("is said of the same plan by its interval", () => {
    const pro = { ...held, plan: "pro", interval: "year" } as const;
    expect(laterText(toPro!, { held: pro, currency: "usd", locale: "en-US" })).toContain("you pay Pro by the month");
    expect(plannedTitle({ ...toPro!, at: DAY_OF_RENEWAL }, pro, "en-US")).toBe(
      "Pro by the month from December 5, 2026",
    );
    expect(plannedTitle({ ...toPro!, at: DAY_OF_RENEWAL }, held, "en-US")).toBe("Pro from December 5, 2026");
  });
});

describe("who leaves", () => {
  test("is offered the smaller plan by the same interval, and nothing where there is none", () => {
    expect(smallerPlan(someChanges())).toMatchObject({ plan: "pro", interval: "month" });
    expect(smallerPlan(someChanges({ options: [] }))).toBeUndefined();
    const pro = someChanges({ held: { ...held, plan: "pro" }, options: [options[2]!] });
    expect(smallerPlan(pro)).toBeUndefined();
  });

  test("finds a reason in words for each that Stripe knows", () => {
    expect(REASONS.map(([reason]) => reason)).toEqual(LeavingReason.options);
  });
});
