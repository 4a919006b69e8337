import "server-only";
import type { IncomingMessage } from "node:http";
import { eventDataReader } from "@/lib/adapters/llm/event-data";
import { type Chunk, type ProviderUsage, readChunk } from "@/lib/adapters/llm/chunk";
import { type Endpoint, providerFor } from "@/lib/adapters/llm/client";
import { failureFor, failureOf, isAboutTheQuestion } from "@/lib/adapters/llm/failures";
import { PATIENCE, type Patience, watchdog } from "@/lib/adapters/llm/patience";
import { eventBodyOf, readBody } from "@/lib/adapters/llm/read-body";
import { type CompletionRequest, parametersOf } from "@/lib/adapters/llm/request";
import { requestIdOf } from "@/lib/adapters/llm/transport";
import { wholeCharacters } from "@/lib/adapters/llm/whole-characters";
import { AppError } from "@/lib/platform/errors";
import { recordOutcome } from "@/lib/platform/service-health";

export type { Patience } from "@/lib/adapters/llm/patience";
export type { CompletionRequest } from "@/lib/adapters/llm/request";
export type { Turn } from "@/lib/adapters/llm/turn";

/** What a stream says, at once and as it comes. `text` is never empty and never ends in half a character. */
export type Piece =
  | { kind: "text"; text: string }
  | { kind: "usage"; usage: ProviderUsage }
  | { kind: "finish"; reason: string };

type Listening = {
  onPiece: (piece: Piece) => void;
  signal: AbortSignal;
  patience?: Patience;
  /** The fallback is there when `env.openai.fallback` is. */
  endpoint?: Endpoint;
};

/**
 * One streamed call to the model. Resolves with the provider's request id when the answer is whole, or when `signal`
 * ended it. The pieces come by callback, several a chunk: a promise for each token costs more than all the rest.
 *
 * @throws AppError `model_refused` (the operator), `question_refused`, `model_busy`, `model_down` or `context_too_long`
 *   when nothing was said; `model_stalled` or `model_cut_off` when it broke off after that.
 */
export async function streamCompletion(request: CompletionRequest, listening: Listening): Promise<string | undefined> {
  let said = false;
  const onPiece = (piece: Piece) => {
    said ||= piece.kind === "text";
    listening.onPiece(piece);
  };
  try {
    const requestId = await stream(request, { ...listening, onPiece });
    record(listening);
    return requestId;
  } catch (thrown) {
    if (listening.signal.aborted) return undefined;
    const failure = said ? failureOf(thrown) : wordless(failureOf(thrown));
    record(listening, isAboutTheQuestion(failure) ? undefined : failure.code);
    throw failure;
  }
}

/** The health page speaks of the provider that is asked first. */
function record({ endpoint = "primary" }: Listening, failureCode?: string): void {
  if (endpoint === "primary") recordOutcome("openai", failureCode);
}

/** What broke off before its first word did not answer at all: nothing is kept, and nothing charged. */
function wordless(failure: AppError): AppError {
  const brokeOff = failure.code === "model_cut_off" || failure.code === "model_stalled";
  if (!brokeOff) return failure;
  // An error that came as an event says by its code what it is, as one that came with a status does.
  return failure.cause instanceof AppError ? failure.cause : new AppError("model_down", undefined, { cause: failure });
}

async function stream(request: CompletionRequest, listening: Listening) {
  const { onPiece, signal, patience = PATIENCE, endpoint = "primary" } = listening;
  const watch = watchdog(signal, patience);
  try {
    const message = await open(request, { endpoint, signal: watch.signal });
    watch.heard();
    const body = await eventBodyOf(message);
    const listener = pieceReader(onPiece);
    await drain(body, { listener, heard: watch.heard, signal });
    return requestIdOf(message);
  } catch (thrown) {
    throw watch.failure() ?? thrown;
  } finally {
    watch.end();
  }
}

function open(request: CompletionRequest, { endpoint, signal }: { endpoint: Endpoint; signal: AbortSignal }) {
  const parameters = { ...parametersOf(request), stream: true, stream_options: { include_usage: true } } as const;
  return providerFor(endpoint).post("/chat/completions", parameters, signal);
}

type Drain = { listener: ReturnType<typeof pieceReader>; heard: () => void; signal: AbortSignal };

async function drain(body: IncomingMessage, { listener, heard, signal }: Drain): Promise<void> {
  const events = eventDataReader(listener.take);
  const push = (bytes: Buffer) => {
    heard();
    events.push(bytes);
  };
  await readBody(body, { push, end: events.end });
  if (!signal.aborted) listener.requireFinish();
}

/** Turns events into pieces, and knows whether the answer came to its end. */
function pieceReader(onPiece: (piece: Piece) => void) {
  const characters = wholeCharacters();
  let finished = false;

  function say(text: string): void {
    if (text !== "") onPiece({ kind: "text", text });
  }

  function hear({ text, finishReason, usage, error }: Chunk): void {
    if (error) throw new AppError("model_cut_off", undefined, { cause: failureFor({ status: 500, error }) });
    if (text !== undefined) say(characters.push(text));
    if (finishReason !== undefined) {
      finished = true;
      say(characters.end());
      onPiece({ kind: "finish", reason: finishReason });
    }
    if (usage) onPiece({ kind: "usage", usage });
  }

  return {
    take(data: string): void {
      if (data !== "[DONE]") hear(readChunk(data));
    },
    /** A stream that ends without saying why was cut off, however clean the end of its connection. */
    requireFinish(): void {
      if (!finished) throw new AppError("model_cut_off");
    },
  };
}
