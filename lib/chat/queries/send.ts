import "server-only";
import type { Turn } from "@/lib/inference/facts";
import { db, Prisma } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { admission, boundTokensSql } from "@/lib/usage/admission";
import type { Model } from "@/lib/usage/models-file";

/** A send, before it is known whether it is admitted. */
export type Draft = {
  userId: string;
  /** Where it goes on; absent for a new conversation. */
  thread: { conversationId: string; parentId: string | undefined } | undefined;
  message: string;
  title: string;
  model: Model;
  clientRequestId: string;
  requestHash: string;
  /** At most so many tokens the message itself takes, and so many earlier messages may take. */
  ownTokens: number;
  roomTokens: number;
  now: Date;
};

/** What the statement found. Nothing is written unless `generationId` is there. */
export type Admission = {
  generationId: string | null;
  conversationId: string;
  messageId: string;
  maxOutputTokens: number | null;
  /** The earlier messages that fit, oldest first. */
  context: Turn[] | null;
  hasConversation: boolean;
  hasParent: boolean;
  parentIsStreaming: boolean;
};

/**
 * Admits a send and writes all of it, or nothing, in one statement: the hold on the allowance, the conversation, both
 * messages and the generation. Parallel sends of one person queue at their ledger account; a second post of the same
 * request meets the first one's generation and writes nothing.
 */
export async function admitSend(draft: Draft): Promise<Admission> {
  const ids = {
    generation: newId(),
    conversation: draft.thread?.conversationId ?? newId(),
    root: newId(),
    question: newId(),
    answer: newId(),
  };
  const { thread, place } = draft.thread ? earlier(draft, draft.thread, ids) : fresh(draft, ids);
  const { userId, model, now, ownTokens } = draft;
  const promptTokens = Prisma.sql`${ownTokens}::int + COALESCE((SELECT sum(tokens) FROM context), 0)`;
  const { quote, booking } = admission({ userId, sourceId: ids.generation, model, promptTokens, now });
  const rows = await db.$queryRaw<Admission[]>`
    WITH RECURSIVE ${thread}, ${quote}, ${generationOf(draft, ids)},
    ${booking(Prisma.sql`EXISTS (SELECT FROM generation)`)}, ${place}
    SELECT (SELECT id::text FROM generation) AS "generationId",
      ${ids.conversation} AS "conversationId", ${ids.answer} AS "messageId",
      (SELECT max_output_tokens::int FROM quote) AS "maxOutputTokens",
      (SELECT json_agg(json_build_object('role', role, 'content', content) ORDER BY depth DESC) FROM context) AS "context",
      EXISTS (SELECT FROM thread) AS "hasConversation",
      EXISTS (SELECT FROM parent) AS "hasParent",
      EXISTS (SELECT FROM parent WHERE status = 'streaming') AS "parentIsStreaming"`;
  const [row] = rows;
  if (!row) throw new Error("A statement without a FROM returned no row");
  return row;
}

type Ids = { generation: string; conversation: string; root: string; question: string; answer: string };
type Parts = {
  /** `thread`, `parent` and `context`: where the message goes, and what came before it. */
  thread: Prisma.Sql;
  /** Writes conversation and messages, if there is a `generation`. */
  place: Prisma.Sql;
};

function generationOf({ userId, clientRequestId, requestHash, model, now }: Draft, ids: Ids): Prisma.Sql {
  return Prisma.sql`generation AS (
    INSERT INTO generations
      (id, user_id, conversation_id, message_id, client_request_id, request_hash, model, heartbeat_at, created_at)
    SELECT ${ids.generation}::uuid, ${userId}::uuid, ${ids.conversation}::uuid, ${ids.answer}::uuid,
      ${clientRequestId}::uuid, ${requestHash}, ${model.id}, ${now}::timestamptz, ${now}::timestamptz
    FROM quote JOIN parent ON parent.status <> 'streaming'
    ON CONFLICT (user_id, client_request_id) DO NOTHING
    RETURNING id
  )`;
}

function fresh({ userId, title, now, ...draft }: Draft, ids: Ids): Parts {
  return {
    thread: Prisma.sql`
      thread AS (SELECT ${ids.conversation}::uuid AS id),
      parent AS (SELECT ${ids.root}::uuid AS id, 'complete'::message_status AS status FROM thread),
      context AS (SELECT ''::text AS role, ''::text AS content, 0 AS tokens, 0 AS depth WHERE FALSE)`,
    place: Prisma.sql`
      conversation AS (
        INSERT INTO conversations (id, user_id, title, current_leaf_id, last_message_at, created_at)
        SELECT ${ids.conversation}::uuid, ${userId}::uuid, ${title}, ${ids.answer}::uuid, ${now}::timestamptz, ${now}::timestamptz
        FROM generation
      ),
      root AS (
        INSERT INTO messages (id, conversation_id, parent_id, role, created_at)
        SELECT ${ids.root}::uuid, ${ids.conversation}::uuid, NULL, 'root'::message_role, ${now}::timestamptz FROM generation
      ),
      ${exchange({ ...draft, userId, title, now }, ids)}`,
  };
}

function earlier(draft: Draft, { conversationId, parentId }: NonNullable<Draft["thread"]>, ids: Ids): Parts {
  const { userId, roomTokens, now } = draft;
  return {
    thread: Prisma.sql`
      thread AS (
        SELECT id, current_leaf_id FROM conversations
        WHERE id = ${conversationId}::uuid AND user_id = ${userId}::uuid AND deleted_at IS NULL
      ),
      parent AS (
        SELECT messages.id, parent_id, role, status, content, ${boundTokensSql(Prisma.sql`content`)} AS tokens
        FROM thread JOIN messages ON messages.conversation_id = thread.id
          AND messages.id = COALESCE(${parentId ?? null}::uuid, thread.current_leaf_id)
        WHERE role <> 'user'
      ),
      path AS (
        SELECT parent_id, role, content, tokens, tokens AS upto, 1 AS depth FROM parent
        UNION ALL
        SELECT m.parent_id, m.role, m.content, m.tokens, path.upto + m.tokens, path.depth + 1
        FROM path CROSS JOIN LATERAL (
          SELECT parent_id, role, content, ${boundTokensSql(Prisma.sql`content`)} AS tokens
          FROM messages WHERE conversation_id = ${conversationId}::uuid AND id = path.parent_id
        ) m
        WHERE path.upto <= ${roomTokens}::int
      ),
      context AS (
        SELECT role::text, content, tokens, depth FROM path WHERE upto <= ${roomTokens}::int AND content <> ''
      )`,
    place: Prisma.sql`
      conversation AS (
        UPDATE conversations SET
          current_leaf_id = ${ids.answer}::uuid,
          last_message_at = GREATEST(last_message_at, ${now}::timestamptz), updated_at = ${now}::timestamptz
        WHERE id = ${conversationId}::uuid AND EXISTS (SELECT FROM generation)
      ),
      ${exchange(draft, ids)}`,
  };
}

function exchange({ message, model, now }: Draft, ids: Ids): Prisma.Sql {
  return Prisma.sql`exchange AS (
    INSERT INTO messages (id, conversation_id, parent_id, role, status, content, model, created_at)
    SELECT line.id, ${ids.conversation}::uuid, line.parent_id, line.role, line.status, line.content, line.model, ${now}::timestamptz
    FROM generation CROSS JOIN parent CROSS JOIN LATERAL (VALUES
      (${ids.question}::uuid, parent.id, 'user'::message_role, 'complete'::message_status, ${message}, NULL),
      (${ids.answer}::uuid, ${ids.question}::uuid, 'assistant'::message_role, 'streaming'::message_status, '', ${model.id})
    ) line (id, parent_id, role, status, content, model)
  )`;
}
