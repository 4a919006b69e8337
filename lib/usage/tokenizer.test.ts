import { expect, test } from "vitest";
import { countTokens, loadTokenizers, tokenizerOf } from "@/lib/usage/tokenizer";
import { estimateTokens } from "@/lib/usage/tokens";

const TEXT = "Rain falls when drops in a cloud grow too heavy to float. 日本では雨が多い。";

test("a tokenizer that is not loaded counts as about", async () => {
  await loadTokenizers(["about"]);
  expect(countTokens(TEXT, "cl100k_base")).toBe(estimateTokens(TEXT));
});

// The figures are those that https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken prints.
test.each([
  ["cl100k_base", "antidisestablishmentarianism", 6],
  ["cl100k_base", "2 + 2 = 4", 7],
  ["cl100k_base", "お誕生日おめでとう", 9],
  ["cl100k_base", "tiktoken is great!", 6],
  ["o200k_base", "antidisestablishmentarianism", 6],
  ["o200k_base", "2 + 2 = 4", 7],
  ["o200k_base", "お誕生日おめでとう", 8],
] as const)("%s makes of %j %i tokens", async (name, text, tokens) => {
  await loadTokenizers([name]);
  expect(countTokens(text, name)).toBe(tokens);
});

test("marks of an encoding's own are words like others, and nothing is none", async () => {
  await loadTokenizers(["o200k_base"]);
  expect(countTokens("<|endoftext|>", "o200k_base")).toBeGreaterThan(1);
  expect(countTokens("", "o200k_base")).toBe(0);
});

test("whoever names none, and whoever is not on offer any more, is counted about", () => {
  expect(tokenizerOf("parley-swift")).toBe("about");
  expect(tokenizerOf("long-gone")).toBe("about");
});
