import { beforeAll, describe, expect, test } from "vitest";
import { leaveMicros } from "@/lib/chat/testing/allowance";
import { db } from "@/lib/db/client";
import { aProgram, ask, holdsOf, post, type Program } from "@/lib/gateway/testing/program";
import { mintKey } from "@/lib/identity/key-format";
import { env } from "@/lib/platform/env";

/** Whatever is wrong is told in OpenAI's shape, and nothing is held. */
let program: Program;
beforeAll(async () => {
  program = await aProgram();
});

const HELLO = { model: "parley-swift", messages: [{ role: "user", content: "Hello" }] };
const TOOL = { type: "function", function: { name: "look", parameters: { type: "object" } } };

async function refused(path: string, body: unknown, by: Program = program) {
  const response = await post(path, body, by);
  return { status: response.status, headers: response.headers, ...((await response.json()) as { error: object }) };
}

describe("a chat completion", () => {
  test.each<[string, unknown, number, string, string | null]>([
    ["an unknown model", { ...HELLO, model: "gpt-9" }, 404, "model_not_found", "model"],
    ["a model for embeddings", { ...HELLO, model: "parley-embed" }, 404, "model_not_found", "model"],
    ["a model of a bigger plan", { ...HELLO, model: "parley-sage" }, 404, "model_not_found", "model"],
    ["no model", { messages: HELLO.messages }, 400, "missing_required_parameter", "model"],
    ["no messages", { model: "parley-swift" }, 400, "missing_required_parameter", "messages"],
    ["empty messages", { ...HELLO, messages: [] }, 400, "invalid_value", "messages"],
    ["messages that are words", { ...HELLO, messages: "Hello" }, 400, "invalid_type", "messages"],
    [
      "an unknown role",
      { ...HELLO, messages: [{ role: "robot", content: "x" }] },
      400,
      "invalid_type",
      "messages[0].role",
    ],
    [
      "no content",
      { ...HELLO, messages: [{ role: "user" }] },
      400,
      "missing_required_parameter",
      "messages[0].content",
    ],
    [
      "a wrong content part",
      { ...HELLO, messages: [{ role: "user", content: [{ type: "video", video: "x" }] }] },
      400,
      "invalid_type",
      "messages[0].content[0].type",
    ],
    [
      "a picture that is no link",
      {
        ...HELLO,
        messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "file:///etc/passwd" } }] }],
      },
      400,
      "invalid_value",
      "messages[0].content[0].image_url.url",
    ],
    ["an unknown parameter", { ...HELLO, colour: "red" }, 400, "unknown_parameter", "colour"],
    [
      "an unknown field of a message",
      { ...HELLO, messages: [{ role: "user", content: "x", mood: "good" }] },
      400,
      "unknown_parameter",
      "messages[0].mood",
    ],
    [
      "what OpenAI has and we do not",
      { ...HELLO, service_tier: "priority" },
      400,
      "unsupported_parameter",
      "service_tier",
    ],
    ["two choices", { ...HELLO, n: 2 }, 400, "invalid_value", "n"],
    ["a temperature of 3", { ...HELLO, temperature: 3 }, 400, "invalid_value", "temperature"],
    ["half a token", { ...HELLO, max_tokens: 0.5 }, 400, "invalid_type", "max_tokens"],
    ["no token", { ...HELLO, max_completion_tokens: 0 }, 400, "invalid_value", "max_completion_tokens"],
    ["more tokens than the model writes", { ...HELLO, max_tokens: 4_097 }, 400, "invalid_value", "max_tokens"],
    ["tools that are words", { ...HELLO, tools: "look" }, 400, "invalid_type", "tools"],
    [
      "a tool without a name",
      { ...HELLO, tools: [{ type: "function", function: {} }] },
      400,
      "missing_required_parameter",
      "tools[0].function.name",
    ],
    [
      "a tool with a bad name",
      { ...HELLO, tools: [{ ...TOOL, function: { name: "look around!" } }] },
      400,
      "invalid_value",
      "tools[0].function.name",
    ],
    ["a tool of another kind", { ...HELLO, tools: [{ type: "retrieval" }] }, 400, "invalid_value", "tools[0].type"],
    ["to be stored", { ...HELLO, store: true }, 400, "invalid_value", "store"],
    ["a body that is no JSON", "{", 400, "", null],
    ["a body that is a list", "[]", 400, "invalid_type", null],
  ])("with %s is refused", async (_name, body, status, code, param) => {
    const { error, ...answer } = await refused("/chat/completions", body);
    expect({ status: answer.status, error }).toEqual({
      status,
      error: { message: expect.any(String) as string, type: "invalid_request_error", param, code: code || null },
    });
  });

  test("of more than 20 MB is refused before it is read to its end", async () => {
    const body = JSON.stringify({ ...HELLO, messages: [{ role: "user", content: "x".repeat(20 * 1024 * 1024) }] });
    expect(await refused("/chat/completions", body)).toMatchObject({
      status: 413,
      error: { code: "request_too_large" },
    });
  });

  test("none of these held anything", async () => {
    expect(await holdsOf(program.userId)).toEqual([]);
  });
});

describe("embeddings", () => {
  test.each<[string, unknown, string, string]>([
    ["no input", { model: "parley-embed" }, "missing_required_parameter", "input"],
    ["an empty text", { model: "parley-embed", input: "" }, "invalid_value", "input"],
    ["an empty list", { model: "parley-embed", input: [] }, "invalid_value", "input"],
    ["an object", { model: "parley-embed", input: {} }, "invalid_type", "input"],
    [
      "a wrong encoding",
      { model: "parley-embed", input: "x", encoding_format: "hex" },
      "invalid_value",
      "encoding_format",
    ],
    ["an unknown parameter", { model: "parley-embed", input: "x", task: "search" }, "unknown_parameter", "task"],
    ["a chat model", { model: "parley-swift", input: "x" }, "model_not_found", "model"],
  ])("of %s are refused", async (_name, body, code, param) => {
    expect((await refused("/embeddings", body)).error).toMatchObject({ code, param });
    expect(await holdsOf(program.userId)).toEqual([]);
  });
});

describe("a key", () => {
  test("that was revoked, expired, or never was, opens nothing", async () => {
    const own = await aProgram();
    expect(await refused("/chat/completions", HELLO, { ...own, secret: mintKey() })).toMatchObject({
      status: 401,
      error: { code: "invalid_api_key" },
    });
    await db.apiKey.update({ where: { id: own.keyId }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    expect(await refused("/chat/completions", HELLO, own)).toMatchObject({
      status: 401,
      error: { message: expect.stringContaining("expired") as string },
    });
    await db.apiKey.update({ where: { id: own.keyId }, data: { revokedAt: new Date() } });
    expect(await refused("/chat/completions", HELLO, own)).toMatchObject({
      status: 401,
      error: { message: expect.stringContaining("revoked") as string },
    });
    expect(await holdsOf(own.userId)).toEqual([]);
  });

  test("opens what its scopes say and nothing else", async () => {
    const own = await aProgram({ scopes: ["embeddings"] });
    expect(await refused("/chat/completions", HELLO, own)).toMatchObject({
      status: 403,
      error: { code: "insufficient_permissions" },
    });
    expect((await post("/embeddings", { model: "parley-embed", input: "x" }, own)).status).toBe(200);
  });

  test("of an address that nobody confirmed opens nothing", async () => {
    const own = await aProgram();
    await db.user.update({ where: { id: own.userId }, data: { emailVerified: null } });
    expect(await refused("/chat/completions", HELLO, own)).toMatchObject({
      status: 403,
      error: { code: "email_not_verified" },
    });
  });

  test("with a limit of its own is held to it, and told when to come back", async () => {
    const own = await aProgram({ requestsPerMinute: 1 });
    expect((await post("/chat/completions", HELLO, own)).status).toBe(200);
    const { headers, ...answer } = await refused("/chat/completions", HELLO, own);
    expect(answer).toMatchObject({ status: 429, error: { type: "requests", code: "rate_limit_exceeded" } });
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(50);
    expect(headers.get("x-ratelimit-remaining-requests")).toBe("0");
    expect(headers.get("x-should-retry")).toBeNull();
  });

  test("whose budget is spent is out of quota, and the client is told not to try again", async () => {
    const own = await aProgram({ budgetMicros: 5n });
    const { headers, ...answer } = await refused("/chat/completions", HELLO, own);
    expect(answer).toMatchObject({ status: 429, error: { type: "insufficient_quota", code: "insufficient_quota" } });
    expect(headers.get("x-should-retry")).toBe("false");
  });
});

test("an allowance that is used up is out of quota", async () => {
  const own = await aProgram();
  await leaveMicros({ id: own.userId }, 3n);
  expect(await refused("/chat/completions", HELLO, own)).toMatchObject({
    status: 429,
    error: { code: "insufficient_quota" },
  });
  expect(await holdsOf(own.userId)).toEqual([]);
});

test("an answer longer than what is left is refused whole, and nothing stays held", async () => {
  const own = await aProgram();
  await leaveMicros({ id: own.userId }, 2_000n);
  const { error } = await refused("/chat/completions", { ...HELLO, max_tokens: 4_000 }, own);
  expect(error).toMatchObject({ code: "insufficient_quota" });
  expect((await holdsOf(own.userId)).map(({ status }) => status)).not.toContain("held");
  expect((await post("/chat/completions", HELLO, own)).status).toBe(200);
});

test("another method and another path are told in the same shape", async () => {
  const wrong = await ask(`${env.appUrl}/api/v1/chat/completions`);
  expect({ status: wrong.status, allow: wrong.headers.get("allow") }).toEqual({ status: 405, allow: "POST, OPTIONS" });
  expect(await wrong.json()).toMatchObject({ error: { code: "method_not_allowed", param: null } });
});
