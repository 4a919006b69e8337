import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Turn } from "@/lib/inference/facts";
import { type Closing, unwrittenClosing } from "@/lib/chat/frames";
import { type AnswerIds, type LiveAnswer, liveAnswer } from "@/lib/chat/live-answer";
import { pieceStore } from "@/lib/chat/piece-store";
import { type Finished, finishGeneration, type Outcome } from "@/lib/chat/queries/finish";
import { type Inference, runInference } from "@/lib/inference/run";
import { now as clockNow, type Clock, MINUTE_MS } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";
import type { Model } from "@/lib/usage/models-file";

/** No answer takes longer; its hold on the allowance is good for twice as long. */
const RUN_LIMIT_MS = 10 * MINUTE_MS;
/** Waits before each further try to write an end. After the last the reaper does it, from what is stored. */
const FINISH_PAUSES_MS = [200, 1_000, 3_000];

export type Run = {
  ids: AnswerIds;
  userId: string;
  model: Model;
  turns: readonly Turn[];
  maxOutputTokens: number;
  /** From 0 to 2; absent leaves it to the model. */
  temperature?: number;
  /** What the answer begins with already, stored by whoever asks for its rest. Not charged again. */
  prefix?: string;
  /** Nothing that is said is stored: no pieces, and there is no message. */
  isTemporary?: boolean;
};

type Running = { userId: string; answer: LiveAnswer; abort: AbortController; over: Promise<void> };

// A bundle of its own for each entry point would mean a map of its own for each; they must share one.
const kept = globalThis as { parleyRunning?: Map<string, Running>; parleyPieces?: ReturnType<typeof pieceStore> };
const running = (kept.parleyRunning ??= new Map());
const pieces = (kept.parleyPieces ??= pieceStore());

/** Begins to write an answer, detached from whoever asked: it goes on when they leave. */
export function startGeneration(
  run: Run,
  now: Clock = clockNow,
  infer: typeof runInference = runInference,
): LiveAnswer {
  const { generationId } = run.ids;
  const answer = liveAnswer(run.ids, run.prefix);
  const abort = new AbortController();
  pieces.track(answer, run);
  const over = write(run, { answer, abort, now, infer })
    // Nobody waits for it: a defect must neither end the process nor stay unseen. The reaper ends what it left.
    .catch((error: unknown) => log.error("chat.generation_failed", error, { generationId }))
    .finally(() => {
      pieces.forget(generationId);
      running.delete(generationId);
    });
  running.set(generationId, { userId: run.userId, answer, abort, over });
  return answer;
}

/** The answer, if this process is writing it for this person. */
export function runningAnswer(userId: string, generationId: string): LiveAnswer | undefined {
  const found = running.get(generationId);
  return found?.userId === userId ? found.answer : undefined;
}

/** Before the process ends: breaks off what is being written, with the text kept and the usage settled. */
export async function finishAllGenerations(): Promise<void> {
  const all = [...running.values()];
  for (const { abort } of all) abort.abort();
  await Promise.allSettled(all.map(({ over }) => over));
}

type Writing = { answer: LiveAnswer; abort: AbortController; now: Clock; infer: typeof runInference };

async function write(run: Run, { answer, abort, now, infer }: Writing): Promise<void> {
  const { generationId } = run.ids;
  const limit = setTimeout(() => abort.abort(), RUN_LIMIT_MS);
  const inference = await infer({ sourceId: generationId, ...run }, { onText: answer.append, signal: abort.signal });
  clearTimeout(limit);
  answer.flush();
  const outcome = outcomeOf(inference);
  const finished = await finish(run, { inference, outcome, now });
  answer.end(closingOf({ inference, outcome, finished }));
}

function outcomeOf({ ending, text }: Inference): Outcome {
  if (ending.kind === "completed")
    return { status: "completed", finishReason: ending.finishReason, errorCode: undefined };
  const errorCode = ending.kind === "stopped" ? "model_cut_off" : ending.failure.code;
  const status = ending.kind === "stopped" || text !== "" ? "interrupted" : "failed";
  return { status, finishReason: undefined, errorCode };
}

type Ended = { inference: Inference; outcome: Outcome };

async function finish(run: Run, { inference, outcome, now }: Ended & { now: Clock }): Promise<Finished | undefined> {
  const { userId, model, turns, ids } = run;
  const { isTemporary = false } = run;
  const facts = {
    userId,
    sourceId: ids.generationId,
    kind: "chat",
    model: model.id,
    turns,
    inference,
    isTemporary,
  } as const;
  const text = (run.prefix ?? "") + inference.text;
  for (const pauseMs of [0, ...FINISH_PAUSES_MS]) {
    await sleep(pauseMs);
    try {
      return await finishGeneration({ generationId: ids.generationId, outcome, text, facts: { ...facts, now: now() } });
    } catch (error) {
      log.error("chat.finish_failed", error, { generationId: ids.generationId });
    }
  }
  return undefined;
}

function closingOf({ inference, outcome, finished }: Ended & { finished: Finished | undefined }): Closing {
  if (!finished) return unwrittenClosing();
  const { finishReason = "stop", errorCode } = outcome;
  const use = inference.charge?.use;
  return {
    ...(use && finished.settledMicros !== null ? { usage: { ...pick(use), costMicros: finished.settledMicros } } : {}),
    end: errorCode === undefined ? { finishReason } : { errorCode },
  };
}

function pick({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }) {
  return { inputTokens, outputTokens };
}
