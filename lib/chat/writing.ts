import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { type Closing, unwrittenClosing } from "@/lib/chat/frames";
import { keptText } from "@/lib/chat/kept-text";
import type { AnswerIds, LiveAnswer } from "@/lib/chat/live-answer";
import { type Stop, stopAt } from "@/lib/chat/news";
import { type Finished, finishGeneration, type Outcome } from "@/lib/chat/queries/finish";
import { findStanding } from "@/lib/chat/queries/replay";
import { storedClosing } from "@/lib/chat/stored-answer";
import type { Turn } from "@/lib/inference/facts";
import type { Inference, runInference } from "@/lib/inference/run";
import { type Clock, MINUTE_MS, SECOND_MS } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";
import type { Model } from "@/lib/usage/models-file";

/** No answer takes longer; its hold on the allowance is good for twice as long. */
export const RUN_LIMIT_MS = 10 * MINUTE_MS;
/** Waits before each try to write an end. Readers wait so long for it … */
const PAUSES_MS = [0, 200, 1_000, 3_000];
/** … then they are told, and it is tried on. After the last the reaper does it, from what is stored by then. */
const LATER_PAUSES_MS = [5, 10, 20, 30, 30].map((seconds) => seconds * SECOND_MS);

export type Run = {
  ids: AnswerIds;
  userId: string;
  model: Model;
  /** The model that was asked for, where it could not be paid for. */
  insteadOf?: string;
  turns: readonly Turn[];
  maxOutputTokens: number;
  /** From 0 to 2; absent leaves it to the model. */
  temperature?: number;
  /** What the answer begins with already, stored by whoever asks for its rest. Not charged again. */
  prefix?: string;
  /** Nothing that is said is stored: no pieces, and there is no message. */
  isTemporary?: boolean;
};

/** A run under way. `stop` is there once somebody asked for it. */
export type Writing = { run: Run; answer: LiveAnswer; abort: AbortController; stop?: Stop };

/** Writes one answer to its end: calls the model, stores and settles what came, tells the readers. */
export async function writeAnswer(writing: Writing, infer: typeof runInference, now: Clock): Promise<void> {
  const { run, answer, abort } = writing;
  const { signal } = abort;
  const limit = setTimeout(() => abort.abort(), RUN_LIMIT_MS);
  const called = await infer({ sourceId: run.ids.generationId, ...run }, { onText: answer.append, signal });
  const inference = { ...called, ...steppedIn(run, called) };
  clearTimeout(limit);
  answer.flush();
  const end = () => writeEnd(writing, inference, now());
  const closing = await tried(end, run, PAUSES_MS);
  answer.end(closing ?? unwrittenClosing());
  if (!closing) await tried(end, run, LATER_PAUSES_MS);
}

/** What a person is told is the model that they asked for, and who answered in the end. */
function steppedIn({ model, insteadOf }: Run, called: Inference): Pick<Inference, "steppedIn"> {
  if (insteadOf === undefined) return {};
  return { steppedIn: { model: called.steppedIn?.model ?? model.id, insteadOf } };
}

/** Nothing when none of the tries did it. */
async function tried(
  end: () => Promise<Closing>,
  { ids }: Run,
  pausesMs: readonly number[],
): Promise<Closing | undefined> {
  for (const pauseMs of pausesMs) {
    await sleep(pauseMs);
    try {
      return await end();
    } catch (error) {
      log.error("chat.finish_failed", error, { generationId: ids.generationId });
    }
  }
  return undefined;
}

async function writeEnd(writing: Writing, inference: Inference, now: Date): Promise<Closing> {
  const { run, answer, stop } = writing;
  const { userId, model, turns, isTemporary = false } = run;
  const { generationId } = run.ids;
  const { outcome, text } = endOf(writing, inference);
  const facts = {
    userId,
    sourceId: generationId,
    kind: "chat",
    model: model.id,
    turns,
    inference,
    isTemporary,
    now,
  } as const;
  const finished = await finishGeneration({ generationId, outcome, text, facts });
  if (finished) return closingOf({ inference, outcome, finished, text });
  const standing = await findStanding(userId, generationId);
  if (!standing?.isRunning || !standing.wasStopped || stop)
    return storedClosing(userId, generationId, answer.text().length);
  // It was stopped in the moment it ended, and whoever stopped it was told so.
  writing.stop = stopAt(standing.seenLength);
  return writeEnd(writing, inference, now);
}

type End = { outcome: Outcome; text: string };

function endOf({ run, stop }: Writing, { ending, text }: Inference): End {
  const { prefix = "" } = run;
  const whole = prefix + text;
  if (stop) return stoppedEnd(whole, prefix.length, stop);
  if (ending.kind === "completed") {
    const { finishReason } = ending;
    return { outcome: { status: "completed", finishReason, errorCode: undefined }, text: whole };
  }
  // Broken off by us, before its first word: nothing came, so there is nothing to keep and nothing to go on from.
  const brokenOff = whole === "" ? "model_down" : "model_cut_off";
  const errorCode = ending.kind === "stopped" ? brokenOff : ending.failure.code;
  const status = whole === "" ? "failed" : "interrupted";
  return { outcome: { status, finishReason: undefined, errorCode }, text: whole };
}

/** The end of an answer that somebody stopped, however its call ended. */
export function stoppedEnd(text: string, prefixLength: number, stop: Stop): End {
  return {
    outcome: { status: "stopped", finishReason: "stopped", errorCode: undefined },
    text: keptText(text, { prefixLength, ...stop }),
  };
}

type Ended = { inference: Inference; outcome: Outcome; finished: Finished; text: string };

function closingOf({ inference, outcome, finished, text }: Ended): Closing {
  const { status, finishReason = "stop", errorCode } = outcome;
  const use = inference.charge?.use;
  return {
    ...(use && finished.settledMicros !== null ? { usage: { ...pick(use), costMicros: finished.settledMicros } } : {}),
    end: errorCode === undefined ? { finishReason } : { errorCode },
    ...(status === "stopped" ? { keptLength: text.length } : {}),
  };
}

function pick({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }) {
  return { inputTokens, outputTokens };
}
