import "server-only";
import { type Storage, storage } from "@/lib/adapters/storage/storage";
import { z } from "zod";
import { areBytesKept, deleteUnused, findUnused, FORGET_BYTES } from "@/lib/chat/queries/files";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";
import { DAY_MS, now as clockNow, type Clock, plusMs } from "@/lib/platform/clock";

/** Somebody who attached a file and went to lunch still finds it; a draft of yesterday attaches it again. */
const KEEP_UNSENT_MS = DAY_MS;
const ROUND_SIZE = 500;

/** Removes uploads that were never sent, and files whose last message is gone for good. Returns how many. */
export async function sweepFiles(now: Clock = clockNow): Promise<number> {
  const unused = await findUnused(plusMs(now(), -KEEP_UNSENT_MS), ROUND_SIZE);
  let removed = 0;
  for (const { id, userId } of unused) if (await deleteUnused(userId, id)) removed += 1;
  return removed;
}

/** Removes the bytes under a key, unless a row says that they are somebody's file. */
export async function forgetBytes(storageKey: string, store: Storage = storage): Promise<void> {
  if (!(await areBytesKept(storageKey))) await store.remove(storageKey);
}

const Payload = z.object({ storageKey: z.uuid() });

export const fileJobs: JobHandlers = {
  [FORGET_BYTES]: async (payload) => forgetBytes(Payload.parse(payload).storageKey),
  "chat.sweep-files": async () => {
    await sweepFiles();
  },
};

export const fileCron: CronItem[] = [{ job: "chat.sweep-files", match: "23 * * * *" }];
