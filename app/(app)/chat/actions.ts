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
import { giveFeedback } from "@/lib/chat/feedback";
import {
  ArchiveConversation,
  type ConversationPage,
  ConversationRef,
  ConversationSettings,
  type ConversationSummary,
  FindConversations,
  GiveFeedback,
  OlderMessages,
  type PathPage,
  PinConversation,
  RenameConversation,
  SelectBranch,
} from "@/lib/chat/schema";
import { olderMessages, openPath, selectBranch as openBranch } from "@/lib/chat/thread";
import { parseInput } from "@/lib/http/body";
import { callAction } from "@/lib/http/call-action";
import { requireUser } from "@/lib/http/visitor";

const Paging = z
  .string()
  .max(200)
  .optional()
  .transform((cursor) => (cursor === undefined ? {} : { cursor }));

/** A page of the person's conversations, the first one without a cursor; that one has the pinned ones too. */
export async function list(cursor?: string): Promise<ConversationPage> {
  return listConversations(await requireUser(), parseInput(cursor, Paging));
}

/** A page of what the person put away. */
export async function listArchived(cursor?: string): Promise<ConversationPage> {
  return listArchivedConversations(await requireUser(), parseInput(cursor, Paging));
}

/** Conversations by a part of their title, archived ones too. */
export async function find(input: FindConversations): Promise<ConversationSummary[]> {
  return findInTitles(await requireUser(), parseInput(input, FindConversations));
}

/** The newest messages of the open path, as they are stored by now. */
export async function path(input: ConversationRef): Promise<PathPage> {
  return openPath(await requireUser(), parseInput(input, ConversationRef));
}

/** The messages above one that is shown. */
export async function older(input: OlderMessages): Promise<PathPage> {
  return olderMessages(await requireUser(), parseInput(input, OlderMessages));
}

/** Opens another branch; returns the newest page of it. */
export async function selectBranch(input: SelectBranch): Promise<PathPage> {
  return openBranch(await requireUser(), parseInput(input, SelectBranch));
}

export const rename = callAction(RenameConversation, async (input) => renameConversation(await requireUser(), input));

export const pin = callAction(PinConversation, async (input) => pinConversation(await requireUser(), input));

export const archive = callAction(ArchiveConversation, async (input) =>
  archiveConversation(await requireUser(), input),
);

export const remove = callAction(ConversationRef, async (input) => deleteConversation(await requireUser(), input));

export const restore = callAction(ConversationRef, async (input) => restoreConversation(await requireUser(), input));

export const configure = callAction(ConversationSettings, async (input) =>
  configureConversation(await requireUser(), input),
);

export const feedback = callAction(GiveFeedback, async (input) => giveFeedback(await requireUser(), input));
