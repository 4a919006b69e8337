import "server-only";
import { type GenerationDesk, generationDesk } from "@/lib/chat/generation-desk";
import type { AnswerIds, LiveAnswer } from "@/lib/chat/live-answer";
import { ourNews } from "@/lib/chat/news";
import { storedAnswer } from "@/lib/chat/stored-answer";
import type { Run } from "@/lib/chat/writing";
import type { runInference } from "@/lib/inference/run";
import type { Clock } from "@/lib/platform/clock";
import type { FrameSource } from "@/lib/platform/event-stream";

export type { Run };

// A bundle of its own for each entry point would mean a desk of its own for each; they must share one.
const kept = globalThis as { parleyDesk?: GenerationDesk };

/** What this process is writing. */
export function ourDesk(): GenerationDesk {
  return (kept.parleyDesk ??= generationDesk(ourNews()));
}

/** Begins to write an answer, detached from whoever asked: it goes on when they leave. */
export function startGeneration(run: Run, now?: Clock, infer?: typeof runInference): LiveAnswer {
  return ourDesk().start(run, now, infer);
}

/** The answer, if this process is writing it for this person. */
export function runningAnswer(userId: string, generationId: string): LiveAnswer | undefined {
  return ourDesk().answer(userId, generationId);
}

/** An answer of this person from `from` (UTF-16 units) on, whoever writes or wrote it. */
export function answerFrames(userId: string, ids: AnswerIds, from = 0): FrameSource {
  const live = runningAnswer(userId, ids.generationId);
  return live ? (sink) => live.subscribe(sink, from) : storedAnswer(userId, ids, from);
}

/**
 * Breaks off what is being written, with the text kept and the usage settled. `forGood`, before the process ends: what
 * is admitted from then on ends as it begins.
 */
export function finishAllGenerations(how: { forGood?: boolean } = {}): Promise<void> {
  return ourDesk().finishAll(how);
}
