import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { embed } from "./features";
import { tokenize } from "./tokens";

const DIMENSIONS = 1_536;

function nearness(one: string, other: string, dimensions = DIMENSIONS): number {
  const [left, right] = [embed(one, dimensions), embed(other, dimensions)];
  return left.reduce((sum, value, index) => sum + value * right[index]!, 0);
}

const words = fc.lorem({ maxCount: 12 });

describe("a vector", () => {
  test("has length one, as many numbers as were asked for, and is the same each time", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.integer({ min: 1, max: 3_072 }),
        (text, dimensions) => {
          const vector = embed(text, dimensions);
          expect(vector).toHaveLength(dimensions);
          expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
          expect(embed(text, dimensions)).toEqual(vector);
        },
      ),
    );
  });

  test("is nearest to itself", () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        expect(nearness(one, one)).toBeCloseTo(1, 4);
        expect(nearness(one, other)).toBeLessThanOrEqual(1.0001);
        expect(nearness(one, other)).toBeCloseTo(nearness(other, one), 5);
      }),
    );
  });

  test("does not care for capitals, marks and blanks", () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(nearness(text, `  ${text.toUpperCase().replaceAll(" ", "   ")} !!! `)).toBeCloseTo(1, 4);
      }),
    );
  });
});

describe("texts are near each other", () => {
  const FAR = "the tide follows the moon around the harbour wall";

  test.each([
    ["that share their words", "how do I cancel my subscription", "cancel the subscription"],
    ["in another form of a word", "baking breads", "bake bread"],
    ["with a slip of the finger", "subscription renewal", "subscripton renewal"],
    ["that put it otherwise", "the price of a plan", "cost of a membership"],
    ["in Chinese", "取消我的订阅", "我想取消订阅"],
    ["in Russian", "отменить подписку", "как отменить подписку"],
  ])("%s", (_, one, other) => {
    expect(nearness(one, other)).toBeGreaterThan(nearness(one, FAR) + 0.15);
  });

  test("the more, the more of their words they share", () => {
    const text = "red green blue yellow";
    const shared = ["red green blue yellow", "red green blue stone", "red green house stone", "red river house stone"];
    const values = shared.map((other) => nearness(text, other));
    expect(values).toEqual(values.toSorted((one, other) => other - one));
  });

  test("by words that matter more than by those in every sentence", () => {
    expect(nearness("the tea", "a tea")).toBeGreaterThan(nearness("the tea", "the harbour") + 0.3);
  });

  test("a search finds the right one of many", () => {
    const shelf = [
      "How to get a refund for an invoice",
      "Resetting a forgotten password",
      "Keyboard shortcuts in the composer",
      "What a token is and how it is counted",
      "Moving from the free plan to Pro",
    ];
    const find = (query: string) => shelf.toSorted((one, other) => nearness(query, other) - nearness(query, one))[0];
    expect(find("I forgot my password")).toBe(shelf[1]);
    expect(find("money back for a bill")).toBe(shelf[0]);
    expect(find("upgrade my plan to pro")).toBe(shelf[4]);
    expect(find("counting tokens")).toBe(shelf[3]);
  });
});

test("a token is a character of Chinese and a piece of a word, and none is empty", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      for (const token of tokenize(text)) expect(token.length).toBeGreaterThan(0);
    }),
  );
  expect(tokenize("天气 nice")).toEqual(["天", "气", " nice"]);
});
