import "server-only";
import type { Again, Draft, Ids, Reply } from "@/lib/chat/queries/draft";
import { Prisma } from "@/lib/db/client";
import { boundTokensSql } from "@/lib/usage/admission";

/** Steps up a path that a send looks at, at most: far more than a model makes use of, and its cost has an end. */
const CONTEXT_MESSAGES = 1_000;
/** Trimmed files leave so much of the room to what will be said about them. */
const TRIMMED_SHARE = Prisma.sql`3 / 4`;

/** Room of a model for everything but the longest answer and what the request itself brings. */
function roomOf({ model, ownTokens }: Draft): number {
  return model.contextTokens - model.maxOutputTokens - ownTokens;
}

/**
 * Where a send goes, as table expressions: `thread` (its settings), `standing_words` (what these take of the prompt),
 * `parent` (the message that is answered or asked about) and `context` (what the model hears of the path down to it,
 * with the files' tokens, from `step` 1 upwards; as much as fits).
 */
export function standing(draft: Draft, ids: Ids): Prisma.Sql {
  const { ask } = draft;
  if (ask.kind === "reply" || ask.kind === "again") return stored(draft, ask);
  const rootId = ask.kind === "fresh" ? Prisma.sql`${ids.root}::uuid` : Prisma.sql`NULL::uuid`;
  const { instructions = null, temperatureCenti = null } = ask;
  return Prisma.sql`
    thread AS (
      SELECT ${ids.conversation}::uuid AS id, ${instructions}::text AS instructions, ${temperatureCenti}::int AS temperature_centi
    ),
    ${STANDING_WORDS},
    parent AS (SELECT ${rootId} AS id, 'complete'::message_status AS status, 0 AS depth),
    context AS (
      SELECT NULL::uuid AS id, ''::text AS role, ''::text AS content, 0 AS tokens, 0 AS step, 0 AS depth, FALSE AS has_files
      WHERE FALSE
    )`;
}

const STANDING_WORDS = Prisma.sql`standing_words AS (
  SELECT COALESCE(sum(${boundTokensSql(Prisma.sql`instructions`)}), 0)::int AS tokens FROM thread WHERE instructions IS NOT NULL
)`;

/** What the files of the message `m` take of a prompt. */
const FILE_TOKENS = Prisma.sql`(
  SELECT sum(COALESCE(link.bound_tokens, attachments.bound_tokens))::int
  FROM message_attachments link JOIN attachments ON attachments.id = link.attachment_id WHERE link.message_id = m.id
)`;

function stored(draft: Draft, ask: Reply | Again): Prisma.Sql {
  const { userId } = draft;
  return Prisma.sql`
    thread AS (
      SELECT id, current_leaf_id, instructions, temperature_centi FROM conversations
      WHERE id = ${ask.conversationId}::uuid AND user_id = ${userId}::uuid AND deleted_at IS NULL
    ),
    ${STANDING_WORDS},
    ${ask.kind === "reply" ? repliedTo(ask) : questionOf(ask)},
    path AS (
      -- From below the parent, which so is a step like any other.
      SELECT NULL::uuid AS id, id AS parent_id, NULL::message_role AS role, '' AS content, 0 AS depth, 0 AS tokens, 0 AS upto,
        FALSE AS has_files, 0 AS step
      FROM parent
      UNION ALL
      SELECT m.id, m.parent_id, m.role, m.content, m.depth, size.tokens, path.upto + size.tokens, size.has_files, path.step + 1
      FROM path
      -- Step by step: OFFSET keeps the planner from reading a whole long conversation at once.
      CROSS JOIN LATERAL (
        SELECT * FROM messages WHERE conversation_id = ${ask.conversationId}::uuid AND id = path.parent_id OFFSET 0
      ) m
      CROSS JOIN LATERAL ${SIZE} size
      WHERE (path.step = 0 OR path.upto <= (SELECT tokens FROM room)) AND path.step < ${CONTEXT_MESSAGES}::int
    ),
    heard AS (SELECT * FROM path WHERE step > 0 AND upto <= (SELECT tokens FROM room)),
    context AS (SELECT id, role::text, content, tokens, step, depth, has_files FROM heard WHERE content <> '')`;
}

/** OFFSET: or the planner would look for the files at each place where their tokens are used. */
const SIZE = Prisma.sql`(
  SELECT ${boundTokensSql(Prisma.sql`m.content`)} + COALESCE(files.tokens, 0) AS tokens, files.tokens IS NOT NULL AS has_files
  FROM (SELECT CASE WHEN m.role = 'user' THEN ${FILE_TOKENS} END AS tokens OFFSET 0) files
)`;

function repliedTo({ conversationId, parentId }: Reply): Prisma.Sql {
  return Prisma.sql`parent AS (
    SELECT m.id, m.status, m.depth FROM thread JOIN messages m ON m.conversation_id = ${conversationId}::uuid
      AND m.id = COALESCE(${parentId ?? null}::uuid, thread.current_leaf_id)
    WHERE m.role <> 'user'
  )`;
}

/** The status is that of the answer beside which another one is wanted. */
function questionOf({ conversationId, messageId }: Again): Prisma.Sql {
  return Prisma.sql`parent AS (
    SELECT question.id, named.status, question.depth
    FROM thread JOIN messages named ON named.conversation_id = ${conversationId}::uuid AND named.id = ${messageId}::uuid
    JOIN messages question ON question.conversation_id = named.conversation_id
      AND question.id = CASE named.role WHEN 'user' THEN named.id ELSE named.parent_id END
    WHERE question.role = 'user'
  )`;
}

/**
 * `files` (what comes with the question: `tokens` of the prompt, and `cut` where it was trimmed), `pictures`, `room`
 * (what all of that leaves for earlier messages) and `demand` (by how much it is too long).
 */
export function questionFiles(draft: Draft): Prisma.Sql {
  const { ask } = draft;
  const room = Prisma.sql`${roomOf(draft)}::int - (SELECT tokens FROM standing_words)`;
  if (ask.kind === "again") return filesOfQuestion(room);
  const ids = "attachmentIds" in ask ? ask.attachmentIds : [];
  if (ids.length === 0) return noFiles(room);
  const isTrimmed = "trimFiles" in ask && ask.trimFiles;
  return Prisma.sql`
    attached AS MATERIALIZED (
      -- Kept as long as this takes: a file that goes at this moment is not there.
      SELECT attachments.id, kind, bound_tokens, place - 1 AS position
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS wanted (id, place) JOIN attachments USING (id)
      WHERE attachments.user_id = ${draft.userId}::uuid FOR KEY SHARE OF attachments
    ),
    size AS (
      SELECT COALESCE(sum(bound_tokens), 0) AS all_tokens,
        COALESCE(sum(bound_tokens) FILTER (WHERE kind = 'document'), 0) AS documents,
        GREATEST(0, (${room}) * ${TRIMMED_SHARE} - COALESCE(sum(bound_tokens) FILTER (WHERE kind = 'image'), 0)) AS available
      FROM attached
    ),
    files AS (
      SELECT id, position, kind, cut, COALESCE(cut, bound_tokens)::int AS tokens FROM attached CROSS JOIN size
      CROSS JOIN LATERAL (
        SELECT CASE WHEN ${isTrimmed}::boolean AND kind = 'document' AND all_tokens > (${room})
          THEN LEAST(bound_tokens, floor(bound_tokens * available / documents))::int END AS cut
      ) trimmed
    ),
    pictures AS (SELECT FROM files WHERE kind = 'image'),
    room AS MATERIALIZED (SELECT (${room}) - COALESCE(sum(tokens), 0)::int AS tokens FROM files),
    demand AS (SELECT -tokens AS tokens FROM room)`;
}

function noFiles(room: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    files AS (
      SELECT NULL::uuid AS id, 0 AS position, 'document'::attachment_kind AS kind, NULL::int AS cut, 0 AS tokens WHERE FALSE
    ),
    pictures AS (SELECT FROM files),
    room AS MATERIALIZED (SELECT ${room} AS tokens),
    demand AS (SELECT -tokens AS tokens FROM room)`;
}

/** The question's own files are counted with it, at the head of the path. */
function filesOfQuestion(room: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    files AS (
      SELECT NULL::uuid AS id, 0 AS position, 'document'::attachment_kind AS kind, NULL::int AS cut, 0 AS tokens WHERE FALSE
    ),
    pictures AS (
      SELECT FROM parent JOIN message_attachments link ON link.message_id = parent.id
      JOIN attachments ON attachments.id = link.attachment_id WHERE attachments.kind = 'image'
    ),
    room AS MATERIALIZED (SELECT ${room} AS tokens),
    demand AS (SELECT path.tokens - room.tokens AS tokens FROM room JOIN path ON path.step = 1)`;
}
