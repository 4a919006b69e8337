import "server-only";
import type { IncomingMessage } from "node:http";
import { APIError } from "openai";
import { chunkOf, embeddingTokensIn, errorIn, type ProviderUsage, usageIn } from "@/lib/adapters/llm/chunk";
import { type CallPath, type Endpoint, providerFor } from "@/lib/adapters/llm/client";
import { eventDataReader } from "@/lib/adapters/llm/event-data";
import { failureFor, failureOf, isAboutTheQuestion } from "@/lib/adapters/llm/failures";
import { jsonOf } from "@/lib/adapters/llm/json";
import { PATIENCE, type Patience, watchdog } from "@/lib/adapters/llm/patience";
import { eventBodyOf, readBody } from "@/lib/adapters/llm/read-body";
import { field, spokenIn, wordsOfAnswer } from "@/lib/adapters/llm/spoken";
import { requestIdOf, textOf } from "@/lib/adapters/llm/transport";
import { AppError } from "@/lib/platform/errors";
import { recordOutcome } from "@/lib/platform/service-health";

/** A call in the provider's own words, which are passed on as they are. */
export type RelayCall = {
  path: CallPath;
  body: Readonly<Record<string, unknown>>;
};

type Relaying = { signal: AbortSignal; endpoint?: Endpoint; patience?: Patience };

/** The provider's word on the question, for who asked it: nothing in it is about the operator. */
export class RefusedQuestion extends Error {
  override readonly name = "RefusedQuestion";
  readonly status: number;
  readonly told: { message: string; type: string; param: string | null; code: string | null };

  constructor(status: number, told: RefusedQuestion["told"]) {
    super("The provider refused the question");
    this.status = status;
    this.told = told;
  }
}

/** `said` is what was said, for estimates; `text` is the body as it came. */
export type WholeRelay = {
  text: string;
  said: string;
  usage?: ProviderUsage;
  /** Of an embedding, whose usage has no other figure. */
  embeddingTokens?: number;
  providerRequestId: string | undefined;
};

/**
 * One call whose answer comes whole, body for body.
 * @throws RefusedQuestion, or AppError `model_refused`, `model_busy` or `model_down`.
 */
export async function relayWhole(call: RelayCall, relaying: Relaying): Promise<WholeRelay> {
  const { patience = PATIENCE, signal } = relaying;
  // Nothing is heard before the answer is whole, so all of its time is the time to its first byte.
  const watch = watchdog(signal, { ...patience, firstByteMs: patience.firstByteMs + patience.idleMs });
  return recorded(relaying, async () => {
    try {
      const message = await open(call, relaying, watch.signal);
      const text = await textOf(message);
      const body = jsonOf(text);
      const error = errorIn(body);
      if (error || body === undefined) {
        throw failureFor({ status: 502, error: error ?? { code: "not_json", type: "" } });
      }
      return { text, ...toldIn(body), providerRequestId: requestIdOf(message) };
    } catch (thrown) {
      throw watch.failure() ?? thrown;
    } finally {
      watch.end();
    }
  });
}

function toldIn(body: unknown): Pick<WholeRelay, "said" | "usage" | "embeddingTokens"> {
  const usage = usageIn(body);
  const embeddingTokens = embeddingTokensIn(body);
  return {
    said: wordsOfAnswer(body),
    ...(usage ? { usage } : {}),
    ...(embeddingTokens === undefined ? {} : { embeddingTokens }),
  };
}

/** One event of a relayed stream, `data` as it came. The last word, `[DONE]`, is left to who knows that all is well. */
export type RelayEvent = { data: string; said: string; isEnd: boolean; isUsageOnly: boolean; usage?: ProviderUsage };

export type RelayStream = {
  providerRequestId: string | undefined;
  /**
   * Reads to the end, event by event; resolves when it came or `signal` did.
   * @throws AppError `model_stalled` or `model_cut_off`.
   */
  drain(onEvent: (event: RelayEvent) => void): Promise<void>;
};

/**
 * One streamed call, as soon as the provider agreed to answer.
 * @throws RefusedQuestion, or AppError `model_refused`, `model_busy` or `model_down`.
 */
export async function relayStream(call: RelayCall, relaying: Relaying): Promise<RelayStream> {
  const { patience = PATIENCE, signal } = relaying;
  const watch = watchdog(signal, patience);
  return recorded(relaying, async () => {
    try {
      const message = await open(call, relaying, watch.signal);
      watch.heard();
      const body = await eventBodyOf(message);
      return {
        providerRequestId: requestIdOf(message),
        drain: (onEvent) => drain(body, { onEvent, watch, signal }),
      };
    } catch (thrown) {
      watch.end();
      throw watch.failure() ?? thrown;
    }
  });
}

function open({ path, body }: RelayCall, { endpoint = "primary" }: Relaying, signal: AbortSignal) {
  return providerFor(endpoint).post(path, body, signal);
}

async function recorded<T>({ endpoint = "primary", signal }: Relaying, work: () => Promise<T>): Promise<T> {
  const tell = (code?: string) => {
    if (endpoint === "primary" && !signal.aborted) recordOutcome("openai", code);
  };
  try {
    const done = await work();
    tell();
    return done;
  } catch (thrown) {
    const refused = refusedQuestion(thrown);
    if (refused) throw refused;
    const failure = failureOf(thrown);
    tell(isAboutTheQuestion(failure) ? undefined : failure.code);
    throw failure;
  }
}

/** The caller chose these parameters, so what the provider has against them is theirs to know. */
const CHOSEN_BY_CALLER = new Set(["unsupported_parameter", "unsupported_value"]);
const ABOUT_THE_QUESTION = new Set([400, 413, 422]);

function refusedQuestion(thrown: unknown): RefusedQuestion | undefined {
  if (!(thrown instanceof APIError)) return undefined;
  const status: unknown = thrown.status;
  if (typeof status !== "number" || !ABOUT_THE_QUESTION.has(status)) return undefined;
  const { type = "invalid_request_error", param = null, code = null } = thrown;
  const isTheirs = CHOSEN_BY_CALLER.has(code ?? "") || isAboutTheQuestion(failureOf(thrown));
  return isTheirs ? new RefusedQuestion(status, { message: sentenceIn(thrown), type, param, code }) : undefined;
}

function sentenceIn({ error }: { error: unknown }): string {
  const sentence = field(error, "message");
  return typeof sentence === "string" ? sentence : "The model's provider refused this request.";
}

type Draining = {
  onEvent: (event: RelayEvent) => void;
  watch: ReturnType<typeof watchdog>;
  signal: AbortSignal;
};

async function drain(body: IncomingMessage, { onEvent, watch, signal }: Draining): Promise<void> {
  let hasEnded = false;
  const events = eventDataReader((data) => {
    if (data === "[DONE]") return;
    const event = eventOf(data);
    hasEnded ||= event.isEnd;
    onEvent(event);
  });
  try {
    const push = (bytes: Buffer) => {
      watch.heard();
      events.push(bytes);
    };
    await readBody(body, { push, end: events.end });
    if (!hasEnded && !signal.aborted) throw new AppError("model_cut_off");
  } catch (thrown) {
    if (!signal.aborted) throw watch.failure() ?? cutOff(thrown);
  } finally {
    watch.end();
  }
}

function eventOf(data: string): RelayEvent {
  const body: unknown = JSON.parse(data);
  const { error, finishReason, usage } = chunkOf(body);
  if (error) throw new AppError("model_cut_off", undefined, { cause: failureFor({ status: 500, error }) });
  const said = spokenIn(body);
  const isUsageOnly = usage !== undefined && finishReason === undefined && said === "";
  return { data, said, isEnd: finishReason !== undefined, isUsageOnly, ...(usage ? { usage } : {}) };
}

function cutOff(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError("model_cut_off", undefined, { cause: thrown });
}
