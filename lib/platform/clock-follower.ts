import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { DAY_MS, SECOND_MS, setWorldOffset, worldOffsetMs } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/** At most so often: also where the clock does not wait with its answer, a move is seen within a second. */
const EVERY_MS = 0.4 * SECOND_MS;
/** How long an answer may take that is not held back. */
const PATIENCE_MS = 2 * SECOND_MS;
/** The clock is asked to answer when it is moved, and after so long otherwise. */
const HELD_S = 10;
/** Beyond it PostgreSQL and calendars still count, and nobody demonstrates anything. */
const FURTHEST_S = (1_000 * 366 * DAY_MS) / SECOND_MS;

/** What the world's clock answers; whatever else it says is its own affair. */
const Face = z.object({ offset_seconds: z.number().int().min(0).max(FURTHEST_S) });

type Options = { everyMs?: number; patienceMs?: number; heldS?: number; ask?: typeof fetch };

/**
 * Keeps {@link setWorldOffset} equal to what the clock at `url` says, until stopped. Resolves after the first look,
 * whatever came of it: then a process that starts in a world which was moved before serves nobody in the wrong month.
 * While the world is away, silent or talks nonsense the last offset holds.
 */
export async function followWorldClock(
  url: string,
  { everyMs = EVERY_MS, patienceMs = PATIENCE_MS, heldS = HELD_S, ask = fetch }: Options = {},
): Promise<{ stop(): void }> {
  const stopping = new AbortController();
  let isLost = false;

  /** A clock that was lost is not asked to wait: it may have been moved meanwhile. */
  async function look(isHeld: boolean): Promise<void> {
    try {
      const offsetMs = await (isHeld ? heldOffset() : offsetAt(url, patienceMs, ask));
      if (stopping.signal.aborted) return;
      if (isLost) log.info("clock.found_again");
      isLost = false;
      follow(offsetMs);
    } catch (error) {
      // Once, however long it lasts.
      if (!isLost) log.warn("clock.lost", { error });
      isLost = true;
    }
  }

  function heldOffset(): Promise<number> {
    const held = new URL(url);
    held.searchParams.set("other_than", String(worldOffsetMs() / SECOND_MS));
    held.searchParams.set("within_seconds", String(heldS));
    return offsetAt(held.href, heldS * SECOND_MS + patienceMs, ask);
  }

  async function keepLooking(): Promise<void> {
    while (!stopping.signal.aborted) {
      const begun = performance.now();
      await look(!isLost && heldS > 0);
      await sleep(begun + everyMs - performance.now(), undefined, { ref: false });
    }
  }

  await look(false);
  void keepLooking();
  return {
    stop: () => stopping.abort(),
  };
}

/** Over a connection that is kept from look to look. @throws when there is no answer in time, or not one we understand. */
async function offsetAt(url: string, patienceMs: number, ask: typeof fetch): Promise<number> {
  const signal = AbortSignal.timeout(patienceMs);
  const response = await ask(url, { signal, cache: "no-store", redirect: "error" });
  const { offset_seconds: offsetS } = Face.parse(await response.json());
  return offsetS * SECOND_MS;
}

function follow(offsetMs: number): void {
  if (offsetMs === worldOffsetMs()) return;
  log.info("clock.moved", { offsetMs, byMs: offsetMs - worldOffsetMs() });
  setWorldOffset(offsetMs);
}
