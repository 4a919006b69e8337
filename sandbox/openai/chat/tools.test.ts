import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type OpenAI from "openai";
import type { Running } from "../../http/listen";
import { asking, clientOf, post, quickSandbox } from "../testing";
import { argumentFor } from "./tool-arguments";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

type Tool = OpenAI.Chat.ChatCompletionFunctionTool;
const tool = (name: string, description = "", properties: object = {}): Tool => ({
  type: "function",
  function: { name, description, parameters: { type: "object", properties } },
});
const WEATHER = tool("get_weather", "The weather at a place.", {
  city: { type: "string" },
  unit: { type: "string", enum: ["celsius", "fahrenheit"] },
  days: { type: "integer", minimum: 3 },
});
const SEARCH = tool("searchDocuments", "Finds passages in the handbook of the company.", { query: { type: "string" } });
const QUESTION = "What is the weather in New York?";

const ask = (content: string, more: object = {}) =>
  clientOf(sandbox).chat.completions.create({ ...asking(content), tools: [SEARCH, WEATHER], ...more });

async function called(content: string, more: object = {}) {
  const [choice] = (await ask(content, more)).choices;
  const [call] = choice!.message.tool_calls ?? [];
  return call?.type === "function" ? call.function.name : undefined;
}

describe("a tool", () => {
  test("that fits the prompt is called, with arguments that its schema allows", async () => {
    const answer = await ask(QUESTION);
    const [choice] = answer.choices;
    expect([choice!.finish_reason, choice!.message.content]).toEqual(["tool_calls", null]);
    const [call] = choice!.message.tool_calls!;
    expect(call).toMatchObject({ id: expect.stringMatching(/^call_/u) as string, function: { name: "get_weather" } });
    const { arguments: given } = (call as OpenAI.Chat.ChatCompletionMessageFunctionToolCall).function;
    expect(JSON.parse(given)).toEqual({ city: "New York", unit: "celsius", days: 3 });
    expect(answer.usage!.completion_tokens).toBeGreaterThan(5);
  });

  test("comes in pieces that are the same call when streamed", async () => {
    const helper = clientOf(sandbox).chat.completions.stream({ ...asking(QUESTION), tools: [WEATHER] });
    const [choice] = (await helper.finalChatCompletion()).choices;
    const [call] = choice!.message.tool_calls!;
    expect(choice!.finish_reason).toBe("tool_calls");
    expect(call).toMatchObject({ type: "function", function: { name: "get_weather" } });
    expect(JSON.parse(call!.function.arguments)).toMatchObject({ city: "New York" });
    const raw = await (
      await post(sandbox, "/v1/chat/completions", { ...asking(QUESTION), tools: [WEATHER], stream: true })
    ).text();
    expect(raw.match(/"arguments":/gu)!.length).toBeGreaterThan(4);
  });

  test.each([
    ["by the words of its name", "Search the documents for holidays", {}, "searchDocuments"],
    ["by its description", "What does the handbook of our company say on holidays?", {}, "searchDocuments"],
    ["not for another subject", "Explain recursion", {}, undefined],
    ["not when none is to be", QUESTION, { tool_choice: "none" }, undefined],
    ["when one has to be, the first", "Explain recursion", { tool_choice: "required" }, "searchDocuments"],
    ["when one has to be, the fitting", QUESTION, { tool_choice: "required" }, "get_weather"],
    [
      "when it is named",
      QUESTION,
      { tool_choice: { type: "function", function: { name: "searchDocuments" } } },
      "searchDocuments",
    ],
  ])("is called %s", async (_, content, more, name) => {
    expect(await called(content, more)).toBe(name);
  });

  test("that has answered is reported, and not called again", async () => {
    const call = { id: "call_1", type: "function" as const, function: { name: "get_weather", arguments: "{}" } };
    const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [
      { role: "user", content: QUESTION },
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "call_1", content: '{"temperature":21,"sky":"clear"}' },
    ];
    const answer = await clientOf(sandbox).chat.completions.create({
      model: "parley-swift",
      messages,
      tools: [WEATHER],
    });
    expect(answer.choices[0]).toMatchObject({ finish_reason: "stop" });
    expect(answer.choices[0]!.message.content).toMatch(/get_weather[\s\S]*- temperature: 21\n- sky: clear/u);
    messages.push({ role: "assistant", content: "It is fine." }, { role: "user", content: "Explain recursion" });
    const next = await clientOf(sandbox).chat.completions.create({ model: "parley-swift", messages, tools: [WEATHER] });
    expect(next.choices[0]!.message.content).toContain("base case");
  });

  test("whose arguments are cut by the limit says so", async () => {
    const { choices } = await ask(QUESTION, { max_completion_tokens: 3 });
    expect(choices[0]!.finish_reason).toBe("length");
  });
});

describe("what is refused", () => {
  const user = { role: "user", content: "Hi" };
  test.each<[string, object, string]>([
    [
      "an answer to no call",
      { messages: [user, { role: "tool", tool_call_id: "x", content: "1" }] },
      "messages[1].role",
    ],
    ["an answer without the call's id", { messages: [user, { role: "tool", content: "1" }] }, "messages[1].role"],
    ["a choice among none", { messages: [user], tool_choice: "required" }, "tool_choice"],
    [
      "a choice that is not among them",
      { messages: [user], tools: [WEATHER], tool_choice: { type: "function", function: { name: "x" } } },
      "tool_choice",
    ],
    ["a name with blanks", { messages: [user], tools: [tool("get weather")] }, "tools[0].function.name"],
  ])("%s", async (_, body, param) => {
    const response = await post(sandbox, "/v1/chat/completions", { model: "parley-swift", ...body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param } });
  });
});

test.each([
  ["city", "city: Lisbon, please", "Lisbon"],
  ["search_query", 'Look for "red shoes" now', "red shoes"],
  ["url", "Fetch https://example.test/a?b=1.", "https://example.test/a?b=1"],
  ["email", "Write to ada@example.test today", "ada@example.test"],
  ["due_date", "It is due on 2026-12-01", "2026-12-01"],
  ["place", "The weather in São Paulo tomorrow", "São Paulo"],
  ["topic", "Explain recursion", "recursion"],
  ["", "Explain recursion", "recursion"],
])("the argument %j of %j is %j", (name, asked, value) => {
  expect(argumentFor(name, asked)).toBe(value);
});
