import { APIError } from "openai";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Running } from "../http/listen";
import { asking, clientOf, post, quickSandbox, sentinelsOf, statsOf, STREAM_FAULTS } from "./testing";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const { tested, read, raw } = sentinelsOf(() => sandbox);

describe("a stream that ends badly", () => {
  test("[sandbox:event-error] is an error to the SDK, and an event of that name on the wire", async () => {
    const { text, error } = await read("event-error");
    expect(text).not.toBe("");
    expect(error).toBeInstanceOf(APIError);
    expect(await (await raw("event-error", { stream: true })).text()).toContain('event: error\ndata: {"error":');
  });

  test("[sandbox:malformed] breaks the reader's parser after some text", async () => {
    const { text, error } = await read("malformed");
    expect(text).not.toBe("");
    expect(error).toBeInstanceOf(SyntaxError);
  });

  test("[sandbox:no-finish] says that it is done, but not why", async () => {
    expect(await read("no-finish")).toMatchObject({ finish: null, error: undefined });
    expect((await (await raw("no-finish", { stream: true })).text()).trimEnd()).toMatch(/data: \[DONE\]$/u);
  });

  test("[sandbox:no-usage] forgets the figures it was asked for", async () => {
    const response = await raw("no-usage", { stream: true, stream_options: { include_usage: true } });
    const text = await response.text();
    expect(text).toContain('"finish_reason":"stop"');
    expect(text).not.toContain("prompt_tokens");
  });

  test("[sandbox:eof] ends the loop with no finish and no error", async () => {
    const { text, finish, error } = await read("eof");
    expect({ finish, error }).toEqual({ finish: null, error: undefined });
    expect(text).toContain("base case");
    expect(await (await raw("eof", { stream: true })).text()).not.toContain("[DONE]");
  });

  test("[sandbox:no-done] has its finish and is like any other to the SDK", async () => {
    expect(await read("no-done")).toMatchObject({ finish: "stop", error: undefined });
    expect(await (await raw("no-done", { stream: true })).text()).not.toContain("[DONE]");
  });

  test("[sandbox:cut] breaks the connection after some text", async () => {
    const { text, finish, error } = await read("cut");
    expect(text).not.toBe("");
    expect(finish).toBeNull();
    expect(error).toBeInstanceOf(TypeError);
  });

  test("[sandbox:error-mid] keeps what came before its error", async () => {
    const { text, error } = await read("error-mid");
    expect(text).not.toBe("");
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ status: undefined, code: "server_error" });
  });

  test("[sandbox:stall] is silent after some text, and its client's limit does not notice", async () => {
    tested.add("stall");
    const stream = await clientOf(sandbox, { timeout: 300 }).chat.completions.create({
      ...asking("Explain recursion [sandbox:stall]"),
      stream: true,
    });
    const chunks = stream[Symbol.asyncIterator]();
    let text = "";
    for (let count = 0; count <= 24; count += 1) {
      const step = await chunks.next();
      text += step.done ? "" : (step.value.choices[0]?.delta.content ?? "");
    }
    expect(text).not.toBe("");
    const more = await Promise.race([chunks.next(), new Promise((resolve) => setTimeout(resolve, 500, "silence"))]);
    expect(more).toBe("silence");
    stream.controller.abort();
    await vi.waitFor(async () => expect((await statsOf(sandbox)).open).toBe(0));
  });

  test.each([
    ["length", "length"],
    ["content-filter", "content_filter"],
  ])("[sandbox:%s] finishes with %s", async (name, finish) => {
    const seen = await read(name);
    expect(seen).toMatchObject({ finish, error: undefined });
    expect(seen.text.length).toBeLessThan(200);
  });
});

describe("a stream in another dress", () => {
  test.each(["heartbeats", "crlf", "split-utf8"])("[sandbox:%s] is the same answer to the SDK", async (name) => {
    const question = "Explain 日本 🎈";
    tested.add(name);
    const ask = async (content: string) => {
      const helper = clientOf(sandbox).chat.completions.stream(asking(content));
      return (await helper.finalChatCompletion()).choices[0]?.message.content;
    };
    expect(await ask(`${question} [sandbox:${name}]`)).toBe(await ask(question));
  });

  test("is what it says on the wire", async () => {
    const beating = await (await raw("heartbeats", { stream: true })).text();
    expect(beating.match(/^: still here$/gmu)!.length).toBeGreaterThan(3);
    const returned = await (await raw("crlf", { stream: true })).text();
    expect(returned.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("heartbeats come before the first token too", async () => {
    const body = { ...asking("Hello [sandbox:heartbeats] [[first token after 60 s]]"), stream: true };
    const reader = (await post(sandbox, "/v1/chat/completions", body)).body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(": still here\n\n");
    await reader.cancel();
  });
});

test("every sentinel of streams was tried above", () => {
  expect([...tested].toSorted()).toEqual(STREAM_FAULTS.toSorted());
});
