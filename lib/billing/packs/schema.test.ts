import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { parseInput } from "@/lib/http/body";
import { BuyCredits, CreditWish } from "@/lib/billing/packs/schema";
import { AppError } from "@/lib/platform/errors";

function refusalOf(input: unknown, schema: typeof CreditWish | typeof BuyCredits = CreditWish) {
  try {
    parseInput(input, schema);
  } catch (error) {
    if (error instanceof AppError) return error.fields;
  }
  throw new Error("It was taken");
}

test.each([
  { pack: "small" },
  { pack: "large", currency: "gbp" },
  { amount: 500, currency: "usd" },
  { amount: 50_000, currency: "eur" },
])("%j is taken", (wish) => {
  expect(parseInput(wish, CreditWish)).toEqual(wish);
});

describe("what is refused says what there is instead", () => {
  test.each([
    ["no such pack", { pack: "huge" }, { pack: ["Choose small, medium or large."] }],
    ["no such currency", { amount: 500, currency: "jpy" }, { currency: ["Choose usd, eur or gbp."] }],
    ["too little", { amount: 499, currency: "usd" }, { amount: [expect.stringContaining("500 to 50000")] }],
    ["too much", { amount: 50_001, currency: "usd" }, { amount: [expect.stringContaining("500 to 50000")] }],
    ["less than nothing", { amount: -500, currency: "usd" }, { amount: [expect.stringContaining("500 to 50000")] }],
    ["half a cent", { amount: 500.5, currency: "usd" }, { amount: [expect.stringContaining("500 to 50000")] }],
    ["an amount in words", { amount: "500", currency: "usd" }, { amount: [expect.stringContaining("500 to 50000")] }],
    ["an amount of nothing", { amount: 500 }, { currency: ["Choose usd, eur or gbp."] }],
    ["both", { pack: "small", amount: 500, currency: "usd" }, { amount: ["Choose either a pack or an amount."] }],
    ["nothing", {}, { pack: [expect.stringContaining("small, medium, large")] }],
    ["what it is not asked for", { pack: "small", credit: 1 }, { credit: ["This field is not known."] }],
  ])("%s", (_what, input, fields) => {
    expect(refusalOf(input)).toEqual(fields);
  });

  test("a purchase of our page without its id", () => {
    expect(refusalOf({ pack: "small" }, BuyCredits)).toHaveProperty("purchaseId");
    expect(refusalOf({ purchaseId: newId() }, BuyCredits)).toHaveProperty("pack");
  });
});
