import type OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Running } from "../http/listen";
import { asking, clientOf, post, quickSandbox } from "./testing";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";

describe("as clients use it", () => {
  test("the SDK's own loop calls a tool, hands back its answer, and gets the end of the conversation", async () => {
    const asked: unknown[] = [];
    const runner = clientOf(sandbox).chat.completions.runTools({
      model: "parley-swift",
      messages: [{ role: "user", content: "What is the weather in Lisbon?" }],
      tools: [
        {
          type: "function",
          function: {
            name: "get_weather",
            description: "The weather at a place.",
            parameters: { type: "object", properties: { city: { type: "string" } } },
            parse: JSON.parse as (text: string) => { city: string },
            function: (given: { city: string }) => {
              asked.push(given);
              return { sky: "clear", temperature: 21 };
            },
          },
        },
      ],
    });
    expect(await runner.finalContent()).toMatch(/sky: clear[\s\S]*temperature: 21/u);
    expect(asked).toEqual([{ city: "Lisbon" }]);
  });

  test("a picture is described by what is true of it, streamed as well as whole", async () => {
    const content: OpenAI.Chat.ChatCompletionContentPart[] = [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: GIF, detail: "low" } },
    ];
    const messages = [{ role: "user" as const, content }];
    const helper = clientOf(sandbox).chat.completions.stream({ model: "parley-sage", messages });
    const streamed = (await helper.finalChatCompletion()).choices[0]?.message.content;
    const whole = await clientOf(sandbox).chat.completions.create({ model: "parley-sage", messages });
    expect(whole.choices[0]?.message.content).toContain("A **GIF** picture, **1 × 1** pixels");
    expect(streamed).toBe(whole.choices[0]?.message.content);
  });

  test("a picture that is none is a 400 which names its place", async () => {
    const content = [{ type: "image_url", image_url: { url: "data:image/svg+xml;base64,AAAA" } }];
    const response = await post(sandbox, "/v1/chat/completions", {
      model: "parley-swift",
      messages: [{ role: "user", content }],
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { param: "messages[0].content[0].image_url.url", code: "invalid_image_format" } },
    ]);
  });

  test("a file's text is begun, and counted", async () => {
    const ask = (text: string) =>
      clientOf(sandbox).chat.completions.create({
        model: "parley-swift",
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "Look at this" },
              {
                type: "file",
                file: {
                  filename: "notes.md",
                  file_data: `data:text/markdown;base64,${Buffer.from(text).toString("base64")}`,
                },
              },
            ],
          },
        ],
      });
    const [short, long] = [await ask("Buy milk"), await ask("Buy milk ".repeat(500))];
    expect(short.choices[0]?.message.content).toMatch(/notes\.md.*2 words.*“Buy milk”/u);
    expect(long.usage!.prompt_tokens - short.usage!.prompt_tokens).toBeGreaterThan(900);
  });

  test("a title is asked for as apps do, and is short", async () => {
    const answer = await clientOf(sandbox).chat.completions.create({
      model: "parley-swift",
      max_completion_tokens: 30,
      messages: [
        { role: "system", content: "Write a title of three to six words for this conversation. Only the title." },
        { role: "user", content: "Explain recursion" },
      ],
    });
    expect(answer.choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: "Recursion in plain words" },
    });
  });

  test("temperature, top_p, seed and metadata are taken, and the same question is answered the same", async () => {
    const more = { temperature: 2, top_p: 0, seed: 7, metadata: { customer: "7" }, n: 1 };
    const one = await clientOf(sandbox).chat.completions.create({ ...asking("Explain recursion"), ...more });
    const other = await clientOf(sandbox).chat.completions.create(asking("Explain recursion"));
    expect(one.choices[0]?.message.content).toBe(other.choices[0]?.message.content);
  });
});
