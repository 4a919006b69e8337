import { LLMock } from "@copilotkit/aimock";
import { afterAll, describe, expect, test, vi } from "vitest";
import type { Endpoint } from "@/lib/adapters/llm/client";
import type { Patience, Piece, Turn } from "@/lib/adapters/llm/completion";

/**
 * One list of cases, asked over the wire of two servers that were written apart: our sandbox, which the adapter knows
 * as its primary, and aimock, which it knows as its fallback. Each question says by its sentinel what our sandbox is to
 * do; aimock is told the same in its own words.
 */
const mock = new LLMock({ port: 0, chunkSize: 8 });
await mock.start();
vi.stubEnv("OPENAI_FALLBACK_BASE_URL", `${mock.url}/v1`);
vi.stubEnv("OPENAI_FALLBACK_API_KEY", "sk-second");
const { streamCompletion } = await import("@/lib/adapters/llm/completion");
const { complete } = await import("@/lib/adapters/llm/whole-answer");
const { healthOf } = await import("@/lib/platform/service-health");
afterAll(async () => {
  await mock.stop();
  vi.unstubAllEnvs();
});

const SERVERS: readonly [string, Endpoint][] = [
  ["our sandbox", "primary"],
  ["aimock", "fallback"],
];
const PROSE = "Rain falls when drops in a cloud grow too heavy to float. 日本では雨が多い。 It is 🌧️ weather, then.";

type Answer = Parameters<LLMock["onMessage"]>[1];
type Options = Parameters<LLMock["onMessage"]>[2];
type Case = { fault: string; answer: Answer; options?: Options; patience?: Patience };

const failing = (status: number, code: string, type = "invalid_request_error", more: object = {}): Answer => ({
  error: { message: "No.", type, code },
  status,
  ...more,
});

/** Before the first word: what comes back, and our word for it. */
const REFUSED: readonly (Case & { code: string })[] = [
  { fault: "401", answer: failing(401, "invalid_api_key"), code: "model_refused" },
  { fault: "403", answer: failing(403, "unsupported_country_region_territory"), code: "model_refused" },
  { fault: "404", answer: failing(404, "model_not_found"), code: "model_refused" },
  { fault: "408", answer: failing(408, "request_timeout", "timeout"), code: "model_down" },
  { fault: "429", answer: failing(429, "rate_limit_exceeded", "requests", { retryAfter: 1 }), code: "model_busy" },
  {
    fault: "insufficient_quota",
    answer: failing(429, "insufficient_quota", "insufficient_quota"),
    code: "model_refused",
  },
  { fault: "500", answer: failing(500, "server_error", "server_error"), code: "model_down" },
  { fault: "503", answer: failing(503, "overloaded", "server_error"), code: "model_down" },
  { fault: "context-length", answer: failing(400, "context_length_exceeded"), code: "context_too_long" },
  { fault: "not-json", answer: { content: PROSE }, options: { chaos: { malformedRate: 1 } }, code: "model_down" },
  { fault: "hang-up", answer: { content: PROSE }, options: { chaos: { disconnectRate: 1 } }, code: "model_down" },
  {
    fault: "stall-before",
    answer: { content: PROSE },
    options: { chaos: { latencyMs: 20_000 } },
    patience: { firstByteMs: 80, idleMs: 5_000 },
    code: "model_down",
  },
];

/** What only one of the two servers can say, in the words of others that speak the protocol. */
const ELSEWHERE: readonly (Case & { code: string })[] = [
  {
    fault: "policy",
    answer: failing(400, "content_policy_violation", "invalid_request_error"),
    code: "question_refused",
  },
  { fault: "moderated", answer: failing(403, "content_filter", "moderation"), code: "question_refused" },
  { fault: "nonsense", answer: failing(400, "invalid_value"), code: "question_refused" },
  { fault: "no-model", answer: failing(400, "model_not_found"), code: "model_refused" },
  { fault: "unpaid", answer: failing(402, "billing_not_active", "billing"), code: "model_refused" },
];

/** After some words: the text so far was heard. */
const BROKEN: readonly (Case & { code: string })[] = [
  { fault: "cut", answer: { content: PROSE }, options: { truncateAfterChunks: 4, latency: 10 }, code: "model_cut_off" },
  {
    fault: "stall",
    answer: { content: PROSE },
    options: { recordedTimings: { ttftMs: 1, interChunkDelaysMs: [1, 1, 9_000], totalDurationMs: 9_003 } },
    patience: { firstByteMs: 5_000, idleMs: 80 },
    code: "model_stalled",
  },
];

const ENDED: readonly (Case & { reason: string })[] = [
  { fault: "fast", answer: { content: PROSE }, reason: "stop" },
  { fault: "length", answer: { content: PROSE, finishReason: "length" }, reason: "length" },
  { fault: "content-filter", answer: { content: PROSE, finishReason: "content_filter" }, reason: "content_filter" },
];

const questionFor = (fault: string) => `Explain rain in 日本 🌧️ [sandbox:${fault}]`;
for (const { fault, answer, options } of [...REFUSED, ...ELSEWHERE, ...BROKEN, ...ENDED])
  mock.onMessage(`[sandbox:${fault}]`, answer, options);

type Asking = { endpoint: Endpoint; patience?: Patience | undefined; signal?: AbortSignal; onPiece?: () => void };

async function stream(content: Turn["content"], { endpoint, patience, signal, onPiece = () => {} }: Asking) {
  const pieces: Piece[] = [];
  const call = streamCompletion(
    { model: "parley-swift", turns: [{ role: "user", content }], maxOutputTokens: 500, temperature: 0.25 },
    {
      endpoint,
      signal: signal ?? new AbortController().signal,
      onPiece: (piece) => {
        pieces.push(piece);
        onPiece();
      },
      ...(patience ? { patience } : {}),
    },
  );
  const code = await codeOf(call);
  const text = pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join("");
  return { pieces, text, code };
}

async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: unknown) => (error as { code: string }).code,
  );
}

describe.each(SERVERS)("%s", (_name, endpoint) => {
  test.each(REFUSED)("that answers with $fault has said nothing: $code", async ({ fault, patience, code }) => {
    expect(await stream(questionFor(fault), { endpoint, patience })).toEqual({ pieces: [], text: "", code });
  });

  test.each(BROKEN)("that ends with $fault was heard so far: $code", async ({ fault, patience, code }) => {
    const heard = await stream(questionFor(fault), { endpoint, patience });
    expect(heard.code).toBe(code);
    expect(heard.text.length).toBeGreaterThan(10);
  });

  test.each(ENDED)("that ends with $fault tells the reason and its usage", async ({ fault, reason }) => {
    const { pieces, text, code } = await stream(questionFor(fault), { endpoint });
    expect(code).toBeUndefined();
    expect(text).not.toBe("");
    expect(text.isWellFormed()).toBe(true);
    expect(pieces.filter(({ kind }) => kind === "finish")).toEqual([{ kind: "finish", reason }]);
    const usages = pieces.flatMap((piece) => (piece.kind === "usage" ? [piece.usage] : []));
    expect(usages).toHaveLength(1);
    expect(usages[0]!.inputTokens).toBeGreaterThan(0);
    expect(usages[0]!.outputTokens).toBeGreaterThan(0);
  });

  test.each(REFUSED.filter(({ patience }) => !patience))(
    "that answers a whole question with $fault: $code",
    async ({ fault, code }) => {
      const turns = [{ role: "user" as const, content: questionFor(fault) }];
      expect(await codeOf(complete({ model: "parley-swift", turns, maxOutputTokens: 30 }, { endpoint }))).toBe(code);
    },
  );

  test("answers a whole question at once", async () => {
    const turns = [
      { role: "system" as const, content: "Be brief." },
      { role: "user" as const, content: questionFor("fast") },
    ];
    const answer = await complete({ model: "parley-swift", turns, maxOutputTokens: 500 }, { endpoint });
    const streamed = await stream(questionFor("fast"), { endpoint });
    expect(answer).toMatchObject({ text: streamed.text, finishReason: "stop" });
    expect(answer.usage!.outputTokens).toBeGreaterThan(0);
    expect(answer.providerRequestId).toMatch(/\S/u);
  });

  test("that keeps a whole question waiting is given up", async () => {
    const turns = [{ role: "user" as const, content: questionFor("stall-before") }];
    const call = complete({ model: "parley-swift", turns, maxOutputTokens: 30 }, { endpoint, timeoutMs: 80 });
    expect(await codeOf(call)).toBe("model_down");
  });

  test("takes a picture beside the words", async () => {
    const dataUrl = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
    const parts = [
      { kind: "text" as const, text: questionFor("fast") },
      { kind: "image" as const, mediaType: "image/gif", dataUrl },
    ];
    const { text, code } = await stream(parts, { endpoint });
    expect(code).toBeUndefined();
    expect(text).not.toBe("");
  });

  test("is left at once by a reader who leaves, without an error", async () => {
    const leaving = new AbortController();
    const heard = await stream(questionFor("stall"), {
      endpoint,
      signal: leaving.signal,
      onPiece: () => leaving.abort(),
    });
    expect(heard.code).toBeUndefined();
    expect(heard.pieces.length).toBeGreaterThan(0);
  });
});

test.each(ELSEWHERE)(
  "a provider of another make that refuses ($fault) is understood: $code",
  async ({ fault, code }) => {
    expect(await stream(questionFor(fault), { endpoint: "fallback" })).toEqual({ pieces: [], text: "", code });
  },
);

test("what goes over the wire is what OpenAI documents", async () => {
  const dataUrl = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
  await stream(
    [
      { kind: "text", text: questionFor("fast") },
      { kind: "image", mediaType: "image/gif", dataUrl },
    ],
    { endpoint: "fallback" },
  );
  expect(mock.getLastRequest()).toMatchObject({
    headers: { authorization: expect.anything() as string },
    body: {
      model: "parley-swift",
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 500,
      temperature: 0.25,
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: questionFor("fast") },
            { type: "image_url", image_url: { url: dataUrl, detail: "auto" } },
          ],
        },
      ],
    },
  });
});

test("the second provider's failures are no news of the first one's health", async () => {
  await stream(questionFor("fast"), { endpoint: "primary" });
  await stream(questionFor("500"), { endpoint: "fallback" });
  expect(healthOf("openai").state).toBe("ok");
});
