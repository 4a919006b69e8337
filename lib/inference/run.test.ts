import { describe, expect, test } from "vitest";
import type { Piece, streamCompletion } from "@/lib/adapters/llm/completion";
import type { Candidate } from "@/lib/inference/candidates";
import { type Inference, type InferenceRequest, runInference } from "@/lib/inference/run";
import { AppError } from "@/lib/platform/errors";
import { modelById } from "@/lib/usage/catalogue";

type Complete = typeof streamCompletion;

const text = (piece: string): Piece => ({ kind: "text", text: piece });
const finish: Piece = { kind: "finish", reason: "stop" };
const usage: Piece = {
  kind: "usage",
  usage: { inputTokens: 40, cachedInputTokens: 20, outputTokens: 10, reasoningTokens: 4 },
};

/** A provider that says these pieces, and then fails if there is a failure. */
function says(pieces: readonly Piece[], failure?: AppError): Complete {
  return async (_request, { onPiece }) => {
    for (const piece of pieces) onPiece(piece);
    if (failure) throw failure;
    return "req_1";
  };
}

async function run(complete: Complete, abort = new AbortController()): Promise<Inference & { heard: string }> {
  let heard = "";
  const turns = [{ role: "user", content: "eight ch" }] as const;
  const request = { sourceId: "s", model: modelById(undefined), turns, maxOutputTokens: 100 };
  const onText = (piece: string) => {
    heard += piece;
  };
  return { ...(await runInference(request, { onText, signal: abort.signal }, complete)), heard };
}

test("a whole answer is charged what the provider counted", async () => {
  const inference = await run(says([text("Hel"), text("lo"), finish, usage]));
  expect(inference).toMatchObject({
    text: "Hello",
    heard: "Hello",
    ending: { kind: "completed", finishReason: "stop" },
    providerRequestId: "req_1",
    charge: { costMicros: 5n + 1n + 20n, use: { inputTokens: 40, outputTokens: 10, estimated: false } },
  });
});

test("without the provider's figures the text is counted, and marked as an estimate", async () => {
  const { charge } = await run(says([text("sixteen letters!"), finish]));
  expect(charge?.use).toEqual({
    inputTokens: 2 + 4,
    cachedInputTokens: 0,
    outputTokens: 4,
    reasoningTokens: 0,
    estimated: true,
  });
});

test("an answer that breaks off is charged for what arrived", async () => {
  const { ending, charge } = await run(says([text("sixteen letters!")], new AppError("model_stalled")));
  expect(ending).toMatchObject({ kind: "failed", failure: { code: "model_stalled" } });
  expect(charge?.use).toMatchObject({ outputTokens: 4, estimated: true });
});

test("nothing said is nothing owed, whatever the provider counted", async () => {
  expect((await run(says([finish, usage]))).charge).toBeUndefined();
});

test("a provider that is down before its first word is asked once more", async () => {
  const calls: Complete[] = [says([], new AppError("model_down")), says([text("Hi"), finish])];
  const { ending } = await run((request, listening) => calls.shift()!(request, listening));
  expect(ending.kind).toBe("completed");
  expect(calls).toEqual([]);
});

test.each([
  ["is down again", [], "model_down", 2],
  ["refuses", [], "model_refused", 1],
  ["is busy", [], "model_busy", 1],
  ["is down after its first word", [text("Hi")], "model_down", 1],
] as const)("a provider that %s is not asked for ever", async (_what, pieces, code, calls) => {
  let count = 0;
  const { ending } = await run((request, listening) => {
    count += 1;
    return says(pieces, new AppError(code))(request, listening);
  });
  expect(ending).toMatchObject({ kind: "failed", failure: { code } });
  expect(count).toBe(calls);
});

describe("when a model does not answer", () => {
  const PRICES = {
    inputMicrosPerMtok: 2_000_000n,
    cachedInputMicrosPerMtok: 1_000_000n,
    outputMicrosPerMtok: 5_000_000n,
  };
  const model = modelById(undefined);
  const other = { ...modelById("parley-sage"), price: { ...modelById("parley-sage").price, ...PRICES } };
  const [primary, second, sage]: Candidate[] = [
    { model, endpoint: "primary" },
    { model, endpoint: "fallback" },
    { model: other, endpoint: "primary" },
  ];

  /** Who was asked, and how it ended; each provider answers by its script. */
  async function ask(candidates: Candidate[], scripts: Complete[], request: Partial<InferenceRequest> = {}) {
    const asked: string[] = [];
    const complete: Complete = (call, listening) => {
      asked.push(`${call.model} at ${listening.endpoint ?? "primary"}`);
      return scripts.shift()!(call, listening);
    };
    const turns = [{ role: "user", content: "eight ch" }] as const;
    const whole = { sourceId: "s", model, turns, maxOutputTokens: 100, ...request };
    const listening = { onText: () => {}, signal: new AbortController().signal };
    return { asked, inference: await runInference(whole, listening, complete, candidates) };
  }

  test.each(["model_down", "model_busy", "model_refused"] as const)(
    "(%s) the second provider is asked, and it is said so",
    async (code) => {
      const { asked, inference } = await ask(
        [primary!, second!],
        [says([], new AppError(code)), says([text("Hi"), finish])],
      );
      expect(asked).toEqual(["parley-swift at primary", "parley-swift at fallback"]);
      expect(inference).toMatchObject({
        text: "Hi",
        ending: { kind: "completed" },
        steppedIn: { model: "parley-swift", insteadOf: "parley-swift" },
        charge: { priceVersion: model.price.version },
      });
    },
  );

  test("the model that answers sets the price, and is named", async () => {
    const down = says([], new AppError("model_down"));
    const { inference } = await ask([primary!, second!, sage!], [down, down, says([text("Hi"), finish, usage])]);
    expect(inference.steppedIn).toEqual({ model: "parley-sage", insteadOf: "parley-swift" });
    expect(inference.charge?.priceVersion).toBe(other.price.version);
    expect(inference.charge?.costMicros).toBe(40n + 20n + 50n);
  });

  test("because the operator is refused everywhere, each is asked once and the first refusal is told", async () => {
    const refuses = says([], new AppError("model_refused"));
    const again: Candidate = { model, endpoint: "primary", isRetry: true };
    const { asked, inference } = await ask([primary!, again, second!, sage!], [refuses, refuses, refuses]);
    expect(asked).toEqual(["parley-swift at primary", "parley-swift at fallback", "parley-sage at primary"]);
    expect(inference).toMatchObject({ ending: { failure: { code: "model_refused" } }, charge: undefined });
  });

  test("and nobody else does, the failure is the one of the model that was asked, and nothing is owed", async () => {
    const scripts = [says([], new AppError("model_busy")), says([], new AppError("context_too_long"))];
    const { inference } = await ask([primary!, sage!], scripts);
    expect(inference).toMatchObject({ ending: { failure: { code: "model_busy" } }, charge: undefined });
    expect(inference.steppedIn).toBeUndefined();
  });

  test.each([
    ["refuses the question", [], "question_refused"],
    ["finds the question too long", [], "context_too_long"],
    ["refuses the operator after its first word", [text("Hi")], "model_refused"],
    ["breaks off after its first word", [text("Hi")], "model_down"],
  ] as const)("because it %s, nobody else is asked", async (_what, pieces, code) => {
    const { asked } = await ask([primary!, second!, sage!], [says(pieces, new AppError(code))]);
    expect(asked).toHaveLength(1);
  });

  test("a model that takes no temperature is given none, and no model more room than it has", async () => {
    const calls: unknown[] = [];
    const record: Complete = async (call) => {
      calls.push(call);
      throw new AppError("model_down");
    };
    const small: Candidate = { model: { ...other, temperature: false, maxOutputTokens: 50 }, endpoint: "primary" };
    await ask([primary!, small], [record, record], { temperature: 0.5 });
    expect(calls).toMatchObject([{ temperature: 0.5, maxOutputTokens: 100 }, { maxOutputTokens: 50 }]);
    expect(calls[1]).not.toHaveProperty("temperature");
  });
});

test("what comes after the stop is not heard and not paid", async () => {
  const abort = new AbortController();
  const inference = await run(async (_request, { onPiece }) => {
    onPiece(text("four"));
    abort.abort();
    onPiece(text(" and much more that was under way"));
    return undefined;
  }, abort);
  expect(inference).toMatchObject({ text: "four", heard: "four", charge: { use: { outputTokens: 1 } } });
});

test("who was stopped is not asked again, and keeps what arrived", async () => {
  const abort = new AbortController();
  let count = 0;
  const inference = await run(async (_request, { onPiece }) => {
    count += 1;
    onPiece(text("Hi"));
    abort.abort();
    return undefined;
  }, abort);
  expect(inference).toMatchObject({ ending: { kind: "stopped" }, text: "Hi" });
  expect(count).toBe(1);
});

test("a defect of ours is an ending too, and does not tell its message", async () => {
  const { ending } = await run(() => Promise.reject(new TypeError("secret")));
  expect(ending).toMatchObject({ kind: "failed", failure: { code: "internal" } });
});
