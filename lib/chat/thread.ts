import "server-only";
import { z } from "zod";
import { attachmentViewsOf } from "@/lib/chat/attachments";
import { UNTITLED } from "@/lib/chat/conversation-list";
import {
  findConversation,
  findPath,
  hasMessage,
  type MessageRow,
  openBranch,
  type PathEnd,
} from "@/lib/chat/queries/thread";
import type {
  AttachmentView,
  ConversationRef,
  MessageReceipt,
  OlderMessages,
  PathPage,
  SelectBranch,
  SiblingPlace,
  Thread,
  ThreadMessage,
} from "@/lib/chat/schema";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";
import { type Receipt, receiptsOf } from "@/lib/usage/reservations";

const PAGE_SIZE = 50;

/**
 * A conversation with the newest messages of its open path.
 * @throws AppError `not_found` when the person has none of that id.
 */
export async function requireConversation(viewer: Viewer, id: string): Promise<Thread> {
  if (!z.uuid().safeParse(id).success) throw new AppError("not_found");
  const [conversation, page] = await Promise.all([
    findConversation(viewer.id, id),
    pageOf(viewer, id, { kind: "open" }),
  ]);
  if (!conversation) throw new AppError("not_found");
  const { title, pinnedAt, archivedAt, instructions, temperatureCenti } = conversation;
  return {
    id,
    title: title ?? UNTITLED,
    isPinned: pinnedAt !== null,
    isArchived: archivedAt !== null,
    ...(instructions === null ? {} : { instructions }),
    ...(temperatureCenti === null ? {} : { temperatureCenti }),
    ...page,
  };
}

/**
 * The newest page of the path that is open now.
 * @throws AppError `not_found` when the person has no such conversation.
 */
export async function openPath(viewer: Viewer, { conversationId }: ConversationRef): Promise<PathPage> {
  const page = await pageOf(viewer, conversationId, { kind: "open" });
  if (page.messages.length === 0 && !(await findConversation(viewer.id, conversationId)))
    throw new AppError("not_found");
  return page;
}

/** The page of messages above one. @throws AppError `not_found` when the person has no such message there. */
export async function olderMessages(viewer: Viewer, { conversationId, beforeId }: OlderMessages): Promise<PathPage> {
  const page = await pageOf(viewer, conversationId, { kind: "above", messageId: beforeId });
  // Above the first message there is nothing, which is not the same as no such message.
  if (page.messages.length === 0 && !(await hasMessage(viewer.id, conversationId, beforeId)))
    throw new AppError("not_found");
  return page;
}

/**
 * Opens the branch through `messageId`, down to its newest end, and returns the newest page of it.
 * @throws AppError `not_found` when the person has no such message there.
 */
export async function selectBranch(viewer: Viewer, { conversationId, messageId }: SelectBranch): Promise<PathPage> {
  if (!(await openBranch(viewer.id, conversationId, messageId))) throw new AppError("not_found");
  return pageOf(viewer, conversationId, { kind: "open" });
}

async function pageOf(viewer: Viewer, conversationId: string, end: PathEnd): Promise<PathPage> {
  const rows = await findPath(viewer.id, conversationId, { end, limit: PAGE_SIZE + 1 });
  const page = rows.slice(-PAGE_SIZE);
  const runs = page.map(({ generationId }) => generationId).filter((run) => run !== null);
  const questions = page.filter(({ role }) => role === "user").map(({ id }) => id);
  const [receipts, files] = await Promise.all([receiptsOf(viewer.id, runs), attachmentViewsOf(viewer.id, questions)]);
  return {
    messages: page.map((row) =>
      messageView(row, { receipt: receipts.get(row.generationId ?? ""), files: files.get(row.id) }),
    ),
    hasOlder: rows.length > PAGE_SIZE,
  };
}

type Beside = { receipt: Receipt | undefined; files: AttachmentView[] | undefined };

function messageView(row: MessageRow, { receipt, files }: Beside): ThreadMessage {
  const { id, parentId, role, status, content, createdAt, omittedCount, verdict, reason } = row;
  const { model, errorCode, finishReason, generationId, durationMs, fallbackFrom } = row;
  return {
    id,
    parentId,
    role,
    status,
    content,
    createdAt,
    ...present({ model, errorCode, finishReason, generationId, durationMs, fallbackFrom }),
    ...(row.fallbackForMoney ? { isFallbackForMoney: true as const } : {}),
    ...(omittedCount === 0 ? {} : { omittedCount }),
    ...(receipt ? { receipt: receiptView(receipt) } : {}),
    ...(row.siblingCount === 1 ? {} : { siblings: placeView(row) }),
    ...(files ? { attachments: files } : {}),
    ...(verdict === null ? {} : { feedback: { verdict, ...present({ reason }) } }),
  };
}

function receiptView({ inputTokens, outputTokens, settledMicros }: Receipt): MessageReceipt {
  return { inputTokens, outputTokens, costMicros: Number(settledMicros) };
}

function placeView({ siblingNumber, siblingCount, previousId, nextId }: MessageRow): SiblingPlace {
  return { number: siblingNumber, count: siblingCount, ...present({ previousId, nextId }) };
}

type Present<Fields> = { [Key in keyof Fields]?: NonNullable<Fields[Key]> };

/** Without what is null. */
function present<Fields extends Record<string, unknown>>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Present<Fields>;
}
