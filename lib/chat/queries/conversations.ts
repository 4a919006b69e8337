import "server-only";
import { db, Prisma } from "@/lib/db/client";
import type { MessageStatus } from "@/lib/chat/schema";

export type ConversationRow = { id: string; title: string | null; lastMessageAt: Date };
/** The last row of the page before. */
export type Cursor = { at: Date; id: string };

export type MessageRow = {
  id: string;
  parentId: string;
  role: "user" | "assistant";
  status: MessageStatus;
  content: string;
  model: string | null;
  errorCode: string | null;
  finishReason: string | null;
  /** The run that wrote an answer. */
  generationId: string | null;
  createdAt: Date;
};

/** A page of what the person has, newest first: a range of the index, as fast at any depth. */
export function findConversations(
  userId: string,
  { after, limit }: { after: Cursor | undefined; limit: number },
): Promise<ConversationRow[]> {
  const beyond = after
    ? Prisma.sql`AND (last_message_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : Prisma.empty;
  return db.$queryRaw`
    SELECT id::text, title, last_message_at AS "lastMessageAt" FROM conversations
    WHERE user_id = ${userId}::uuid AND deleted_at IS NULL AND archived_at IS NULL ${beyond}
    ORDER BY last_message_at DESC, id DESC LIMIT ${limit}::int`;
}

export async function findConversation(userId: string, id: string): Promise<{ title: string | null } | undefined> {
  const row = await db.conversation.findFirst({ where: { id, userId, deletedAt: null }, select: { title: true } });
  return row ?? undefined;
}

/** The newest `limit` messages of the open path, oldest first. An answer that is being written has what is stored. */
export function findPath(userId: string, conversationId: string, limit: number): Promise<MessageRow[]> {
  return db.$queryRaw`
    WITH RECURSIVE path AS (
      SELECT messages.*, 1 AS depth
      FROM conversations JOIN messages
        ON messages.conversation_id = conversations.id AND messages.id = conversations.current_leaf_id
      WHERE conversations.id = ${conversationId}::uuid AND user_id = ${userId}::uuid AND deleted_at IS NULL
      UNION ALL
      SELECT messages.*, path.depth + 1
      FROM path JOIN messages ON messages.conversation_id = path.conversation_id AND messages.id = path.parent_id
      WHERE path.depth < ${limit}::int
    )
    SELECT path.id::text, path.parent_id::text AS "parentId", path.role::text, path.status::text,
      CASE WHEN path.status = 'streaming' THEN COALESCE((
        SELECT string_agg(text, '' ORDER BY from_offset)
        FROM generation_events JOIN generations ON generations.id = generation_id
        WHERE generations.message_id = path.id
      ), '') ELSE path.content END AS content,
      path.model, path.error_code AS "errorCode", path.finish_reason AS "finishReason", path.created_at AS "createdAt",
      run.id::text AS "generationId"
    FROM path LEFT JOIN generations run ON run.message_id = path.id
    WHERE role <> 'root' ORDER BY depth DESC`;
}

/** Whether there was one to rename. */
export async function setTitle(userId: string, id: string, title: string): Promise<boolean> {
  const { count } = await db.conversation.updateMany({ where: { id, userId, deletedAt: null }, data: { title } });
  return count > 0;
}

/** Whether there was one to delete. The ledger does not hang on it. */
export async function setDeleted(userId: string, id: string, now: Date): Promise<boolean> {
  const { count } = await db.conversation.updateMany({
    where: { id, userId, deletedAt: null },
    data: { deletedAt: now },
  });
  return count > 0;
}
