import "server-only";
import { z } from "zod";
import { ourDesk } from "@/lib/chat/generations";
import { stopAt } from "@/lib/chat/news";
import { findRunning, markStop } from "@/lib/chat/queries/stop";
import type { StopGeneration } from "@/lib/chat/schema";
import type { Viewer } from "@/lib/identity/schema";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

/**
 * Stops an answer, whichever process writes it. The mark comes first, so that it is stopped even when nobody hears;
 * then its call to the model is broken off. What its reader had seen is kept, what was delivered is charged.
 *
 * `stopped` is false for one that was over. @throws AppError `not_found` for one that is not this person's.
 */
export async function stopGeneration(
  viewer: Pick<Viewer, "id">,
  generationId: string,
  { seenLength }: StopGeneration,
  now: Clock = clockNow,
  desk = ourDesk(),
): Promise<{ stopped: boolean }> {
  if (!z.uuid().safeParse(generationId).success) throw new AppError("not_found");
  try {
    const found = await markStop({ userId: viewer.id, generationId, seenLength, now: now() });
    if (!found) throw new AppError("not_found");
    if (found.isMarked) desk.stop(generationId, stopAt(found.seenLength));
    return { stopped: found.isMarked };
  } catch (error) {
    if (error instanceof AppError || !desk.answer(viewer.id, generationId)) throw error;
    // The database is away: what is written here is stopped all the same, its end is stored when that is possible.
    log.warn("chat.stop_not_marked", { generationId, error });
    desk.stop(generationId, stopAt(seenLength));
    return { stopped: true };
  }
}

/** Stops whatever is being written in a conversation, for who deletes it. */
export async function stopGenerationsOf(userId: string, conversationId: string, now: Clock = clockNow): Promise<void> {
  // One by one: a statement that takes many of these rows may meet another that takes them in another order.
  for (const id of await findRunning(userId, conversationId)) await stopGeneration({ id: userId }, id, {}, now);
}
