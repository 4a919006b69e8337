import type OpenAI from "openai";
import { APIUserAbortError } from "openai";
import type { CompletionUsage } from "openai/resources/completions";
import type { ChatCompletionChunk, ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { beforeAll, describe, expect, test } from "vitest";
import {
  aProgram,
  ask,
  clientOf,
  directClient,
  holdsOf,
  type Program,
  receiptsOf,
} from "@/lib/gateway/testing/program";
import { env } from "@/lib/platform/env";
import { costMicros } from "@/lib/usage/price";
import { modelById } from "@/lib/usage/catalogue";
import type { TokenUse } from "@/lib/usage/schema";

/**
 * The official client, pointed at Parley and at the provider: what it makes of the answers is the same, and what it
 * was told of the usage is what was charged.
 */
let program: Program;
let ours: OpenAI;
const direct = directClient();
const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
} as const;
const PIXEL = `data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==`;

beforeAll(async () => {
  program = await aProgram({ plan: "pro" });
  ours = clientOf(program);
});

const say = (content: string): ChatCompletionCreateParams["messages"] => [{ role: "user", content }];

/** Without what differs between any two calls, those of tools included. */
function withoutIdentity(answer: object): unknown {
  const { id: _id, created: _at, _request_id: _asked, system_fingerprint: _print, ...rest } = { ...answer } as Named;
  return JSON.parse(JSON.stringify(rest).replaceAll(/"call_[0-9a-f]{24}"/g, '"call_"'));
}

type Named = Record<"id" | "created" | "_request_id" | "system_fingerprint", unknown>;

async function both<T extends object>(work: (client: OpenAI) => Promise<T>) {
  const [mine, theirs] = [await work(ours), await work(direct)];
  return { mine: withoutIdentity(mine), theirs: withoutIdentity(theirs) };
}

async function heard(stream: AsyncIterable<ChatCompletionChunk>) {
  const chunks: ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe("the same as from the provider", () => {
  test.each<[string, Omit<ChatCompletionCreateParams, "stream">]>([
    ["words", { model: "parley-swift", messages: say("Explain recursion") }],
    ["a limit", { model: "parley-swift", messages: say("Explain recursion"), max_tokens: 12 }],
    ["a limit by its new name", { model: "parley-swift", messages: say("Explain rain"), max_completion_tokens: 9 }],
    ["tools", { model: "parley-sage", messages: say("What is the weather in Paris?"), tools: [WEATHER] }],
    [
      "a forced tool",
      {
        model: "parley-swift",
        messages: say("Hello"),
        tools: [WEATHER],
        tool_choice: { type: "function", function: { name: "get_weather" } },
      },
    ],
    [
      "a picture",
      {
        model: "parley-swift",
        messages: [
          { role: "system", content: "Be short." },
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image_url", image_url: { url: PIXEL } },
            ],
          },
        ],
      },
    ],
    [
      "JSON",
      { model: "parley-swift", messages: say("Give me JSON of a cat"), response_format: { type: "json_object" } },
    ],
    [
      "every parameter that shapes an answer",
      {
        model: "parley-swift",
        messages: say("Hi"),
        n: 1,
        temperature: 0,
        top_p: 1,
        stop: ["\n\n"],
        seed: 7,
        user: "u1",
        metadata: { a: "b" },
        store: false,
        presence_penalty: 0,
        frequency_penalty: 0,
      },
    ],
  ])("%s, whole and streamed", async (_name, asked) => {
    const whole = await both((client) => client.chat.completions.create({ ...asked, stream: false }));
    expect(whole.mine).toEqual(whole.theirs);
    for (const options of [{}, { stream_options: { include_usage: true } }]) {
      const [mine, theirs] = await Promise.all(
        [ours, direct].map(async (client) =>
          (await heard(await client.chat.completions.create({ ...asked, ...options, stream: true }))).map(
            withoutIdentity,
          ),
        ),
      );
      expect(mine).toEqual(theirs);
    }
  });

  test("a conversation with a tool's answer, through the client's own stream helper", async () => {
    const messages: ChatCompletionCreateParams["messages"] = [
      { role: "user", content: "What is the weather in Paris?" },
      {
        role: "assistant",
        tool_calls: [
          { id: "call_1", type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } },
        ],
      },
      { role: "tool", tool_call_id: "call_1", content: "18 degrees, rain" },
    ];
    const { mine, theirs } = await both((client) =>
      client.chat.completions.stream({ model: "parley-swift", messages, tools: [WEATHER] }).finalChatCompletion(),
    );
    expect(mine).toEqual(theirs);
  });

  test.each([
    ["a text", "rain in Paris"],
    ["texts", ["rain in Paris", "sun in Rome"]],
    ["token numbers", [1, 2, 3]],
    ["lists of them", [[1, 2], [3]]],
  ])("vectors of %s", async (_name, input) => {
    const asked = { model: "parley-embed", input };
    const { mine, theirs } = await both((client) => client.embeddings.create(asked));
    expect(mine).toEqual(theirs);
    const floats = await both((client) =>
      client.embeddings.create({ ...asked, encoding_format: "float", dimensions: 8 }),
    );
    expect(floats.mine).toEqual(floats.theirs);
  });

  test("refusals of the question are the provider's own", async () => {
    for (const fault of ["context-length", "content-policy"]) {
      const asked = { model: "parley-swift", messages: say(`Hello [sandbox:${fault}]`) };
      const [mine, theirs] = await Promise.all(
        [ours, direct].map((client) => client.chat.completions.create(asked).catch((error: unknown) => error)),
      );
      expect(mine).toMatchObject({ status: 400 });
      expect({ ...(mine as object), headers: 0, requestID: 0 }).toEqual({
        ...(theirs as object),
        headers: 0,
        requestID: 0,
      });
    }
  });
});

test("the list has what the plan opens, and each of it can be looked up", async () => {
  const free = clientOf(await aProgram());
  const ids = async (client: OpenAI) => (await client.models.list()).data.map(({ id }) => id);
  expect(await ids(ours)).toEqual(["parley-swift", "parley-sage", "parley-embed"]);
  expect(await ids(free)).toEqual(["parley-swift", "parley-embed"]);
  expect(await ours.models.retrieve("parley-sage")).toMatchObject({
    id: "parley-sage",
    object: "model",
    owned_by: "parley",
  });
  await expect(free.models.retrieve("parley-sage")).rejects.toMatchObject({ status: 404, code: "model_not_found" });
  await expect(ours.models.retrieve("acme/unknown")).rejects.toMatchObject({ status: 404, code: "model_not_found" });
});

test("what the client is told of the usage is what was charged, to the micro-dollar", async () => {
  const own = await aProgram();
  const client = clientOf(own);
  const { usage } = await client.chat.completions.create({ model: "parley-swift", messages: say("Explain rain") });
  const chunks = await heard(
    await client.chat.completions.create({
      model: "parley-swift",
      messages: say("Explain snow"),
      stream: true,
      stream_options: { include_usage: true },
    }),
  );
  const vectors = await client.embeddings.create({ model: "parley-embed", input: "rain in Paris, and sun in Rome" });
  const told = [usage, chunks.at(-1)?.usage, undefined];
  const receipts = await receiptsOf(own.userId);
  expect(receipts).toHaveLength(3);
  for (const [index, receipt] of receipts.slice(0, 2).entries()) {
    const use = useOf(told[index]);
    expect(receipt).toMatchObject({ origin: "api", apiKeyId: own.keyId, model: "parley-swift", ...use });
    expect(receipt.chargedMicros).toBe(costMicros(use, modelById("parley-swift").price));
  }
  expect(receipts[2]).toMatchObject({
    model: "parley-embed",
    embeddingTokens: vectors.usage.total_tokens,
    inputTokens: 0,
  });
  expect(await holdsOf(own.userId)).toSatisfy((holds: { status: string }[]) =>
    holds.every(({ status }) => status === "settled"),
  );
});

function useOf(usage: CompletionUsage | null | undefined): TokenUse {
  if (!usage) throw new Error("No usage was told");
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage;
  return {
    inputTokens,
    cachedInputTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    outputTokens,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
    estimated: false,
  };
}

test("a client that stops reading pays for what it read, by our count, and the provider is let go", async () => {
  const own = await aProgram();
  const stream = await clientOf(own).chat.completions.create({
    model: "parley-swift",
    messages: say("Write a very long story [sandbox:slow]"),
    stream: true,
  });
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
  stream.controller.abort();
  await expect.poll(async () => (await holdsOf(own.userId))[0]?.status).toBe("settled");
  const [receipt] = await receiptsOf(own.userId);
  expect(receipt).toMatchObject({ estimated: true });
  expect(receipt?.outputTokens).toBeGreaterThan(0);
  expect(receipt?.outputTokens).toBeLessThan(50);
});

test("a whole answer that nobody waits for any more costs nothing", async () => {
  const own = await aProgram();
  const leaving = new AbortController();
  const asked = clientOf(own).chat.completions.create(
    { model: "parley-swift", messages: say("Hello [sandbox:stall-before]") },
    { signal: leaving.signal },
  );
  setTimeout(() => leaving.abort(), 100);
  await expect(asked).rejects.toBeInstanceOf(APIUserAbortError);
  await expect.poll(async () => (await holdsOf(own.userId))[0]?.status).toBe("released");
  expect(await receiptsOf(own.userId)).toEqual([]);
});

test("a provider that is down is a 503 that the client tries again, and costs nothing until it answers", async () => {
  const own = await aProgram();
  let tries = 0;
  // The provider is down for the first try only.
  const fetch: typeof ask = (url, init) => {
    tries += 1;
    const body = typeof init?.body === "string" ? init.body : "";
    return ask(url, { ...init, body: tries === 1 ? body : body.replace("[sandbox:503]", "") });
  };
  const client = clientOf(own, { maxRetries: 2, fetch });
  const answer = await client.chat.completions.create({ model: "parley-swift", messages: say("Hello [sandbox:503]") });
  expect(answer.choices[0]?.message.content).not.toBe("");
  expect((await holdsOf(own.userId)).map(({ status }) => status)).toEqual(["released", "settled"]);
});

test("an answer that is cut off says so in the stream, and is paid as far as it came", async () => {
  const own = await aProgram();
  const stream = await clientOf(own).chat.completions.create({
    model: "parley-swift",
    messages: say("Write about rain [sandbox:cut]"),
    stream: true,
  });
  let text = "";
  const reading = (async () => {
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  })();
  await expect(reading).rejects.toMatchObject({ code: "model_unavailable", type: "server_error" });
  expect(text.length).toBeGreaterThan(10);
  const [receipt] = await receiptsOf(own.userId);
  expect(receipt).toMatchObject({ estimated: true });
  expect(receipt?.chargedMicros).toBeGreaterThan(0n);
});

test("an operator's trouble with the provider is nobody else's to read", async () => {
  const own = await aProgram();
  for (const fault of ["401", "insufficient_quota", "404"]) {
    const asked = clientOf(own).chat.completions.create({
      model: "parley-swift",
      messages: say(`Hi [sandbox:${fault}]`),
    });
    await expect(asked).rejects.toMatchObject({ status: 503, code: "model_unavailable" });
  }
  expect(await receiptsOf(own.userId)).toEqual([]);
});

test("an answer carries the request's id and what is left of the minute", async () => {
  const own = await aProgram({ requestsPerMinute: 5 });
  const { response, request_id: requestId } = await clientOf(own)
    .chat.completions.create({ model: "parley-swift", messages: say("Hi") })
    .withResponse();
  expect(requestId).toMatch(/^[\w-]{36}$/);
  expect(response.headers.get("x-ratelimit-limit-requests")).toBe("5");
  expect(response.headers.get("x-ratelimit-remaining-requests")).toBe("4");
  expect(response.headers.get("x-ratelimit-reset-requests")).toMatch(/^\d+s$/);
  expect(response.headers.get("content-type")).toBe("application/json");
});

test("no key, and a key that opens nothing, are 401 as OpenAI has it", async () => {
  await expect(clientOf({ secret: "sk-not-ours" }).models.list()).rejects.toMatchObject({
    status: 401,
    code: "invalid_api_key",
  });
  const bare = await ask(`${env.appUrl}/api/v1/models`);
  expect(bare.status).toBe(401);
  expect(await bare.json()).toMatchObject({ error: { type: "invalid_request_error", param: null, code: null } });
});
