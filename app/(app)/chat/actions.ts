"use server";

import { z } from "zod";
import { findInTitles, listArchivedConversations, listConversations } from "@/lib/chat/conversation-list";
import {
  archiveConversation,
  configureConversation,
  deleteConversation,
  pinConversation,
  renameConversation,
  restoreConversation,
} from "@/lib/chat/conversations";
import { requireCalm } from "@/lib/chat/calm";
import { giveFeedback } from "@/lib/chat/feedback";
import {
  ArchiveConversation,
  ConversationRef,
  ConversationSettings,
  FindConversations,
  GiveFeedback,
  OlderMessages,
  PinConversation,
  RenameConversation,
  SelectBranch,
} from "@/lib/chat/schema";
import { olderMessages, openPath, selectBranch as openBranch } from "@/lib/chat/thread";
import { callAction } from "@/lib/http/call-action";
import { requireUser } from "@/lib/http/visitor";
import type { Viewer } from "@/lib/identity/schema";

const Paging = z
  .string()
  .max(200)
  .optional()
  .transform((cursor) => (cursor === undefined ? {} : { cursor }));

/** A page of the person's conversations, the first one without a cursor; that one has the pinned ones too. */
export const list = callAction(Paging, async (page) => listConversations(await caller(), page));

/** A page of what the person put away. */
export const listArchived = callAction(Paging, async (page) => listArchivedConversations(await caller(), page));

/** Conversations by a part of their title, archived ones too. */
export const find = callAction(FindConversations, async (input) => findInTitles(await caller("find"), input));

/** The newest messages of the open path, as they are stored by now. */
export const path = callAction(ConversationRef, async (input) => openPath(await caller(), input));

/** The messages above one that is shown. */
export const older = callAction(OlderMessages, async (input) => olderMessages(await caller(), input));

/** Opens another branch; returns the newest page of it. */
export const selectBranch = callAction(SelectBranch, async (input) => openBranch(await caller(), input));

export const rename = callAction(RenameConversation, async (input) => renameConversation(await caller(), input));

export const pin = callAction(PinConversation, async (input) => pinConversation(await caller(), input));

export const archive = callAction(ArchiveConversation, async (input) => archiveConversation(await caller(), input));

export const remove = callAction(ConversationRef, async (input) => deleteConversation(await caller(), input));

export const restore = callAction(ConversationRef, async (input) => restoreConversation(await caller(), input));

export const configure = callAction(ConversationSettings, async (input) =>
  configureConversation(await caller(), input),
);

export const feedback = callAction(GiveFeedback, async (input) => giveFeedback(await caller(), input));

/** Whoever calls, if they do not call too often. */
async function caller(kind?: "find"): Promise<Viewer> {
  const viewer = await requireUser();
  await requireCalm(viewer, kind);
  return viewer;
}
