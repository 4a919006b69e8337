import "server-only";
import { ourDesk } from "@/lib/chat/generations";
import { stopAt } from "@/lib/chat/news";
import { findOrphans, finishGeneration, type Orphan, type Outcome } from "@/lib/chat/queries/finish";
import { RUN_LIMIT_MS, stoppedEnd } from "@/lib/chat/writing";
import type { Inference } from "@/lib/inference/run";
import { now as clockNow, type Clock, plusMs, SECOND_MS, wallTime } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { chargeForText } from "@/lib/usage/reservations";

/** Five missed signs of life: its process is gone. */
const SILENT_MS = 15 * SECOND_MS;
const ROUND_SIZE = 200;
/** How often each process that serves people looks. */
const LOOK_MS = 3 * SECOND_MS;

/**
 * Ends the generations whose process died: the text that was stored is kept and charged, the rest given back. Any
 * number of processes may do it at once; each is ended once. Returns how many were found.
 */
export async function reapSilentGenerations(now: Clock = clockNow, desk = ourDesk()): Promise<number> {
  const silentSince = plusMs(wallTime(now), -SILENT_MS);
  const found = await findOrphans(silentSince, ROUND_SIZE);
  // What we write ourselves lives, however long we could not say so.
  const orphans = found.filter(({ generationId }) => !desk.isWriting(generationId));
  for (const orphan of orphans) await reap(orphan, silentSince, now());
  return orphans.length;
}

/**
 * Reaps again and again, until stopped. After a time when the database was away, or we were asleep, it waits one turn:
 * others could say as little as we could see, and are alive.
 */
export function keepReaping(
  now: Clock = clockNow,
  everyMs: number = LOOK_MS,
  desk = ourDesk(),
): { stop(): Promise<void> } {
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const begun = wallTime(now).getTime();
    try {
      const wasAwake = begun - lookedAt < 3 * everyMs;
      const count = wasAwake ? await reapSilentGenerations(now, desk) : await findOrphans(new Date(0), 1).then(() => 0);
      lookedAt = begun;
      if (count > 0) log.warn("chat.generations_reaped", { count });
    } catch (error) {
      log.warn("chat.reaper_failed", { error });
    }
  }

  let looking: Promise<void> | undefined;
  const turn = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, everyMs).unref();
  return {
    stop: async () => {
      clearInterval(turn);
      await looking;
    },
  };
}

async function reap(orphan: Orphan, silentSince: Date, now: Date): Promise<void> {
  const { generationId, userId, model, isTemporary, prefixLength, createdAt } = orphan;
  const { outcome, text } = endOf(orphan);
  const inference: Inference = {
    text,
    charge: await chargeForText(userId, generationId, orphan.text.slice(prefixLength)),
    ending: {
      kind: "failed",
      failure: new AppError(outcome.errorCode === "model_down" ? "model_down" : "model_cut_off"),
    },
    providerRequestId: undefined,
    firstTokenMs: undefined,
    // Nobody measured it, and the world may have been moved meanwhile; no answer takes longer than its limit.
    durationMs: Math.min(RUN_LIMIT_MS, Math.max(0, now.getTime() - createdAt.getTime())),
  };
  const facts = {
    userId,
    sourceId: generationId,
    kind: "chat",
    model,
    turns: [],
    inference,
    isTemporary,
    now,
  } as const;
  await finishGeneration({ generationId, outcome, text, facts, silentSince });
}

function endOf({ text, prefixLength, wasStopped, seenLength }: Orphan): { outcome: Outcome; text: string } {
  if (wasStopped) return stoppedEnd(text, prefixLength, stopAt(seenLength));
  const outcome = (status: "interrupted" | "failed", errorCode: string) => ({
    status,
    finishReason: undefined,
    errorCode,
  });
  return { text, outcome: text === "" ? outcome("failed", "model_down") : outcome("interrupted", "model_cut_off") };
}
