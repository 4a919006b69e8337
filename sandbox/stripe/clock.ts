/** The world's clock: wall time plus an offset that can be moved. The only place that reads the machine's time. */
export type Clock = {
  /** World time in milliseconds since the epoch. */
  nowMs: () => number;
  /** The machine's own time in milliseconds, for signatures and time-outs. */
  wallMs: () => number;
  offsetMs: () => number;
  setOffsetMs: (offsetMs: number) => void;
};

export function createClock(wallMs: () => number = Date.now, startOffsetMs = 0): Clock {
  let offset = startOffsetMs;
  return {
    nowMs: () => wallMs() + offset,
    wallMs,
    offsetMs: () => offset,
    setOffsetMs: (offsetMs) => {
      offset = offsetMs;
    },
  };
}
