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
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Running } from "../http/listen";
import { FAULT_NAMES } from "./chat/faults";
import { asking, clientOf, quickSandbox, sentinelsOf, statsOf, STREAM_FAULTS } from "./testing";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const { tested, read, raw } = sentinelsOf(() => sandbox);

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
    tested.add("slow");
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
  tested.delete("429s");
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

test("every sentinel there is was tried above, or in a stream", () => {
  expect([...new Set([...tested, ...STREAM_FAULTS])].toSorted()).toEqual(FAULT_NAMES.toSorted());
});
