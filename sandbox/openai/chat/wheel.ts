/** Moves something on to `nowMs`; true once it is over. */
type Advance = (nowMs: number) => boolean;
export type Wheel = ReturnType<typeof createWheel>;

const FINEST_TICK_MS = 10;
const COARSEST_TICK_MS = 40;
const STREAMS_PER_TICK_MS = 5;

/**
 * One timer for all streams. The more there are, the coarser it turns: at two
 * hundred streams a write carries four tokens, and the processor stays idle.
 * It stands still when there is nothing to move.
 */
export function createWheel(now: () => number = () => performance.now()) {
  const riders = new Set<Advance>();
  let timer: NodeJS.Timeout | undefined;

  function turn() {
    timer = undefined;
    const nowMs = now();
    for (const advance of riders) if (advance(nowMs)) riders.delete(advance);
    schedule();
  }

  function schedule() {
    if (timer || riders.size === 0) return;
    timer = setTimeout(turn, Math.min(COARSEST_TICK_MS, Math.max(FINEST_TICK_MS, riders.size / STREAMS_PER_TICK_MS)));
  }

  return {
    now,
    /** Advances it at once, and from then on until it is over. Returns what takes it off early. */
    add(advance: Advance): () => void {
      if (!advance(now())) riders.add(advance);
      schedule();
      return () => riders.delete(advance);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      riders.clear();
    },
  };
}
