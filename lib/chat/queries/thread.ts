import "server-only";
import type { MessageStatus } from "@/lib/chat/schema";
import { db, Prisma } from "@/lib/db/client";

export type ThreadRow = {
  title: string | null;
  pinnedAt: Date | null;
  archivedAt: Date | null;
  instructions: string | null;
  temperatureCenti: number | null;
};

export type MessageRow = {
  id: string;
  parentId: string;
  role: "user" | "assistant";
  status: MessageStatus;
  content: string;
  model: string | null;
  errorCode: string | null;
  finishReason: string | null;
  fallbackFrom: string | null;
  fallbackForMoney: boolean;
  omittedCount: number;
  /** The run that wrote an answer. */
  generationId: string | null;
  durationMs: number | null;
  /** Among the messages of one parent, from 1. */
  siblingNumber: number;
  siblingCount: number;
  previousId: string | null;
  nextId: string | null;
  verdict: "up" | "down" | null;
  reason: string | null;
  createdAt: Date;
};

/** Where a page of a path ends at the bottom. */
export type PathEnd = { kind: "open" } | { kind: "above"; messageId: string };

export async function findConversation(userId: string, id: string): Promise<ThreadRow | undefined> {
  const row = await db.conversation.findFirst({
    where: { id, userId, deletedAt: null },
    select: { title: true, pinnedAt: true, archivedAt: true, instructions: true, temperatureCenti: true },
  });
  return row ?? undefined;
}

type PathPart = { end: PathEnd; limit: number };

/** The lowest `limit` messages of a path, oldest first. An answer that is being written has what is stored of it. */
export function findPath(userId: string, conversationId: string, part: PathPart): Promise<MessageRow[]> {
  return db.$queryRaw(pathQuery(userId, conversationId, part));
}

/** The open path, or the one above a message. However long it is, no more than `limit` of it is looked at. */
export function pathQuery(userId: string, conversationId: string, { end, limit }: PathPart): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE path AS (
      SELECT messages.*, 1 AS step
      FROM conversations JOIN messages ON messages.conversation_id = conversations.id AND messages.id = ${lowest(end)}
      WHERE conversations.id = ${conversationId}::uuid AND user_id = ${userId}::uuid AND deleted_at IS NULL
      UNION ALL
      SELECT messages.*, path.step + 1
      FROM path JOIN messages ON messages.conversation_id = path.conversation_id AND messages.id = path.parent_id
      WHERE path.step < ${limit}::int
    )
    SELECT path.id::text, path.parent_id::text AS "parentId", path.role::text, path.status::text,
      CASE WHEN path.status = 'streaming' THEN COALESCE((
        SELECT string_agg(text, '' ORDER BY from_offset) FROM generation_events WHERE generation_id = run.id
      ), '') ELSE path.content END AS content,
      path.model, path.error_code AS "errorCode", path.finish_reason AS "finishReason",
      path.fallback_from AS "fallbackFrom", path.fallback_for_money AS "fallbackForMoney", path.omitted_count AS "omittedCount", path.created_at AS "createdAt",
      run.id::text AS "generationId",
      round(extract(epoch FROM run.finished_at - run.created_at) * 1000)::int AS "durationMs",
      place.number AS "siblingNumber", place.count AS "siblingCount",
      place.previous_id::text AS "previousId", place.next_id::text AS "nextId",
      feedback.verdict::text, feedback.reason
    FROM path
    LEFT JOIN generations run ON run.message_id = path.id
    LEFT JOIN message_feedback feedback ON feedback.message_id = path.id
    CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT id, row_number() OVER siblings::int AS number, count(*) OVER ()::int AS count,
          lag(id) OVER siblings AS previous_id, lead(id) OVER siblings AS next_id
        FROM messages WHERE conversation_id = path.conversation_id AND parent_id = path.parent_id
        WINDOW siblings AS (ORDER BY created_at, id)
      ) sibling WHERE sibling.id = path.id
    ) place
    WHERE path.role <> 'root' ORDER BY step DESC`;
}

function lowest(end: PathEnd): Prisma.Sql {
  if (end.kind === "open") return Prisma.sql`conversations.current_leaf_id`;
  return Prisma.sql`(
    SELECT parent_id FROM messages below
    WHERE below.conversation_id = conversations.id AND below.id = ${end.messageId}::uuid
  )`;
}

export async function hasMessage(userId: string, conversationId: string, id: string): Promise<boolean> {
  const where = { id, conversationId, conversation: { userId, deletedAt: null } };
  return (await db.message.findFirst({ where, select: { id: true } })) !== null;
}

/** Opens the path through a message, down to the newest answer below it. Whether there was such a message. */
export async function openBranch(userId: string, conversationId: string, messageId: string): Promise<boolean> {
  const count = await db.$executeRaw`
    WITH RECURSIVE descent AS (
      SELECT messages.conversation_id, messages.id, 0 AS step
      FROM conversations JOIN messages ON messages.conversation_id = conversations.id AND messages.id = ${messageId}::uuid
      WHERE conversations.id = ${conversationId}::uuid AND user_id = ${userId}::uuid AND deleted_at IS NULL
        AND messages.role <> 'root'
      UNION ALL
      SELECT child.conversation_id, child.id, descent.step + 1
      FROM descent CROSS JOIN LATERAL (
        SELECT conversation_id, id FROM messages
        WHERE conversation_id = descent.conversation_id AND parent_id = descent.id
        ORDER BY created_at DESC, id DESC LIMIT 1
      ) child
    )
    UPDATE conversations SET current_leaf_id = (SELECT id FROM descent ORDER BY step DESC LIMIT 1)
    WHERE id = ${conversationId}::uuid AND user_id = ${userId}::uuid AND EXISTS (SELECT FROM descent)`;
  return count > 0;
}
