import "server-only";
import { z } from "zod";
import { ourDesk } from "@/lib/chat/generations";
import { findAnswer } from "@/lib/chat/queries/replay";
import { storedAnswer } from "@/lib/chat/stored-answer";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";
import type { FrameSource } from "@/lib/platform/event-stream";

/** UTF-16 units; whatever else stands there begins at the beginning, as for a reader who has nothing. */
const LastSeen = z.coerce.number().int().nonnegative().max(2_147_483_647).catch(0);

/**
 * An answer for who comes back with so much of it (`Last-Event-ID`: its UTF-16 units): the rest, and then the end.
 *
 * @throws AppError `not_found` for one that is not this person's, or was temporary and is over.
 */
export async function resumeAnswer(
  viewer: Pick<Viewer, "id">,
  generationId: string,
  lastSeen?: string,
  desk = ourDesk(),
): Promise<FrameSource> {
  const from = LastSeen.parse(lastSeen ?? 0);
  const live = desk.answer(viewer.id, generationId);
  if (live) return (sink) => live.subscribe(sink, from);
  const ids = z.uuid().safeParse(generationId).success ? await findAnswer(viewer.id, generationId) : undefined;
  if (!ids) throw new AppError("not_found");
  return storedAnswer(viewer.id, ids, from, desk.news);
}
