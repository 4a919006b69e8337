import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProviderUsage } from "@/lib/adapters/llm/chunk";
import {
  RefusedQuestion,
  type RelayCall,
  type RelayEvent,
  type RelayStream,
  relayStream,
  relayWhole,
  type WholeRelay,
} from "@/lib/adapters/llm/relay";
import type { Turn } from "@/lib/adapters/llm/turn";
import { type Circuits, ourCircuits } from "@/lib/inference/circuits";
import { estimate } from "@/lib/inference/estimate";
import { endCall } from "@/lib/inference/queries/calls";
import { relayInTurn } from "@/lib/inference/relay-in-turn";
import type { Inference } from "@/lib/inference/run";
import { during, ourFailure, RUN_LIMIT_MS, stoppable } from "@/lib/inference/under-way";
import { type Clock, SECOND_MS } from "@/lib/platform/clock";
import { AppError, asAppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import type { Priced, Tokenizer } from "@/lib/usage/models-file";
import { costMicros } from "@/lib/usage/price";
import type { TokenUse } from "@/lib/usage/schema";
import type { Charge } from "@/lib/usage/settlement";

export { RefusedQuestion, type RelayCall, type RelayEvent };

/** A program's call that was admitted: its hold is ended here, whatever happens. */
export type ProgramCall = {
  userId: string;
  /** Names the hold. */
  sourceId: string;
  model: Priced & { tokenizer: Tokenizer };
  call: RelayCall;
  /** What is said to the model, for estimates, and for operators who keep what is said. */
  turns: readonly Turn[];
  /** The caller's wish to end it. */
  signal: AbortSignal;
};

/** Waits before each try to write an end; after the last the hold is given back by the sweep. */
const PAUSES_MS = [0, SECOND_MS / 5, SECOND_MS, 3 * SECOND_MS];

/** `charge` is absent where nothing is owed. */
export type ProgramAnswer = { body: string; charge: Charge | undefined };

/**
 * A call whose answer comes whole. Resolves with the provider's body as it came, once it is paid for.
 * @throws RefusedQuestion, or AppError `model_refused`, `model_busy` or `model_down`; nothing is charged then.
 */
export async function answerForProgram(
  program: ProgramCall,
  now: Clock,
  circuits: Circuits = ourCircuits(),
): Promise<ProgramAnswer> {
  const begun = performance.now();
  return during(program.signal, async (signal) => {
    let answer: WholeRelay;
    try {
      const told = await relayInTurn({ model: program.model, signal, circuits }, (endpoint) =>
        relayWhole(program.call, { signal, endpoint }),
      );
      circuits.record(told.relay);
      answer = told.answer;
    } catch (thrown) {
      await end(program, now, failedCall(thrown, { begun, signal }));
      throw thrown;
    }
    const inference = { ...delivered(program, answer, useOf(program, answer)), durationMs: sinceMs(begun) };
    await end(program, now, inference);
    return { body: answer.text, charge: inference.charge };
  });
}

/** A stream that has begun. It must be listened to: the hold ends with it. */
export type ProgramStream = {
  /** Resolves with the charge once all was heard and is paid for. Rejects with what the listener is to be told. */
  listen(onEvent: (event: RelayEvent) => void): Promise<Charge | undefined>;
};

/**
 * A streamed call, from the moment that the provider agreed to answer.
 * @throws RefusedQuestion, or AppError `model_refused`, `model_busy` or `model_down`; nothing is charged then.
 */
export async function streamForProgram(
  program: ProgramCall,
  now: Clock,
  { limitMs = RUN_LIMIT_MS, circuits = ourCircuits() }: { limitMs?: number; circuits?: Circuits } = {},
): Promise<ProgramStream> {
  const begun = performance.now();
  const { signal, leave } = stoppable(program.signal, limitMs);
  try {
    const { answer: stream, relay } = await relayInTurn({ model: program.model, signal, circuits }, (endpoint) =>
      relayStream(program.call, { signal, endpoint }),
    );
    const listening = { program, stream, heard: circuits.record.bind(null, relay), signal, begun, now };
    return { listen: (onEvent) => listen(listening, onEvent).finally(leave) };
  } catch (thrown) {
    // A process that is asked to go waits for the hold's end too.
    await end(program, now, failedCall(thrown, { begun, signal })).finally(leave);
    throw thrown;
  }
}

type Listening = {
  program: ProgramCall;
  stream: RelayStream;
  heard: (failure?: unknown) => void;
  signal: AbortSignal;
  begun: number;
  now: Clock;
};

async function listen({ program, stream, heard, signal, begun, now }: Listening, onEvent: (event: RelayEvent) => void) {
  let said = "";
  let usage: ProviderUsage | undefined;
  let firstTokenMs: number | undefined;
  let failure: unknown;
  try {
    await stream.drain((event) => {
      if (signal.aborted) return;
      if (event.said !== "" && firstTokenMs === undefined) {
        firstTokenMs = sinceMs(begun);
        heard();
      }
      said += event.said;
      usage = event.usage ?? usage;
      onEvent(event);
    });
    failure = ourFailure(signal);
  } catch (thrown) {
    failure = thrown;
  }
  if (said === "" && !signal.aborted) heard(failure);
  const told = { said, providerRequestId: stream.providerRequestId, ...(usage ? { usage } : {}) };
  const call = delivered(program, told, said === "" ? undefined : useOf(program, told));
  const ending = endingOf(call.ending, { failure, signal });
  await end(program, now, { ...call, ending, firstTokenMs, durationMs: sinceMs(begun) });
  if (failure !== undefined) throw failure;
  return ending.kind === "completed" ? call.charge : undefined;
}

function endingOf(
  ending: Inference["ending"],
  { failure, signal }: { failure: unknown; signal: AbortSignal },
): Inference["ending"] {
  if (failure !== undefined) return { kind: "failed", failure: asAppError(failure) };
  return signal.aborted ? { kind: "stopped" } : ending;
}

type Told = Pick<WholeRelay, "said" | "usage" | "embeddingTokens" | "providerRequestId">;

/** Nothing that was said, and no vector, is nothing that is owed. */
function useOf({ turns, call, model }: ProgramCall, { said, usage, embeddingTokens }: Told): TokenUse | undefined {
  if (call.path === "/embeddings") return embeddingUse({ turns, tokenizer: model.tokenizer }, embeddingTokens);
  if (said === "") return undefined;
  return usage ? { ...usage, estimated: false } : estimate({ turns, text: said, tokenizer: model.tokenizer });
}

const NO_CHAT = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 } as const;

type Read = { turns: readonly Turn[]; tokenizer: Tokenizer };

function embeddingUse(read: Read, told: number | undefined): TokenUse {
  if (told !== undefined) return { ...NO_CHAT, embeddingTokens: told, estimated: false };
  return { ...NO_CHAT, embeddingTokens: estimate({ ...read, text: "" }).inputTokens, estimated: true };
}

function delivered({ model }: ProgramCall, { said, providerRequestId }: Told, use: TokenUse | undefined): Inference {
  return {
    text: said,
    charge: use && { use, costMicros: costMicros(use, model.price), priceVersion: model.price.version },
    ending: { kind: "completed", finishReason: "stop" },
    providerRequestId,
    firstTokenMs: undefined,
    durationMs: 0,
  };
}

function failedCall(thrown: unknown, { begun, signal }: { begun: number; signal: AbortSignal }): Inference {
  const failure = thrown instanceof RefusedQuestion ? new AppError("question_refused") : asAppError(thrown);
  return {
    text: "",
    charge: undefined,
    ending: signal.aborted ? { kind: "stopped" } : { kind: "failed", failure },
    providerRequestId: undefined,
    firstTokenMs: undefined,
    durationMs: sinceMs(begun),
  };
}

/** Nobody's answer waits for a database that is away for longer than this. */
async function end(program: ProgramCall, now: Clock, inference: Inference): Promise<void> {
  const { userId, sourceId, model, turns } = program;
  const facts = { userId, sourceId, kind: "api", model: model.id, turns, inference, now: now() } as const;
  for (const [index, pauseMs] of PAUSES_MS.entries()) {
    await sleep(pauseMs);
    try {
      await endCall(facts);
      return;
    } catch (error) {
      if (index === PAUSES_MS.length - 1) log.error("inference.call_not_ended", error, { sourceId });
    }
  }
}

function sinceMs(begun: number): number {
  return Math.round(performance.now() - begun);
}
