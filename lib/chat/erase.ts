import "server-only";
import { deleteChats, findAllRunning } from "@/lib/chat/queries/erase";
import { stopGeneration } from "@/lib/chat/stop";
import type { Tx } from "@/lib/db/client";
import { now as clockNow, type Clock } from "@/lib/platform/clock";

/** Stops every answer that is being written for a person. Returns how many still are: their ends are a moment away. */
export async function stopEveryAnswer(userId: string, now: Clock = clockNow): Promise<number> {
  const running = await findAllRunning(userId);
  for (const id of running) await stopGeneration({ id: userId }, id, {}, now);
  return (await findAllRunning(userId)).length;
}

/** Removes for good every chat and every file of a person. What was used stays used. */
export function eraseChats(tx: Tx, userId: string): Promise<void> {
  return deleteChats(tx, userId);
}
