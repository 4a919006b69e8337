import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProviderUsage } from "@/lib/adapters/llm/chunk";
import { type Patience, type Piece, streamCompletion, type Turn } from "@/lib/adapters/llm/completion";
import { type Candidate, candidatesFor } from "@/lib/inference/candidates";
import { type Circuits, ourCircuits } from "@/lib/inference/circuits";
import { estimate } from "@/lib/inference/estimate";
import { SECOND_MS } from "@/lib/platform/clock";
import { type AppError, asAppError, type FailureCode } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import type { Model } from "@/lib/usage/models-file";
import { costMicros } from "@/lib/usage/price";
import type { Charge } from "@/lib/usage/settlement";

export type InferenceRequest = {
  /** Names the call in the log. */
  sourceId: string;
  model: Model;
  turns: readonly Turn[];
  maxOutputTokens: number;
  /** From 0 to 2; absent leaves it to the model. */
  temperature?: number;
};

/** A call that is over: what was delivered, what that costs, and how it ended. */
export type Inference = {
  text: string;
  /** Absent when nothing was delivered; then nothing is owed. */
  charge: Charge | undefined;
  ending: { kind: "completed"; finishReason: string } | { kind: "stopped" } | { kind: "failed"; failure: AppError };
  /** There when another model than the one that was asked, or the same one elsewhere, had to step in. */
  steppedIn?: { model: string; insteadOf: string };
  providerRequestId: string | undefined;
  firstTokenMs: number | undefined;
  durationMs: number;
};

type Listening = {
  /** Called with every piece, at once; never with an empty one, and not after `signal`. */
  onText: (text: string) => void;
  signal: AbortSignal;
  patience?: Patience;
};

/** A failure that came this early may be a hiccup, and asking once more costs the person no wait. */
const RETRY_WITHIN_MS = 5 * SECOND_MS;
const RETRY_PAUSE_MS = 200;

/**
 * One metered call to a model. Never throws: whatever happens on the way is an ending, with the text so far and its
 * charge. Before its first word, a provider that is down is asked once more, and then others are, as
 * they are when it refuses the operator ({@link candidatesFor}); who was away several times is asked last. The charge is at
 * the price of who answered.
 */
export async function runInference(
  request: InferenceRequest,
  listening: Listening,
  complete: typeof streamCompletion = streamCompletion,
  candidates: readonly Candidate[] = candidatesFor(request),
  circuits: Circuits = ourCircuits(),
): Promise<Inference> {
  const meter = meterFor(request, listening);
  let providerRequestId: string | undefined;
  let ending: Inference["ending"];
  try {
    providerRequestId = await askInTurn(request, { listening, meter, complete, candidates, circuits });
    ending = listening.signal.aborted ? { kind: "stopped" } : { kind: "completed", finishReason: meter.finishReason() };
  } catch (thrown) {
    log.warn("inference.failed", { sourceId: request.sourceId, model: request.model.id, error: thrown });
    ending = { kind: "failed", failure: asAppError(thrown) };
  }
  return { ending, providerRequestId, ...meter.read() };
}

type Meter = ReturnType<typeof meterFor>;
type Asking = {
  listening: Listening;
  meter: Meter;
  complete: typeof streamCompletion;
  candidates: readonly Candidate[];
  circuits: Circuits;
};

/** @throws the first failure when nobody answers: it is about the model that was asked for. */
async function askInTurn(request: InferenceRequest, { listening, meter, complete, candidates, circuits }: Asking) {
  const failures: unknown[] = [];
  for (const candidate of circuits.inOrder(candidates)) {
    if (candidate.isRetry && !isHiccup(failures[0], meter)) continue;
    if (candidate.isRetry) await sleep(RETRY_PAUSE_MS);
    meter.expect(candidate);
    const note = notingOf(candidate, { listening, meter, circuits });
    try {
      const { endpoint } = candidate;
      const requestId = await complete(callOf(request, candidate), { ...listening, endpoint, onPiece: meter.take });
      note();
      return requestId;
    } catch (thrown) {
      failures.push(thrown);
      note(thrown);
      if (listening.signal.aborted || !mayOthersDo(thrown, meter)) break;
      tellWhy(thrown, { sourceId: request.sourceId, model: candidate.model.id, endpoint: candidate.endpoint });
    }
  }
  throw failures[0];
}

/** What a call tells of who was asked: nothing, where it was broken off before the first word; after it, that it is there. */
function notingOf(
  candidate: Candidate,
  { listening, meter, circuits }: Pick<Asking, "listening" | "meter" | "circuits">,
) {
  return (thrown?: unknown) => {
    const isSilent = meter.read().text === "";
    if (!listening.signal.aborted || !isSilent) circuits.record(candidate, isSilent ? thrown : undefined);
  };
}

function callOf({ turns, maxOutputTokens, temperature }: InferenceRequest, { model }: Candidate) {
  const warmth = temperature === undefined || !model.temperature ? {} : { temperature };
  return { model: model.id, turns, maxOutputTokens: Math.min(maxOutputTokens, model.maxOutputTokens), ...warmth };
}

function isHiccup(thrown: unknown, meter: Meter): boolean {
  return asAppError(thrown).code === "model_down" && meter.read().durationMs < RETRY_WITHIN_MS;
}

/** Down, busy, or not willing to work for this operator: others may be. What is said of the question holds elsewhere too. */
const OTHERS_MAY: ReadonlySet<FailureCode> = new Set(["model_down", "model_busy", "model_refused"]);

/** A second voice never ends the first one's sentence. */
function mayOthersDo(thrown: unknown, meter: Meter): boolean {
  return OTHERS_MAY.has(asAppError(thrown).code) && meter.read().text === "";
}

/** A refused key or spent credit mends itself only through somebody who reads this, also when another one steps in. */
function tellWhy(thrown: unknown, facts: { sourceId: string; model: string; endpoint: string }): void {
  if (asAppError(thrown).code === "model_refused") log.error("inference.operator_refused", thrown, facts);
  else log.warn("inference.not_answered", { ...facts, error: thrown });
}

/** Listens along and keeps what the bill needs. */
function meterFor({ model: asked, turns }: InferenceRequest, { onText, signal }: Listening) {
  const startedMs = performance.now();
  let candidate: Candidate = { model: asked, endpoint: "primary" };
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
    const use = usage
      ? { ...usage, estimated: false }
      : estimate({ turns, text, tokenizer: candidate.model.tokenizer });
    const { price } = candidate.model;
    return { use, costMicros: costMicros(use, price), priceVersion: price.version };
  }

  return {
    /** Who speaks now. */
    expect: (next: Candidate) => {
      candidate = next;
    },
    take(piece: Piece): void {
      // What was under way when it was broken off is not heard, so not paid either.
      if (signal.aborted) return;
      if (piece.kind === "text") hear(piece.text);
      else if (piece.kind === "finish") finishReason = piece.reason;
      else usage = piece.usage;
    },
    finishReason: () => finishReason,
    read: () => ({
      text,
      charge: chargeNow(),
      ...(text !== "" && stepsIn(candidate, asked)
        ? { steppedIn: { model: candidate.model.id, insteadOf: asked.id } }
        : {}),
      firstTokenMs,
      durationMs: sinceMs(startedMs),
    }),
  };
}

function stepsIn({ model, endpoint }: Candidate, asked: Model): boolean {
  return endpoint === "fallback" || model.id !== asked.id;
}

function sinceMs(startedMs: number): number {
  return Math.round(performance.now() - startedMs);
}
