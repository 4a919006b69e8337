import "server-only";
import { z } from "zod";
import {
  type ConversationRow,
  type Cursor,
  findConversation,
  findConversations,
  findPath,
  type MessageRow,
  setDeleted,
  setTitle,
} from "@/lib/chat/queries/conversations";
import type {
  ConversationPage,
  ConversationRef,
  MessageReceipt,
  RenameConversation,
  Thread,
  ThreadMessage,
} from "@/lib/chat/schema";
import type { Viewer } from "@/lib/identity/schema";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { type Receipt, receiptsOf } from "@/lib/usage/reservations";

const PAGE_SIZE = 30;
/** A longer thread shows its newest messages. */
const PATH_LIMIT = 500;
const UNTITLED = "New chat";

/**
 * A page of the person's conversations, the one written in last first. `cursor` comes from the page before.
 * @throws AppError `invalid_input` for a cursor that is none of ours.
 */
export async function listConversations(
  viewer: Viewer,
  { cursor }: { cursor?: string } = {},
): Promise<ConversationPage> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await findConversations(viewer.id, { after, limit: PAGE_SIZE + 1 });
  const page = rows.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return {
    conversations: page.map((row) => ({ ...row, title: row.title ?? UNTITLED, isPinned: false, isArchived: false })),
    ...(rows.length > PAGE_SIZE && last ? { cursor: writeCursor(last) } : {}),
  };
}

/**
 * A conversation with the messages of its open path.
 * @throws AppError `not_found` when the person has none of that id.
 */
export async function requireConversation(viewer: Viewer, id: string): Promise<Thread> {
  if (!z.uuid().safeParse(id).success) throw new AppError("not_found");
  const [conversation, messages] = await Promise.all([
    findConversation(viewer.id, id),
    findPath(viewer.id, id, PATH_LIMIT),
  ]);
  if (!conversation) throw new AppError("not_found");
  const runs = messages.map(({ generationId }) => generationId).filter((run) => run !== null);
  const receipts = await receiptsOf(viewer.id, runs);
  return {
    id,
    title: conversation.title ?? UNTITLED,
    isPinned: false,
    isArchived: false,
    hasOlder: false,
    messages: messages.map((message) => messageView(message, receipts.get(message.generationId ?? ""))),
  };
}

/** @throws AppError `not_found` when the person has none of that id. */
export async function renameConversation(viewer: Viewer, { conversationId, title }: RenameConversation): Promise<void> {
  if (!(await setTitle(viewer.id, conversationId, title))) throw new AppError("not_found");
}

/**
 * Takes it out of sight. What was used stays used: the ledger knows nothing of conversations.
 * @throws AppError `not_found` when the person has none of that id.
 */
export async function deleteConversation(
  viewer: Viewer,
  { conversationId }: ConversationRef,
  now: Clock = clockNow,
): Promise<void> {
  if (!(await setDeleted(viewer.id, conversationId, now()))) throw new AppError("not_found");
}

function messageView(row: MessageRow, receipt: Receipt | undefined): ThreadMessage {
  const { id, parentId, role, status, content, createdAt, model, errorCode, finishReason } = row;
  return {
    id,
    parentId,
    role,
    status,
    content,
    createdAt,
    ...(model === null ? {} : { model }),
    ...(errorCode === null ? {} : { errorCode }),
    ...(finishReason === null ? {} : { finishReason }),
    ...(receipt ? { receipt: receiptView(receipt) } : {}),
  };
}

function receiptView({ inputTokens, outputTokens, settledMicros }: Receipt): MessageReceipt {
  return { inputTokens, outputTokens, costMicros: Number(settledMicros) };
}

const CursorParts = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.uuid()]);

function writeCursor({ lastMessageAt, id }: ConversationRow): string {
  return Buffer.from(`${lastMessageAt.toISOString()} ${id}`).toString("base64url");
}

function readCursor(cursor: string): Cursor {
  const parsed = CursorParts.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
  if (!parsed.success) throw new AppError("invalid_input", undefined, { fields: { cursor: ["This is no cursor."] } });
  const [at, id] = parsed.data;
  return { at, id };
}
