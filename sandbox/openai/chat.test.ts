import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Running } from "../http/listen";
import { startOpenAiSandbox } from "./sandbox";
import { asking, clientOf, post, quickSandbox, statsOf } from "./testing";
import { tokenize } from "./tokens";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

describe("a whole answer", () => {
  test("is a completion whose usage adds up", async () => {
    const answer = await clientOf(sandbox).chat.completions.create(asking("Explain recursion"));
    const choice = answer.choices[0]!;
    const usage = answer.usage!;
    expect([answer.object, choice.message.role, choice.finish_reason]).toEqual([
      "chat.completion",
      "assistant",
      "stop",
    ]);
    expect(choice.message.content).toContain("base case");
    expect(usage.completion_tokens).toBe(tokenize(choice.message.content!).length);
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
    expect(usage).toMatchObject({
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    });
    expect(answer._request_id).toMatch(/^req_/u);
  });

  test("says the same to the same messages", async () => {
    const ask = () => clientOf(sandbox).chat.completions.create(asking("How do I choose a bicycle?"));
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(one.choices[0]?.message.content).toBe(other.choices[0]?.message.content);
    expect(one.id).not.toBe(other.id);
  });

  test.each(["max_tokens", "max_completion_tokens"])("is cut by %s, and says so", async (name) => {
    const answer = await clientOf(sandbox).chat.completions.create({ ...asking("Explain recursion"), [name]: 7 });
    expect(answer.choices[0]?.finish_reason).toBe("length");
    expect(answer.usage?.completion_tokens).toBe(7);
  });

  test("ends before a stop word, which it does not contain", async () => {
    const answer = await clientOf(sandbox).chat.completions.create({ ...asking("Explain recursion"), stop: ["###"] });
    expect(answer.choices[0]?.finish_reason).toBe("stop");
    expect(answer.choices[0]?.message.content).not.toContain("###");
  });

  test("takes pictures and tools without a complaint", async () => {
    const answer = await clientOf(sandbox).chat.completions.create({
      model: "parley-sage",
      temperature: 0.5,
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
          ],
        },
      ],
      tools: [{ type: "function", function: { name: "look", parameters: { type: "object", properties: {} } } }],
    });
    expect(answer.choices[0]?.message.content).toContain("One picture arrived");
    expect(answer.usage?.prompt_tokens).toBeGreaterThan(85);
  });
});

describe("a stream", () => {
  test("joined is the whole answer, and counts the tokens it sent", async () => {
    const whole = await clientOf(sandbox).chat.completions.create(asking("Compare React and Vue in a table"));
    const stream = await clientOf(sandbox).chat.completions.create({
      ...asking("Compare React and Vue in a table"),
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let chunks = 0;
    const finishes: string[] = [];
    const usages: number[] = [];
    for await (const { choices, usage } of stream) {
      const piece = choices[0]?.delta.content ?? "";
      text += piece;
      if (piece !== "") chunks += 1;
      if (choices[0]?.finish_reason) finishes.push(choices[0].finish_reason);
      if (usage) usages.push(usage.completion_tokens);
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(finishes).toEqual(["stop"]);
    expect(usages).toEqual([chunks]);
  });

  test("begins with the role, ends with [DONE], and has no usage unless asked", async () => {
    const response = await post(sandbox, "/v1/chat/completions", { ...asking("Hello"), stream: true });
    const frames = (await response.text()).trim().split("\n\n");
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/u);
    expect(frames[0]).toContain('"role":"assistant"');
    expect(frames.at(-2)).toContain('"finish_reason":"stop"');
    expect(frames.at(-1)).toBe("data: [DONE]");
    expect(frames.join("")).not.toContain("usage");
  });

  test("can say nothing at all when nothing fits before the stop word", async () => {
    const helper = clientOf(sandbox).chat.completions.stream({ ...asking("Hello"), stop: "Hello" });
    expect((await helper.finalChatCompletion()).choices[0]?.message.content ?? "").toBe("");
  });

  test("carries a hundred kilobytes unharmed", async () => {
    const helper = clientOf(sandbox).chat.completions.stream(asking("Write a very long essay about tea"));
    const text = (await helper.finalChatCompletion()).choices[0]?.message.content ?? "";
    const whole = await clientOf(sandbox).chat.completions.create(asking("Write a very long essay about tea"));
    expect(text.length).toBeGreaterThan(100_000);
    expect(text).toBe(whole.choices[0]?.message.content);
  });

  test("is right fifty times at once, each with its own words", async () => {
    const topics = Array.from({ length: 50 }, (_, index) => `Explain subject${index} 日本 🎈`);
    const texts = await Promise.all(
      topics.map(async (topic) => {
        const helper = clientOf(sandbox).chat.completions.stream(asking(topic));
        return (await helper.finalChatCompletion()).choices[0]?.message.content ?? "";
      }),
    );
    const wholes = await Promise.all(topics.map((topic) => clientOf(sandbox).chat.completions.create(asking(topic))));
    expect(texts).toEqual(wholes.map((whole) => whole.choices[0]?.message.content));
    expect(new Set(texts).size).toBe(50);
  });
});

describe("a reader who leaves", () => {
  test("ends the stream, before the first token too", async () => {
    const slow = await startOpenAiSandbox({ port: 0, ttftMs: 60_000, tokensPerSecond: 1 });
    const controller = new AbortController();
    const pending = clientOf(slow).chat.completions.create(
      { ...asking("Hello"), stream: true },
      { signal: controller.signal },
    );
    await vi.waitFor(async () => expect(await statsOf(slow)).toMatchObject({ open: 1, started: 1 }));
    controller.abort();
    await expect(pending).rejects.toThrow("aborted");
    await vi.waitFor(async () => expect(await statsOf(slow)).toMatchObject({ open: 0, aborted: 1, completed: 0 }));
    await slow.close();
  });

  test("ends it between two tokens, and the loop ends without an error", async () => {
    await fetch(`${sandbox.url}/_sandbox/reset`, { method: "POST" });
    const stream = await clientOf(sandbox).chat.completions.create(
      { ...asking("Explain recursion"), stream: true },
      { headers: { "x-sandbox-tokens-per-second": "20" } },
    );
    let chunks = 0;
    for await (const _ of stream) {
      chunks += 1;
      if (chunks === 3) stream.controller.abort();
    }
    expect(chunks).toBeGreaterThanOrEqual(3);
    await vi.waitFor(async () => {
      expect(await statsOf(sandbox)).toEqual({ open: 0, started: 1, completed: 0, aborted: 1, requests: 1 });
    });
  });

  test("ends the wait for a whole answer as well", async () => {
    const controller = new AbortController();
    const pending = clientOf(sandbox).chat.completions.create(asking("Explain recursion"), {
      signal: controller.signal,
      headers: { "x-sandbox-ttft-ms": "60000" },
    });
    await vi.waitFor(async () => expect((await statsOf(sandbox)).open).toBe(1));
    controller.abort();
    await expect(pending).rejects.toThrow("aborted");
    await vi.waitFor(async () => expect((await statsOf(sandbox)).open).toBe(0));
  });
});
