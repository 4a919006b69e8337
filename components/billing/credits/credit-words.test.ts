import { describe, expect, test } from "vitest";
import { bringsText, packPrice, payCall, rangeText, typedPrice } from "./credit-words";

const CARD = { brand: "visa", last4: "4242", expMonth: 12, expYear: 2030 };

describe("an amount that is typed", () => {
  test.each([
    ["5", 500],
    ["12.5", 1_250],
    [" 12,50 ", 1_250],
    ["500", 50_000],
  ])("as %j is taken to the cent", (typed, amountMinor) => {
    expect(typedPrice(typed, "usd")).toEqual({ amountMinor, creditMicros: BigInt(amountMinor) * 6_000n });
  });

  test.each(["", "4.99", "500.01", "-5", "5.005", "1e2", "five", "1,000.00", "９"])("as %j is none", (typed) => {
    expect(typedPrice(typed, "usd")).toBeUndefined();
  });

  test("in pounds brings what a pound does", () => {
    expect(typedPrice("5", "gbp")?.creditMicros).toBe(3_750_000n);
    expect(rangeText("gbp", "en-GB")).toBe("From £5.00 to £500.00.");
  });
});

describe("the button", () => {
  const price = packPrice("small", "eur");

  test("says what is paid and with what", () => {
    expect(payCall(price, { currency: "eur", card: CARD, locale: "en-US" })).toBe("Pay €5.00 with the card •••• 4242");
  });

  test("without a saved card says where", () => {
    expect(payCall(price, { currency: "eur", card: null, locale: "en-US" })).toBe("Pay €5.00 on Stripe’s page");
    expect(payCall(price, { currency: "eur", card: { ...CARD, last4: null }, locale: "en-US" })).toBe(
      "Pay €5.00 with your card",
    );
  });
});

test("what it brings is said with its term", () => {
  expect(bringsText(packPrice("large", "usd"), { termDays: 365, locale: "en-US" })).toBe(
    "Brings $35.00 of model use, for 12 months. Used when a month’s allowance is used up.",
  );
});
