import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { chatFrame, type Closing, closingFrames, unwrittenClosing } from "@/lib/chat/frames";
import type { AnswerIds } from "@/lib/chat/live-answer";
import { findRun, type RunState } from "@/lib/chat/queries/replay";
import type { FrameSink, FrameSource } from "@/lib/platform/event-stream";
import { log } from "@/lib/platform/log";
import { type Receipt, receiptOf } from "@/lib/usage/reservations";

/** How often an answer that another process is writing is looked at. */
const LOOK_MS = 250;

/** An answer from what is stored of it: one that is over at once, one that another process writes as it grows. */
export function storedAnswer(userId: string, ids: AnswerIds): FrameSource {
  return (sink) => {
    const leaving = new AbortController();
    void follow(userId, ids, { sink, signal: leaving.signal });
    return { resume: () => {}, leave: () => leaving.abort() };
  };
}

type Listener = { sink: FrameSink; signal: AbortSignal };

/** What is not there any more can not be told. */
const GONE: RunState = { status: "failed", finishReason: null, errorCode: "not_found", text: "" };

async function follow(userId: string, ids: AnswerIds, { sink, signal }: Listener): Promise<void> {
  sink.send(chatFrame({ type: "start", ...ids }, 0));
  let offset = 0;
  try {
    for (;;) {
      const run = (await findRun(userId, ids.generationId, offset)) ?? GONE;
      if (signal.aborted) return;
      offset += run.text.length;
      if (run.text !== "") sink.send(chatFrame({ type: "delta", text: run.text }, offset));
      if (run.status !== "running") return close(sink, await closingOf(userId, ids, run), offset);
      await sleep(LOOK_MS, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) return;
    log.error("chat.replay_failed", error, { generationId: ids.generationId });
    close(sink, unwrittenClosing(), offset);
  }
}

function close(sink: FrameSink, closing: Closing, offset: number): void {
  for (const frame of closingFrames(closing, offset)) sink.send(frame);
  sink.end();
}

async function closingOf(userId: string, { generationId }: AnswerIds, run: RunState): Promise<Closing> {
  const receipt = await receiptOf(userId, generationId);
  const { finishReason, errorCode } = run;
  return {
    ...(receipt ? { usage: usageOf(receipt) } : {}),
    end: errorCode === null ? { finishReason: finishReason ?? "stop" } : { errorCode },
  };
}

function usageOf({ inputTokens, outputTokens, settledMicros }: Receipt) {
  return { inputTokens, outputTokens, costMicros: settledMicros };
}
