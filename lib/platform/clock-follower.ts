import "server-only";
import { z } from "zod";
import { DAY_MS, SECOND_MS, setWorldOffset, worldOffsetMs } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/** Half of the second within which a move has to be seen: one look may be missed. */
const EVERY_MS = 0.4 * SECOND_MS;
/** A world that does a year's business answers nobody for some seconds. */
const PATIENCE_MS = 2 * SECOND_MS;
/** Beyond it PostgreSQL and calendars still count, and nobody demonstrates anything. */
const FURTHEST_S = (1_000 * 366 * DAY_MS) / SECOND_MS;

/** What the world's clock answers; whatever else it says is its own affair. */
const Face = z.object({ offset_seconds: z.number().int().min(0).max(FURTHEST_S) });

type Options = { everyMs?: number; patienceMs?: number; ask?: typeof fetch };

/**
 * Keeps {@link setWorldOffset} equal to what the clock at `url` says, until stopped. Resolves after the first look,
 * whatever came of it: then a process that starts in a world which was moved before serves nobody in the wrong month.
 * While the world is away, silent or talks nonsense the last offset holds.
 */
export async function followWorldClock(
  url: string,
  { everyMs = EVERY_MS, patienceMs = PATIENCE_MS, ask = fetch }: Options = {},
): Promise<{ stop(): void }> {
  let isStopped = false;
  let isLost = false;

  async function look(): Promise<void> {
    try {
      const offsetMs = await offsetAt(url, patienceMs, ask);
      if (isStopped) return;
      if (isLost) log.info("clock.found_again");
      isLost = false;
      follow(offsetMs);
    } catch (error) {
      // Once, however long it lasts.
      if (!isLost) log.warn("clock.lost", { error });
      isLost = true;
    }
  }

  function lookAgain(): void {
    if (isStopped) return;
    setTimeout(() => void look().then(lookAgain), everyMs).unref();
  }

  await look();
  lookAgain();
  return {
    stop: () => {
      isStopped = true;
    },
  };
}

/** One connection, kept open from look to look. @throws when there is no answer in time, or not one we understand. */
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
