import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  AuthenticationError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "openai";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Running } from "../http/listen";
import { FAULT_NAMES } from "./chat/faults";
import { asking, clientOf, post, quickSandbox, statsOf } from "./testing";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const TESTED = new Set<string>();

/** What a reader of the stream sees: the text, the finish, the error that ended it. */
async function read(name: string, options: { timeout?: number; maxRetries?: number } = {}) {
  TESTED.add(name);
  const seen: { text: string; finish: string | null; error: unknown; chunks: number } = {
    text: "",
    finish: null,
    error: undefined,
    chunks: 0,
  };
  try {
    const stream = await clientOf(sandbox, options).chat.completions.create({
      ...asking(`Explain recursion [sandbox:${name}]`),
      stream: true,
    });
    for await (const { choices } of stream) {
      seen.chunks += 1;
      seen.text += choices[0]?.delta.content ?? "";
      seen.finish = choices[0]?.finish_reason ?? seen.finish;
    }
  } catch (error) {
    seen.error = error;
  }
  return seen;
}

async function raw(name: string, more: object = {}) {
  TESTED.add(name);
  return post(sandbox, "/v1/chat/completions", { ...asking(`Explain recursion [sandbox:${name}]`), ...more });
}

describe("a refusal before the first byte", () => {
  test.each([
    ["401", AuthenticationError, 401, "invalid_api_key"],
    ["403", PermissionDeniedError, 403, "unsupported_country_region_territory"],
    ["404", NotFoundError, 404, "model_not_found"],
    ["408", APIError, 408, "request_timeout"],
    ["429", RateLimitError, 429, "rate_limit_exceeded"],
    ["429-120", RateLimitError, 429, "rate_limit_exceeded"],
    ["429-ms", RateLimitError, 429, "rate_limit_exceeded"],
    ["insufficient_quota", RateLimitError, 429, "insufficient_quota"],
    ["500", InternalServerError, 500, "server_error"],
    ["503", InternalServerError, 503, "overloaded"],
    ["context-length", APIError, 400, "context_length_exceeded"],
  ])("[sandbox:%s] is the SDK's own error", async (name, kind, status, code) => {
    const { error } = await read(name);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status, code, requestID: expect.stringMatching(/^req_/u) as string });
  });

  test("only the passing kind of 429 says when to come back", async () => {
    expect((await raw("429")).headers.get("retry-after")).toBe("1");
    expect((await raw("429-120")).headers.get("retry-after")).toBe("120");
    const inMs = (await raw("429-ms")).headers;
    expect([inMs.get("retry-after"), inMs.get("retry-after-ms")]).toEqual([null, "300"]);
    expect((await raw("insufficient_quota")).headers.get("retry-after")).toBeNull();
  });

  test("is asked for again by an SDK that retries", async () => {
    await fetch(`${sandbox.url}/_sandbox/reset`, { method: "POST" });
    const { error } = await read("500", { maxRetries: 1 });
    expect(error).toBeInstanceOf(InternalServerError);
    expect((await statsOf(sandbox)).requests).toBe(2);
  });
});

describe("an answer that is none", () => {
  test("[sandbox:not-json] is a page with status 200", async () => {
    const response = await raw("not-json");
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html"]);
  });

  test("[sandbox:error-body-200] is an empty stream without an error", async () => {
    expect(await read("error-body-200")).toEqual({ text: "", finish: null, error: undefined, chunks: 0 });
    expect(await (await raw("error-body-200")).json()).toMatchObject({ error: { code: "server_error" } });
  });

  test("[sandbox:stall-before] runs into the client's time limit", async () => {
    const { error } = await read("stall-before", { timeout: 300 });
    expect(error).toBeInstanceOf(APIConnectionTimeoutError);
  });

  test("[sandbox:hang-up] is a connection error", async () => {
    const { error, text } = await read("hang-up");
    expect(error).toBeInstanceOf(APIConnectionError);
    expect(text).toBe("");
  });

  test("[sandbox:stall-first] opens the stream, and no token ever comes", async () => {
    const response = await raw("stall-first", { stream: true });
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/u);
    const reader = response.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('"role":"assistant"');
    const more = await Promise.race([reader.read(), new Promise((resolve) => setTimeout(resolve, 200, "silence"))]);
    expect(more).toBe("silence");
    await reader.cancel();
  });
});

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
    TESTED.add("stall");
    const stream = await clientOf(sandbox, { timeout: 100 }).chat.completions.create({
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
    const more = await Promise.race([chunks.next(), new Promise((resolve) => setTimeout(resolve, 300, "silence"))]);
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
    TESTED.add(name);
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

describe("a whole answer that goes wrong", () => {
  test("is cut in half for [sandbox:malformed], and never comes for [sandbox:stall-first]", async () => {
    const half = await (await raw("malformed")).text();
    expect(() => JSON.parse(half) as unknown).toThrow(SyntaxError);
    const client = clientOf(sandbox, { timeout: 200 });
    const silent = client.chat.completions.create(asking("Explain recursion [sandbox:stall-first]"));
    await expect(silent).rejects.toBeInstanceOf(APIConnectionTimeoutError);
  });

  test("breaks the connection for [sandbox:cut], and is a 500 for [sandbox:error-mid]", async () => {
    const client = clientOf(sandbox);
    const cut = client.chat.completions.create(asking("Explain recursion [sandbox:cut]"));
    await expect(cut).rejects.toBeInstanceOf(APIConnectionError);
    const failed = client.chat.completions.create(asking("Explain recursion [sandbox:error-mid]"));
    await expect(failed).rejects.toBeInstanceOf(InternalServerError);
  });
});

describe("pace by sentinel", () => {
  test("[sandbox:fast] and [sandbox:slow] answer as usual, in their own time", async () => {
    expect(await read("fast")).toMatchObject({ finish: "stop", error: undefined });
    TESTED.add("slow");
    const stream = await clientOf(sandbox).chat.completions.create({ ...asking("Hello [sandbox:slow]"), stream: true });
    let chunks = 0;
    for await (const _ of stream) {
      chunks += 1;
      if (chunks === 2) break;
    }
    expect((await statsOf(sandbox)).open).toBeLessThanOrEqual(1);
  });
});

test("a sentinel that does not exist is a 400 which lists those that do", async () => {
  const response = await raw("429s");
  expect(response.status).toBe(400);
  expect(await response.text()).toContain("insufficient_quota");
  TESTED.delete("429s");
});

test("a sentinel in an earlier message does nothing", async () => {
  const { model, messages } = asking("Explain recursion [sandbox:500]");
  const conversation = [
    ...messages,
    { role: "assistant" as const, content: "…" },
    { role: "user" as const, content: "Hello" },
  ];
  const answer = await clientOf(sandbox).chat.completions.create({ model, messages: conversation });
  expect(answer.choices[0]?.message.content).toContain("Hello again");
});

test("an embedding fails by sentinel too", async () => {
  const request = clientOf(sandbox).embeddings.create({ model: "parley-embed", input: "x [sandbox:429]" });
  await expect(request).rejects.toBeInstanceOf(RateLimitError);
});

test("every sentinel there is was tried above", () => {
  expect([...TESTED].toSorted()).toEqual(FAULT_NAMES.toSorted());
});
