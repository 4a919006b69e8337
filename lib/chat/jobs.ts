import "server-only";
import { dropDeletedConversations } from "@/lib/chat/conversations";
import { dropPieces } from "@/lib/chat/queries/pieces";
import { reapSilentGenerations } from "@/lib/chat/reaper";
import { TitleJob, writeTitle } from "@/lib/chat/titles";
import type { CronItem, JobHandlers } from "@/lib/jobs/worker";
import { HOUR_MS, now, plusMs } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/** A reader who was cut off at the very end still finds the pieces for so long; the message has the text anyway. */
const KEEP_PIECES_MS = HOUR_MS;

export const chatJobs: JobHandlers = {
  "chat.reap": async () => {
    const reaped = await reapSilentGenerations();
    if (reaped > 0) log.warn("chat.generations_reaped", { reaped });
  },
  "chat.drop-pieces": async () => {
    await dropPieces(plusMs(now(), -KEEP_PIECES_MS));
  },
  "chat.drop-deleted": async () => {
    await dropDeletedConversations();
  },
  "chat.title": async (payload) => writeTitle(TitleJob.parse(payload).conversationId),
};

export const chatCron: CronItem[] = [
  { job: "chat.reap", match: "* * * * *" },
  { job: "chat.drop-pieces", match: "41 * * * *" },
  // Thirty days of the world may pass in a moment, and what is due is found by an index.
  { job: "chat.drop-deleted", match: "* * * * *" },
];
