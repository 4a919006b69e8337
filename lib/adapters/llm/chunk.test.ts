import { expect, test } from "vitest";
import { readChunk } from "@/lib/adapters/llm/chunk";

const usage = { prompt_tokens: 12, completion_tokens: 5 };

test.each([
  ["the role alone", { choices: [{ delta: { role: "assistant", content: "" }, finish_reason: null }] }, {}],
  ["a text", { choices: [{ delta: { content: "Hi" }, finish_reason: null }] }, { text: "Hi" }],
  ["an end", { choices: [{ delta: {}, finish_reason: "length" }] }, { finishReason: "length" }],
  [
    "a usage of another server, without details",
    { choices: [], usage },
    { usage: { inputTokens: 12, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 } },
  ],
  [
    "a usage whose details are more than the whole",
    {
      choices: [],
      usage: {
        ...usage,
        prompt_tokens_details: { cached_tokens: 99 },
        completion_tokens_details: { reasoning_tokens: 99 },
      },
    },
    { usage: { inputTokens: 12, cachedInputTokens: 12, outputTokens: 5, reasoningTokens: 5 } },
  ],
  [
    "a usage that tells pictures apart",
    { choices: [], usage: { ...usage, prompt_tokens_details: { image_tokens: 8 } } },
    { usage: { inputTokens: 12, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0, imageTokens: 8 } },
  ],
  ["a usage that is none", { choices: [], usage: { prompt_tokens: -1, completion_tokens: "many" } }, {}],
  [
    "an error",
    { error: { code: "server_error", type: "server_error", message: "x" } },
    { error: { code: "server_error", type: "server_error" } },
  ],
  ["an error of another kind", { error: "no" }, { error: { code: "", type: "" } }],
  ["something else", ["what"], {}],
  ["a text that is none", { choices: [{ delta: { content: 7 } }] }, {}],
])("reads %s", (_what, body, chunk) => {
  expect(readChunk(JSON.stringify(body))).toEqual(chunk);
});

test("what is not JSON is a syntax error", () => {
  expect(() => readChunk("<html>")).toThrow(SyntaxError);
});
