import "server-only";
import { type Broadcast, openBroadcast } from "@/lib/adapters/broadcast/broadcast";
import { GROWN_CHANNEL, STOPPED_CHANNEL } from "@/lib/chat/queries/news";
import { env } from "@/lib/platform/env";

/** Absent: all that was sent counts as seen. */
export type Stop = { seenLength?: number };

/** A stop as the database and the wire know it, where what is absent may be null. */
export function stopAt(seenLength: number | null | undefined): Stop {
  return seenLength === null || seenLength === undefined ? {} : { seenLength };
}

/** What processes tell each other about answers. Nothing depends on it: who hears nothing looks, only later. */
export function chatNews(broadcast: Broadcast) {
  const followers = new Map<string, Set<() => void>>();

  function wake(generationId: string): void {
    for (const look of followers.get(generationId) ?? []) look();
  }

  broadcast.listen(GROWN_CHANNEL, (ids) => {
    for (const id of ids.split(",")) wake(id);
  });
  broadcast.onStanding(() => {
    for (const id of followers.keys()) wake(id);
  });

  return {
    isUp: broadcast.isUp,
    /** Calls `look` whenever the answer may have grown or ended, until the returned function is called. */
    follow(generationId: string, look: () => void): () => void {
      const looks = followers.get(generationId) ?? new Set();
      followers.set(generationId, looks.add(look));
      return () => {
        looks.delete(look);
        if (looks.size === 0) followers.delete(generationId);
      };
    },
    /** Calls `stop` for every stop that any process was asked for. */
    onStop(stop: (generationId: string, how: Stop) => void): void {
      broadcast.listen(STOPPED_CHANNEL, (note) => {
        const [generationId = "", seen] = note.split(",");
        stop(generationId, stopAt(seen === undefined ? undefined : Number(seen)));
      });
    },
  };
}

export type ChatNews = ReturnType<typeof chatNews>;

// Kept where every bundle of this process finds it; opened by the first who asks, and not by `next build`.
const kept = globalThis as { parleyNews?: ChatNews };

/** This process's own. */
export function ourNews(): ChatNews {
  return (kept.parleyNews ??= chatNews(openBroadcast(env.database.directUrl)));
}
