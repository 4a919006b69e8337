import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countTokens, tokenize } from "./tokens";

describe("tokens", () => {
  test("joined are the text again, whatever it holds, and as many as are counted", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => {
        const tokens = tokenize(text);
        expect(tokens.join("")).toBe(text);
        expect(tokens).toHaveLength(countTokens(text));
      }),
    );
  });

  test("never cut a character in two", () => {
    for (const token of tokenize("🎈👩‍👩‍👧 naïve 日本語 हिन्दी")) expect(encodeURIComponent(token)).not.toBe("");
  });

  test("are about four characters of English, and one of Chinese", () => {
    const english =
      "The quick brown fox jumps over the lazy dog, and nobody in the village was surprised by it at all.";
    expect(english.length / countTokens(english)).toBeGreaterThan(3);
    expect(english.length / countTokens(english)).toBeLessThan(5);
    expect(countTokens("今天天气很好")).toBe(6);
  });
});
