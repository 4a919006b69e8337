import "server-only";
import type { LiveAnswer } from "@/lib/chat/live-answer";
import { type Mark, type StoredPiece, storePieces } from "@/lib/chat/queries/pieces";
import { now as clockNow, type Clock, SECOND_MS, wallTime } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/** Text is safe from a crash after at most this long and a statement. */
const STORE_MS = 150;
/** How often a silent answer says that its process lives; the reaper waits for several of these. */
const BEAT_MS = 2.5 * SECOND_MS;

type Tracked = { answer: LiveAnswer; stored: number; beatAt: number; isTemporary: boolean };
/** `prefix` is stored already. Of a temporary answer nothing is stored but its signs of life. */
type Tracking = { prefix?: string; isTemporary?: boolean };

/**
 * Keeps what is written of every running answer, in one statement for all of them: its cost hardly grows with their
 * number. An answer that is over before the first round needs no pieces, its message has the text.
 *
 * `heed` is called for every mark that is found on the way: so a stop, and the reaper's work, are noticed by a process
 * that no news reach.
 */
export function pieceStore(heed: (mark: Mark) => void, store: typeof storePieces = storePieces, now: Clock = clockNow) {
  const tracked = new Map<string, Tracked>();
  let timer: NodeJS.Timeout | undefined;

  async function round(): Promise<void> {
    const moment = wallTime(now);
    const due = [...tracked].flatMap(([generationId, item]) => pieceOf(generationId, item, moment) ?? []);
    try {
      const marks = due.length > 0 ? await store(due, moment) : [];
      for (const { generationId, to } of due) markStored(generationId, to, moment);
      for (const mark of marks) if (tracked.has(mark.generationId)) heed(mark);
    } catch (error) {
      // They stay due: the next round tries again with what came since.
      log.warn("chat.pieces_not_stored", { count: due.length, error });
    }
    timer = undefined;
    schedule();
  }

  function markStored(generationId: string, to: number, moment: Date): void {
    const item = tracked.get(generationId);
    if (item) Object.assign(item, { stored: to, beatAt: moment.getTime() });
  }

  function schedule(): void {
    if (tracked.size > 0) timer ??= setTimeout(() => void round(), STORE_MS);
  }

  return {
    track(answer: LiveAnswer, { prefix = "", isTemporary = false }: Tracking = {}): void {
      const { generationId } = answer.ids;
      tracked.set(generationId, {
        answer,
        stored: isTemporary ? 0 : prefix.length,
        beatAt: wallTime(now).getTime(),
        isTemporary,
      });
      schedule();
    },
    forget(generationId: string): void {
      tracked.delete(generationId);
    },
  };
}

function pieceOf(generationId: string, tracking: Tracked, moment: Date): StoredPiece | undefined {
  const { answer, stored, beatAt, isTemporary } = tracking;
  const text = isTemporary ? "" : answer.text();
  const isSilent = text.length === stored;
  if (isSilent && moment.getTime() - beatAt < BEAT_MS) return undefined;
  return { generationId, from: stored, to: text.length, text: text.slice(stored) };
}
