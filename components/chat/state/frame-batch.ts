/** Gathers what arrives, so that it becomes one change of the state for each frame of the screen. */
export function batched<Item>(take: (items: Item[]) => void, schedule: (callback: () => void) => void) {
  let waiting: Item[] = [];
  function flush() {
    const items = waiting;
    waiting = [];
    if (items.length > 0) take(items);
  }
  return {
    flush,
    add(items: Item[]) {
      if (waiting.length === 0) schedule(flush);
      waiting.push(...items);
    },
  };
}

const HIDDEN_FRAME_MS = 200;

/** A hidden page gets no frames, and its answer arrives all the same. */
export function nextFrame(callback: () => void): void {
  if (document.hidden) setTimeout(callback, HIDDEN_FRAME_MS);
  else requestAnimationFrame(callback);
}
