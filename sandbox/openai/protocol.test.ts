import { connect } from "node:net";
import fc from "fast-check";
import type { ChatCompletionCreateParamsBase } from "openai/resources/chat/completions";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Running } from "../http/listen";
import { ChatRequest } from "./chat/request";
import { startOpenAiSandbox } from "./sandbox";
import { asking, clientOf, post, quickSandbox } from "./testing";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

const SHAPE = {
  error: {
    message: expect.any(String) as string,
    type: expect.any(String) as string,
    param: expect.toBeOneOf([null, expect.any(String)]) as null,
    code: expect.toBeOneOf([null, expect.any(String)]) as null,
  },
};

const MEGABYTE = 1024 * 1024;

function isShaped(text: string): boolean {
  try {
    expect(JSON.parse(text)).toEqual(SHAPE);
    return true;
  } catch {
    return false;
  }
}

/** The bytes that come back to bytes sent as they are. */
function exchange(bytes: Uint8Array): Promise<string> {
  const { hostname, port } = new URL(sandbox.url);
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => (answer += text));
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
  });
}

describe("keys", () => {
  test("none, and one that ends in _invalid, are 401s", async () => {
    const none = await fetch(`${sandbox.url}/v1/models`);
    expect([none.status, await none.json()]).toEqual([401, SHAPE]);
    const wrong = clientOf(sandbox, { apiKey: "sk-1234_invalid" }).models.list();
    await expect(wrong).rejects.toMatchObject({ status: 401, code: "invalid_api_key" });
  });

  test("a wrong key is not repeated whole", async () => {
    const response = await post(sandbox, "/v1/embeddings", {}, { authorization: "Bearer sk-secret-part_invalid" });
    expect(await response.text()).not.toContain("secret-part");
  });
});

describe("models", () => {
  test("are listed, and found by name", async () => {
    const listed = await clientOf(sandbox).models.list();
    expect(listed.data.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["parley-swift", "parley-sage", "parley-embed", "gpt-5"]),
    );
    expect((await clientOf(sandbox).models.retrieve("parley-sage")).id).toBe("parley-sage");
  });

  test("are those of the setting, and what apps use by default", async () => {
    const other = await startOpenAiSandbox({ port: 0, models: " llama , tiny-embedder,," });
    const ids = (await clientOf(other).models.list()).data.map(({ id }) => id);
    await other.close();
    expect(ids).toEqual(["llama", "tiny-embedder", "gpt-5-mini", "gpt-5", "text-embedding-3-small"]);
  });

  test("unknown ones are model_not_found", async () => {
    await expect(clientOf(sandbox).models.retrieve("gpt-1")).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
    const chat = clientOf(sandbox).chat.completions.create({ ...asking("Hi"), model: "toString" });
    await expect(chat).rejects.toMatchObject({ status: 404, code: "model_not_found", param: "model" });
  });
});

describe("a chat request that is not one", () => {
  test.each<[string, object, string | null]>([
    ["no model", { messages: [{ role: "user", content: "Hi" }] }, "model"],
    ["no messages", { model: "parley-swift" }, "messages"],
    ["an empty conversation", { model: "parley-swift", messages: [] }, "messages"],
    [
      "a role that does not exist",
      { model: "parley-swift", messages: [{ role: "king", content: "Hi" }] },
      "messages[0].role",
    ],
    ["a parameter that does not exist", { ...asking("Hi"), temprature: 1 }, "temprature"],
    ["too hot a temperature", { ...asking("Hi"), temperature: 3 }, "temperature"],
    ["no tokens to answer with", { ...asking("Hi"), max_tokens: 0 }, "max_tokens"],
    ["two choices", { ...asking("Hi"), n: 2 }, "n"],
    ["JSON mode without the word", { ...asking("Hi"), response_format: { type: "json_object" } }, "messages"],
    ["an embedding model", { ...asking("Hi"), model: "parley-embed" }, "model"],
    ["more than the context holds", asking("word ".repeat(200_000)), "messages"],
  ])("%s: a 400 that names the parameter", async (_, body, param) => {
    const response = await post(sandbox, "/v1/chat/completions", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param, type: "invalid_request_error" } });
  });

  test.each(["", "{", "[]", "null", "7", '"x"', "\ufeff"])("the body %j: a shaped 400", async (body) => {
    const response = await post(sandbox, "/v1/chat/completions", body);
    expect([response.status, await response.json()]).toEqual([400, SHAPE]);
  });

  test("too large a body is a 413", async () => {
    const head = `POST /v1/embeddings HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k\r\ncontent-length: ${40 * MEGABYTE}\r\n\r\n`;
    expect(await exchange(Buffer.concat([Buffer.from(head), Buffer.alloc(33 * MEGABYTE, " ")]))).toMatch(
      /^HTTP\/1\.1 413 /u,
    );
    expect((await fetch(`${sandbox.url}/_sandbox/health`)).status).toBe(200);
  });

  test("its parameters are all that the SDK can send, and no more", () => {
    const ofSdk: Record<keyof ChatCompletionCreateParamsBase, true> = {
      messages: true,
      model: true,
      audio: true,
      frequency_penalty: true,
      function_call: true,
      functions: true,
      logit_bias: true,
      logprobs: true,
      max_completion_tokens: true,
      max_tokens: true,
      metadata: true,
      modalities: true,
      moderation: true,
      n: true,
      parallel_tool_calls: true,
      prediction: true,
      presence_penalty: true,
      prompt_cache_key: true,
      prompt_cache_options: true,
      prompt_cache_retention: true,
      reasoning_effort: true,
      response_format: true,
      safety_identifier: true,
      seed: true,
      service_tier: true,
      stop: true,
      store: true,
      stream: true,
      stream_options: true,
      temperature: true,
      tool_choice: true,
      tools: true,
      top_logprobs: true,
      top_p: true,
      user: true,
      verbosity: true,
      web_search_options: true,
    };
    expect(Object.keys(ChatRequest.shape).toSorted()).toEqual(Object.keys(ofSdk).toSorted());
  });
});

describe("whatever else is sent", () => {
  test("an unknown route is a shaped 404, a known one with another method a 405", async () => {
    const unknown = await fetch(`${sandbox.url}/v1/nothing?x=1`);
    expect([unknown.status, await unknown.json()]).toEqual([404, SHAPE]);
    const method = await fetch(`${sandbox.url}/v1/models`, { method: "DELETE" });
    expect([method.status, method.headers.get("allow"), await method.json()]).toEqual([405, "GET", SHAPE]);
  });

  test("any method, path and body gets a shaped 4xx", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"),
        fc.oneof(fc.constantFrom("/v1/chat/completions", "/v1/embeddings", "/v1/models/"), fc.webPath()),
        fc.uint8Array({ maxLength: 200 }),
        async (method, path, body) => {
          const response = await fetch(sandbox.url + path, {
            method,
            headers: { authorization: "Bearer k" },
            ...(method === "GET" ? {} : { body }),
          });
          expect(response.headers.get("x-request-id")).toMatch(/^req_/u);
          const [family, text] = [Math.floor(response.status / 100), await response.text()];
          const listed = method === "GET" && path.startsWith("/v1/models") && family === 2;
          expect(listed || (family === 4 && isShaped(text))).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("JSON of any form gets an answer or a shaped 400", async () => {
    const message = fc.record({
      role: fc.constantFrom("user", "system", "assistant"),
      content: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
    });
    const body = fc.record({
      model: fc.constant("parley-swift"),
      messages: fc.array(message),
      stream: fc.boolean(),
      stop: fc.option(fc.string()),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, fc.jsonValue()), async (value) => {
        const response = await post(sandbox, "/v1/chat/completions", JSON.stringify(value));
        const text = await response.text();
        expect([200, 400]).toContain(response.status);
        expect(response.status === 200 || isShaped(text)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("any bytes at all get a shaped 4xx, and the server goes on", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        // Blank lines before a request are allowed, and alone they are no request.
        fc.pre(bytes.some((byte) => byte !== 10 && byte !== 13));
        const answer = await exchange(Buffer.concat([bytes, Buffer.from("\r\n\r\n")]));
        expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /u);
        expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4))).toEqual(SHAPE);
      }),
      { numRuns: 100 },
    );
    expect((await fetch(`${sandbox.url}/_sandbox/health`)).status).toBe(200);
  });

  test.each([
    ["CONNECT", "CONNECT example.test:443 HTTP/1.1\r\nhost: x\r\n\r\n"],
    [
      "an expectation",
      "POST /nothing HTTP/1.1\r\nhost: x\r\nexpect: miracles\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    ],
    ["no host", "GET /nothing HTTP/1.1\r\nconnection: close\r\n\r\n"],
    ["a body cut short", "POST /v1/embeddings HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{"],
  ])("%s does no harm", async (_, bytes) => {
    const answer = await exchange(Buffer.from(bytes));
    expect(answer === "" || /^HTTP\/1\.1 4\d\d /u.test(answer)).toBe(true);
    expect((await fetch(`${sandbox.url}/_sandbox/health`)).status).toBe(200);
  });
});
