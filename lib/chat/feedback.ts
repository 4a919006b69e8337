import "server-only";
import { putFeedback } from "@/lib/chat/queries/feedback";
import type { GiveFeedback } from "@/lib/chat/schema";
import type { Viewer } from "@/lib/identity/schema";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/**
 * Keeps what the person thinks of an answer; the last word counts, and no verdict takes it back.
 * @throws AppError `not_found` when it is no answer of theirs.
 */
export async function giveFeedback(viewer: Viewer, input: GiveFeedback, now: Clock = clockNow): Promise<void> {
  const { messageId, verdict, reason = "" } = input;
  const row = { messageId, verdict, reason: reason === "" ? null : reason };
  if (!(await putFeedback(viewer.id, row, now()))) throw new AppError("not_found");
}
