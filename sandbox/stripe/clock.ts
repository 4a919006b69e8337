/** The world's clock: wall time plus an offset that can be moved. The only place that reads the machine's time. */
export type Clock = {
  /** World time in milliseconds since the epoch. */
  nowMs: () => number;
  /** The machine's own time in milliseconds, for signatures and time-outs. */
  wallMs: () => number;
  offsetMs: () => number;
  setOffsetMs: (offsetMs: number) => void;
  /** Resolves when the clock is next moved, or after so long of the machine's time; never once it is closed. */
  moved: (withinMs: number) => Promise<void>;
  /** Whoever waits for a move is forgotten. */
  close: () => void;
};

export function createClock(wallMs: () => number = Date.now, startOffsetMs = 0): Clock {
  let offset = startOffsetMs;
  const waiting = new Map<NodeJS.Timeout, () => void>();

  function forget(): (() => void)[] {
    const woken = [...waiting.values()];
    for (const timer of waiting.keys()) clearTimeout(timer);
    waiting.clear();
    return woken;
  }

  return {
    nowMs: () => wallMs() + offset,
    wallMs,
    offsetMs: () => offset,
    setOffsetMs: (offsetMs) => {
      offset = offsetMs;
      for (const wake of forget()) wake();
    },
    moved: (withinMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(timer);
          resolve();
        }, withinMs);
        waiting.set(timer.unref(), resolve);
      }),
    close: () => void forget(),
  };
}
