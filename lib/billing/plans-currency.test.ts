import { describe, expect, test } from "vitest";
import { CURRENCIES } from "@/lib/billing/plans";
import { currencyOfLocale, soldIn } from "@/lib/billing/plans-currency";

describe("the currency of where a visitor is", () => {
  test.each([
    ["en-US", "usd"],
    ["en-DE", "eur"],
    ["de-AT", "eur"],
    ["en-IE", "eur"],
    ["hr-HR", "eur"],
    ["en-GB", "gbp"],
    ["en-JE", "gbp"],
    // Neither has a price of its own.
    ["en-CH", "usd"],
    ["ja-JP", "usd"],
    // A language is not a place.
    ["de", "usd"],
    ["es-419", "usd"],
    [undefined, "usd"],
  ])("%s pays in %s", (locale, currency) => {
    expect(currencyOfLocale(locale)).toBe(currency);
  });

  test("of every region there is, it is one we sell in", () => {
    const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const locales = letters.flatMap((first) => letters.map((second) => `en-${first}${second}`));
    expect(new Set(locales.map(currencyOfLocale))).toEqual(new Set(CURRENCIES));
  });
});

test("a currency of Stripe's that we have no prices in is none of ours", () => {
  expect(["usd", "gbp", "chf", "USD", "", undefined].map(soldIn)).toEqual([
    "usd",
    "gbp",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
