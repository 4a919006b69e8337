"use server";

import { z } from "zod";
import { deleteConversation, listConversations, renameConversation } from "@/lib/chat/conversations";
import { type ConversationPage, ConversationRef, RenameConversation } from "@/lib/chat/schema";
import { parseInput } from "@/lib/http/body";
import { callAction } from "@/lib/http/call-action";
import { requireUser } from "@/lib/http/visitor";

const Cursor = z.string().max(200).optional();

/** A page of the person's conversations, the first one without a cursor. */
export async function list(cursor?: string): Promise<ConversationPage> {
  const after = parseInput(cursor, Cursor);
  return listConversations(await requireUser(), after === undefined ? {} : { cursor: after });
}

export const rename = callAction(RenameConversation, async (input) => renameConversation(await requireUser(), input));

export const remove = callAction(ConversationRef, async (input) => deleteConversation(await requireUser(), input));
