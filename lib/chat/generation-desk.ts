import "server-only";
import { type LiveAnswer, liveAnswer } from "@/lib/chat/live-answer";
import { type ChatNews, type Stop, stopAt } from "@/lib/chat/news";
import { pieceStore } from "@/lib/chat/piece-store";
import type { Mark, storePieces } from "@/lib/chat/queries/pieces";
import { type Run, writeAnswer, type Writing } from "@/lib/chat/writing";
import { runInference } from "@/lib/inference/run";
import { now as clockNow, type Clock, MINUTE_MS } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/** A temporary answer is nowhere else: who lost the connection at its very end finds it here for so long. */
const LINGER_MS = MINUTE_MS;

type Entry = Writing & { over: Promise<void> };

/** All that one process is writing. A process has one; tests, which play several processes, make their own. */
export function generationDesk(news: ChatNews, store?: typeof storePieces) {
  const running = new Map<string, Entry>();
  const lingering = new Map<string, Entry>();
  let isClosing = false;
  const pieces = pieceStore(heed, store);
  news.onStop(stop);

  function stop(generationId: string, how: Stop): void {
    const entry = running.get(generationId);
    if (!entry) return;
    // The first to stop it says what was seen.
    entry.stop ??= how;
    entry.abort.abort();
  }

  /** Takes note of what a round found in the database. */
  function heed({ generationId, isRunning, seenLength }: Mark): void {
    if (isRunning) return stop(generationId, stopAt(seenLength));
    log.warn("chat.generation_taken_away", { generationId });
    running.get(generationId)?.abort.abort();
  }

  function forget(generationId: string): void {
    const entry = running.get(generationId);
    pieces.forget(generationId);
    running.delete(generationId);
    if (!entry?.run.isTemporary) return;
    lingering.set(generationId, entry);
    setTimeout(() => lingering.delete(generationId), LINGER_MS).unref();
  }

  return {
    news,
    /** Begins to write an answer, detached from whoever asked: it goes on when they leave. */
    start(run: Run, now: Clock = clockNow, infer: typeof runInference = runInference): LiveAnswer {
      const { generationId } = run.ids;
      const answer = liveAnswer(run.ids, run.prefix);
      pieces.track(answer, run);
      const writing: Writing = { run, answer, abort: new AbortController() };
      if (isClosing) writing.abort.abort();
      const over = writeAnswer(writing, infer, now)
        // Nobody waits for it: a defect must neither end the process nor stay unseen. The reaper ends what it left.
        .catch((error: unknown) => log.error("chat.generation_failed", error, { generationId }))
        .finally(() => forget(generationId));
      running.set(generationId, Object.assign(writing, { over }));
      return answer;
    },
    /** The answer, if it is this person's and written here. */
    answer(userId: string, generationId: string): LiveAnswer | undefined {
      const entry = running.get(generationId) ?? lingering.get(generationId);
      return entry?.run.userId === userId ? entry.answer : undefined;
    },
    isWriting: (generationId: string) => running.has(generationId),
    stop,
    /**
     * Breaks off what is being written, with the text kept and the usage settled. `forGood`, before the process ends:
     * what is admitted from then on ends as it begins.
     */
    async finishAll({ forGood = false }: { forGood?: boolean } = {}): Promise<void> {
      isClosing = forGood;
      while (running.size > 0) {
        const all = [...running.values()];
        for (const { abort } of all) abort.abort();
        await Promise.allSettled(all.map(({ over }) => over));
      }
    },
  };
}

export type GenerationDesk = ReturnType<typeof generationDesk>;
