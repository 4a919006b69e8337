import { expect, test } from "vitest";
import { estimate } from "@/lib/inference/estimate";

test("words are counted by four, each message with its frame", () => {
  const turns = [{ content: "eight ch" }, { content: [{ kind: "text", text: "four" }] }] as const;
  expect(estimate({ turns, text: "sixteen letters!", tokenizer: "about" })).toEqual({
    inputTokens: 2 + 4 + 1 + 4,
    cachedInputTokens: 0,
    outputTokens: 4,
    reasoningTokens: 0,
    estimated: true,
  });
});

test("a picture counts as one, however many bytes it has", () => {
  const image = {
    kind: "image",
    mediaType: "image/png",
    dataUrl: `data:image/png;base64,${"A".repeat(9_000)}`,
  } as const;
  const { inputTokens } = estimate({ turns: [{ content: [image, image] }], text: "", tokenizer: "about" });
  expect(inputTokens).toBe(2 * 765 + 4);
});
