/** Counts completions, streamed or not. `open` ones are neither completed nor aborted yet. */
export type Stats = { open: number; started: number; completed: number; aborted: number; requests: number };

export function createStats() {
  const stats: Stats = { open: 0, started: 0, completed: 0, aborted: 0, requests: 0 };

  return {
    read: (): Stats => ({ ...stats }),
    countRequest() {
      stats.requests += 1;
    },
    /** Returns what ends it; only the first call counts. */
    begin() {
      stats.started += 1;
      stats.open += 1;
      let ended = false;
      return (outcome: "completed" | "aborted") => {
        if (ended) return;
        ended = true;
        stats.open -= 1;
        stats[outcome] += 1;
      };
    },
    /** What is open stays open. */
    reset() {
      Object.assign(stats, { started: stats.open, completed: 0, aborted: 0, requests: 0 });
    },
  };
}
export type StatsCounter = ReturnType<typeof createStats>;
