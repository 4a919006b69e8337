import { expect, test } from "vitest";
import { cardText } from "@/components/billing/card-text";

test("a card is told by brand, last digits and expiry", () => {
  expect(cardText({ brand: "visa", last4: "4242", expMonth: 4, expYear: 2030 })).toBe(
    "Visa •••• 4242, expires 04/2030",
  );
  expect(cardText({ brand: "amex", last4: "0005", expMonth: 12, expYear: 2031 })).toBe(
    "American Express •••• 0005, expires 12/2031",
  );
});

test("what is not known is left out, not invented", () => {
  expect(cardText({ brand: null, last4: null, expMonth: null, expYear: null })).toBe("Card");
  expect(cardText({ brand: "unknown", last4: "1881", expMonth: 4, expYear: null })).toBe("Card •••• 1881");
});

test("a brand named like something every object has is still only a name", () => {
  expect(cardText({ brand: "constructor", last4: "1", expMonth: null, expYear: null })).toBe("Constructor •••• 1");
});
