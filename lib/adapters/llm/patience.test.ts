import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchdog } from "@/lib/adapters/llm/patience";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PATIENCE = { firstByteMs: 1_000, idleMs: 100 };
const watching = (outer = new AbortController()) => ({ outer, watch: watchdog(outer.signal, PATIENCE) });

test("waits for the first byte, and then calls the provider down", () => {
  const { watch } = watching();
  vi.advanceTimersByTime(999);
  expect(watch.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(watch.signal.aborted).toBe(true);
  expect(watch.failure()?.code).toBe("model_down");
});

test("each byte buys as much time again, and silence after that is a stall", () => {
  const { watch } = watching();
  for (let byte = 0; byte < 50; byte += 1) {
    watch.heard();
    vi.advanceTimersByTime(99);
  }
  expect(watch.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(watch.failure()?.code).toBe("model_stalled");
});

test("a reader who leaves is no failure, before the call and during it", () => {
  const { outer, watch } = watching();
  outer.abort();
  expect([watch.signal.aborted, watch.failure()]).toEqual([true, undefined]);
  const left = new AbortController();
  left.abort();
  expect(watching(left).watch.signal.aborted).toBe(true);
});

test("leaves nothing running when the call is over", () => {
  const { outer, watch } = watching();
  watch.heard();
  watch.end();
  expect(vi.getTimerCount()).toBe(0);
  outer.abort();
  expect(watch.signal.aborted).toBe(false);
});
