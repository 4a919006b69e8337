import { expect, test } from "vitest";
import { type Patience, type Piece, streamCompletion } from "@/lib/adapters/llm/completion";
import { env } from "@/lib/platform/env";
import { scrub } from "@/lib/platform/scrub";
import { healthOf } from "@/lib/platform/service-health";

type Asked = { patience?: Patience; signal?: AbortSignal; onPiece?: (piece: Piece) => void };

/** Asks the sandbox over the wire, and gathers what it says and how it ends. */
async function ask(question: string, { patience, signal = new AbortController().signal, onPiece }: Asked = {}) {
  const pieces: Piece[] = [];
  const failure = await streamCompletion(
    { model: "parley-swift", turns: [{ role: "user", content: question }], maxOutputTokens: 1_000 },
    {
      signal,
      onPiece: (piece) => {
        pieces.push(piece);
        onPiece?.(piece);
      },
      ...(patience ? { patience } : {}),
    },
  ).then(
    () => undefined,
    (error: unknown) => error,
  );
  const text = pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join("");
  return { pieces, text, code: (failure as { code?: string } | undefined)?.code, failure };
}

test.each([
  ["401", "model_refused"],
  ["429", "model_busy"],
  ["insufficient_quota", "model_refused"],
  ["500", "model_down"],
  ["503", "model_down"],
  ["context-length", "context_too_long"],
  ["not-json", "model_down"],
  ["error-body-200", "model_down"],
  ["hang-up", "model_down"],
  ["403", "model_refused"],
  ["404", "model_refused"],
  ["408", "model_down"],
])("a provider that answers %s before the first word is %s", async (sentinel, code) => {
  const said = await ask(`Hello [sandbox:${sentinel}]`);
  expect(said).toMatchObject({ code, text: "" });
});

test("what a refusal quotes of the question is not carried along, because failures are logged", async () => {
  const { failure, code } = await ask("Hello [sandbox:my-secret-word]");
  expect(code).toBe("question_refused");
  const line = JSON.stringify(scrub(failure));
  expect(line).toContain("The provider answered 400 invalid_request_error unknown_sentinel");
  expect(line).not.toContain("my-secret-word");
});

test.each(["cut", "error-mid", "event-error", "malformed", "no-finish", "eof"])(
  "an answer that ends by %s is cut off, and its text was heard",
  async (sentinel) => {
    const { code, text } = await ask(`Write about rain [sandbox:${sentinel}]`);
    expect(code).toBe("model_cut_off");
    expect(text.length).toBeGreaterThan(10);
  },
);

test("a provider that never begins is given up after the first-byte patience", async () => {
  const { code, text } = await ask("Hi [sandbox:stall-before]", { patience: { firstByteMs: 60, idleMs: 5_000 } });
  expect(code).toBe("model_down");
  expect(text).toBe("");
});

test("a provider that falls silent within the answer has stalled, and what it said was heard", async () => {
  const { code, text } = await ask("Write about rain [sandbox:stall]", {
    patience: { firstByteMs: 5_000, idleMs: 80 },
  });
  expect(code).toBe("model_stalled");
  expect(text.length).toBeGreaterThan(10);
});

test("a provider that opens the stream and then says nothing did not answer at all", async () => {
  const { code, pieces } = await ask("Hi [sandbox:stall-first]", { patience: { firstByteMs: 5_000, idleMs: 80 } });
  expect(code).toBe("model_down");
  expect(pieces).toEqual([]);
});

test("comments keep a slow provider from being given up", async () => {
  const { code, text } = await ask("Hi [sandbox:heartbeats] [[first token after 2500 ms]]", {
    patience: { firstByteMs: 2_000, idleMs: 2_000 },
  });
  expect(code).toBeUndefined();
  expect(text).not.toBe("");
});

test.each(["heartbeats", "crlf", "split-utf8"])("a stream written with %s says the same", async (sentinel) => {
  const question = "Explain 日本 🎈";
  const [plain, other] = [await ask(question), await ask(`${question} [sandbox:${sentinel}]`)];
  expect(other.code).toBeUndefined();
  expect(other.text).toBe(plain.text);
});

test.each([
  ["429", 1],
  ["429-120", 120],
  ["429-ms", 1],
])("when to come back after %s reaches the caller in seconds", async (sentinel, retryAfterS) => {
  const { failure } = await ask(`Hello [sandbox:${sentinel}]`);
  expect(failure).toMatchObject({ code: "model_busy", retryAfterS });
});

test("an answer whose figures never come is an answer all the same", async () => {
  const { code, pieces } = await ask("Say hello [sandbox:no-usage]");
  expect(code).toBeUndefined();
  expect(pieces.some(({ kind }) => kind === "usage")).toBe(false);
  expect(pieces.at(-1)).toEqual({ kind: "finish", reason: "stop" });
});

test("a second provider that nobody configured is down", async () => {
  const call = streamCompletion(
    { model: "parley-swift", turns: [{ role: "user", content: "Hi" }], maxOutputTokens: 10 },
    { signal: new AbortController().signal, onPiece: () => {}, endpoint: "fallback" },
  );
  await expect(call).rejects.toMatchObject({ code: "model_down" });
});

test("a whole answer tells its finish and its usage, also without the closing [DONE]", async () => {
  for (const question of ["Say hello", "Say hello [sandbox:no-done]"]) {
    const { pieces, text, code } = await ask(question);
    expect(code).toBeUndefined();
    expect(text).not.toBe("");
    expect(pieces).toContainEqual({ kind: "finish", reason: "stop" });
    const usage = pieces.find((piece) => piece.kind === "usage");
    expect(usage?.usage.inputTokens).toBeGreaterThan(0);
    expect(usage?.usage.outputTokens).toBeGreaterThan(0);
  }
});

test("leaving ends the call without an error, and closes the provider's connection", async () => {
  const leaving = new AbortController();
  const before = await abortedCalls();
  const { code } = await ask("Write a very long story [sandbox:slow]", {
    signal: leaving.signal,
    onPiece: () => leaving.abort(),
  });
  expect(code).toBeUndefined();
  await expect.poll(abortedCalls).toBeGreaterThan(before);
});

test("leaving before the first byte ends the call too", async () => {
  const leaving = new AbortController();
  const asked = ask("Hi [sandbox:stall-before]", { signal: leaving.signal });
  leaving.abort();
  expect((await asked).code).toBeUndefined();
});

test("the service's health follows the calls", async () => {
  for (const sentinel of ["401", "403", "404", "insufficient_quota"]) {
    await ask(`Hello [sandbox:${sentinel}]`);
    expect(healthOf("openai")).toMatchObject({ state: "failing", code: "model_refused" });
    await ask("Say hello");
    expect(healthOf("openai").state).toBe("ok");
  }
});

test.each(["context-length", "no-such-fault"])("a question that is refused (%s) is no illness", async (sentinel) => {
  await ask("Hello [sandbox:500]");
  await ask(`Hello [sandbox:${sentinel}]`);
  expect(healthOf("openai").state).toBe("ok");
});

async function abortedCalls(): Promise<number> {
  const response = await fetch(new URL("/_sandbox/stats", env.openai.baseUrl));
  return ((await response.json()) as { aborted: number }).aborted;
}
