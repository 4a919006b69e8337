import "server-only";
import {
  type Change,
  dropDeleted,
  pinUnlessFull,
  undelete,
  updateConversation,
} from "@/lib/chat/queries/conversations";
import type {
  ArchiveConversation,
  ConversationRef,
  ConversationSettings,
  PinConversation,
  RenameConversation,
} from "@/lib/chat/schema";
import { stopGenerationsOf } from "@/lib/chat/stop";
import type { Viewer } from "@/lib/identity/schema";
import { now as clockNow, type Clock, DAY_MS, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** The list shows all of them at once. */
export const PIN_LIMIT = 50;
/** What was deleted can be taken back for so long. */
const KEEP_DELETED_MS = 30 * DAY_MS;
const SWEEP_SIZE = 100;

/** From now on the title is the person's. @throws AppError `not_found` when they have none of that id. */
export async function renameConversation(viewer: Viewer, { conversationId, title }: RenameConversation): Promise<void> {
  await change(viewer, conversationId, { title, titleSource: "person" });
}

/** @throws AppError `not_found`; `conflict` when as many are pinned as the list shows. */
export async function pinConversation(
  viewer: Viewer,
  { conversationId, pinned }: PinConversation,
  now: Clock = clockNow,
): Promise<void> {
  if (!pinned) return change(viewer, conversationId, { pinnedAt: null });
  const outcome = await pinUnlessFull(viewer.id, conversationId, { at: now(), limit: PIN_LIMIT });
  if (outcome === undefined) throw new AppError("not_found");
  if (outcome === "full") throw new AppError("conflict", `You can pin ${PIN_LIMIT} chats. Unpin one first.`);
}

/** @throws AppError `not_found` when the person has none of that id. */
export async function archiveConversation(
  viewer: Viewer,
  { conversationId, archived }: ArchiveConversation,
  now: Clock = clockNow,
): Promise<void> {
  await change(viewer, conversationId, { archivedAt: archived ? now() : null });
}

/** What every later answer of the conversation follows. @throws AppError `not_found`. */
export async function configureConversation(viewer: Viewer, settings: ConversationSettings): Promise<void> {
  const { conversationId, instructions, temperatureCenti } = settings;
  await change(viewer, conversationId, { instructions: instructions === "" ? null : instructions, temperatureCenti });
}

/**
 * Takes it out of sight and stops what is being written in it; for thirty days it can be restored. What was used stays used: the ledger knows nothing of
 * conversations.
 * @throws AppError `not_found` when the person has none of that id.
 */
export async function deleteConversation(
  viewer: Viewer,
  { conversationId }: ConversationRef,
  now: Clock = clockNow,
): Promise<void> {
  await change(viewer, conversationId, { deletedAt: now() });
  await stopGenerationsOf(viewer.id, conversationId, now);
}

/** Takes a deletion back. @throws AppError `not_found` when the person has none of that id, or it is gone for good. */
export async function restoreConversation(viewer: Viewer, { conversationId }: ConversationRef): Promise<void> {
  if (!(await undelete(viewer.id, conversationId))) throw new AppError("not_found");
}

/** Removes for good what was deleted thirty days ago, with its messages. Returns how many conversations. */
export async function dropDeletedConversations(now: Clock = clockNow): Promise<number> {
  const before = plusMs(now(), -KEEP_DELETED_MS);
  let dropped = 0;
  for (;;) {
    const count = await dropDeleted(before, SWEEP_SIZE);
    dropped += count;
    if (count < SWEEP_SIZE) return dropped;
  }
}

async function change(viewer: Viewer, id: string, data: Change): Promise<void> {
  if (!(await updateConversation(viewer.id, id, data))) throw new AppError("not_found");
}
