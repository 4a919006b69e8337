import fc from "fast-check";
import { expect, test } from "vitest";
import { inputBoundTokens, inputsOf, picturesIn, promptBoundTokens, turnsOf } from "@/lib/gateway/prompt";
import { ChatCompletionRequest, EmbeddingRequest } from "@/lib/gateway/schema";
import { estimateTokens } from "@/lib/usage/tokens";

const chat = (messages: unknown[], more: object = {}) => ChatCompletionRequest.parse({ model: "m", messages, ...more });
const vectors = (input: unknown) => EmbeddingRequest.parse({ model: "e", input });

test("tools, calls and a schema are part of what is read", () => {
  const plain = chat([{ role: "user", content: "Hi" }]);
  const tool = { type: "function", function: { name: "look", description: "x".repeat(3_000) } };
  const call = { id: "c1", type: "function", function: { name: "look", arguments: "y".repeat(3_000) } };
  const format = { type: "json_schema", json_schema: { name: "s", schema: { description: "z".repeat(3_000) } } };
  const base = promptBoundTokens(plain);
  expect(promptBoundTokens(chat([{ role: "user", content: "Hi" }], { tools: [tool] }))).toBeGreaterThan(base + 1_000);
  expect(promptBoundTokens(chat([{ role: "user", content: "Hi" }], { response_format: format }))).toBeGreaterThan(
    base + 1_000,
  );
  expect(promptBoundTokens(chat([{ role: "assistant", tool_calls: [call] }]))).toBeGreaterThan(base + 1_000);
});

test("a picture counts as the dearest there is, and its bytes do not", () => {
  const url = `data:image/png;base64,${"A".repeat(100_000)}`;
  const request = chat([{ role: "user", content: [{ type: "image_url", image_url: { url } }] }]);
  expect(picturesIn(request)).toBe(1);
  expect(promptBoundTokens(request)).toBe(3_779 + 4);
});

test("the bound is never below what the words are estimated at", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 5 }), (texts) => {
      const request = chat(texts.map((content) => ({ role: "user", content })));
      const estimated = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
      expect(promptBoundTokens(request)).toBeGreaterThanOrEqual(estimated);
    }),
  );
});

test("a developer's word is the system's, and a tool's answer is told to the model like a person's", () => {
  const messages = [
    { role: "developer", content: [{ type: "text", text: "Be short." }] },
    { role: "tool", tool_call_id: "c1", content: "18 degrees" },
  ];
  expect(turnsOf(chat(messages))).toEqual([
    { role: "system", content: "Be short." },
    { role: "user", content: "18 degrees" },
  ]);
});

test.each([
  ["abcdef", ["abcdef"], 6],
  [["abc", "abcdef"], ["abc", "abcdef"], 5 + 6],
  [[1, 2, 3], ["1 2 3"], 3],
  [[[1, 2], [3]], ["1 2", "3"], 3],
])("the inputs of %j", (input, inputs, tokens) => {
  expect(inputsOf(vectors(input))).toEqual(inputs);
  expect(inputBoundTokens(vectors(input))).toBe(tokens);
});
