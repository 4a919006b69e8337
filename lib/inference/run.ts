import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProviderUsage } from "@/lib/adapters/llm/chunk";
import { type Patience, type Piece, streamCompletion, type Turn } from "@/lib/adapters/llm/completion";
import { picturesIn, wordsOf } from "@/lib/adapters/llm/turn";
import { SECOND_MS } from "@/lib/platform/clock";
import { type AppError, asAppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import type { Model } from "@/lib/usage/models-file";
import { costMicros } from "@/lib/usage/price";
import type { TokenUse } from "@/lib/usage/schema";
import type { Charge } from "@/lib/usage/settlement";
import { estimateTokens, MESSAGE_OVERHEAD_TOKENS } from "@/lib/usage/tokens";

export type InferenceRequest = {
  /** Names the call in the log. */
  sourceId: string;
  model: Model;
  turns: readonly Turn[];
  maxOutputTokens: number;
};

/** A call that is over: what was delivered, what that costs, and how it ended. */
export type Inference = {
  text: string;
  /** Absent when nothing was delivered; then nothing is owed. */
  charge: Charge | undefined;
  ending: { kind: "completed"; finishReason: string } | { kind: "stopped" } | { kind: "failed"; failure: AppError };
  providerRequestId: string | undefined;
  firstTokenMs: number | undefined;
  durationMs: number;
};

type Listening = {
  /** Called with every piece, at once; never with an empty one. */
  onText: (text: string) => void;
  signal: AbortSignal;
  patience?: Patience;
};

/** A failure that came this early may be a hiccup, and asking once more costs the person no wait. */
const RETRY_WITHIN_MS = 5 * SECOND_MS;
const RETRY_PAUSE_MS = 200;

/**
 * One metered call to a model. Never throws: whatever happens on the way is an ending, with the text so far and its
 * charge. A provider that is down before its first word is asked once more.
 */
export async function runInference(
  request: InferenceRequest,
  listening: Listening,
  complete: typeof streamCompletion = streamCompletion,
): Promise<Inference> {
  const meter = meterFor(request, listening.onText);
  let providerRequestId: string | undefined;
  let ending: Inference["ending"];
  try {
    const call = { model: request.model.id, turns: request.turns, maxOutputTokens: request.maxOutputTokens };
    providerRequestId = await onceMore(() => complete(call, { ...listening, onPiece: meter.take }), meter, listening);
    ending = listening.signal.aborted ? { kind: "stopped" } : { kind: "completed", finishReason: meter.finishReason() };
  } catch (thrown) {
    log.warn("inference.failed", { sourceId: request.sourceId, model: request.model.id, error: thrown });
    ending = { kind: "failed", failure: asAppError(thrown) };
  }
  return { ending, providerRequestId, ...meter.read() };
}

type Meter = ReturnType<typeof meterFor>;

async function onceMore<T>(call: () => Promise<T>, meter: Meter, { signal }: Listening): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    const { text, durationMs } = meter.read();
    const isHiccup = asAppError(thrown).code === "model_down" && text === "" && durationMs < RETRY_WITHIN_MS;
    if (!isHiccup || signal.aborted) throw thrown;
    await sleep(RETRY_PAUSE_MS);
    return call();
  }
}

/** Listens along and keeps what the bill needs. */
function meterFor({ model, turns }: InferenceRequest, onText: (text: string) => void) {
  const startedMs = performance.now();
  let text = "";
  let finishReason = "stop";
  let usage: ProviderUsage | undefined;
  let firstTokenMs: number | undefined;

  function hear(piece: string): void {
    firstTokenMs ??= sinceMs(startedMs);
    text += piece;
    onText(piece);
  }

  function chargeNow(): Charge | undefined {
    if (text === "") return undefined;
    const use = usage ? { ...usage, estimated: false } : estimate(turns, text);
    return { use, costMicros: costMicros(use, model.price) };
  }

  return {
    take(piece: Piece): void {
      if (piece.kind === "text") hear(piece.text);
      else if (piece.kind === "finish") finishReason = piece.reason;
      else usage = piece.usage;
    },
    finishReason: () => finishReason,
    read: () => ({ text, charge: chargeNow(), firstTokenMs, durationMs: sinceMs(startedMs) }),
  };
}

/** For answers whose provider told no figures: the tokens counted from the text. */
export function estimate(turns: readonly Pick<Turn, "content">[], text: string): TokenUse {
  const inputTokens = turns.reduce((sum, { content }) => sum + inputTokensOf(content), 0);
  return { inputTokens, cachedInputTokens: 0, outputTokens: estimateTokens(text), reasoningTokens: 0, estimated: true };
}

/** A picture costs what OpenAI's cheapest one does: an estimate is made in the person's favour. */
const TOKENS_A_PICTURE = 85;

function inputTokensOf(content: Turn["content"]): number {
  return estimateTokens(wordsOf(content)) + picturesIn(content) * TOKENS_A_PICTURE + MESSAGE_OVERHEAD_TOKENS;
}

function sinceMs(startedMs: number): number {
  return Math.round(performance.now() - startedMs);
}
