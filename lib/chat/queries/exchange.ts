import "server-only";
import type { Again, Draft, Fresh, Ids } from "@/lib/chat/queries/draft";
import { Prisma } from "@/lib/db/client";

/** What an admitted send writes beside its generation, as table expressions. Each depends on `generation`. */
export function exchange(draft: Draft, ids: Ids): Prisma.Sql {
  const { ask } = draft;
  if (ask.kind === "temporary") return Prisma.sql`nothing AS (SELECT)`;
  if (ask.kind === "again") return Prisma.join([move(draft, ids), answer(draft, ids), ...pieces(draft, ask)]);
  const place = ask.kind === "fresh" ? begin(draft, ask, ids) : move(draft, ids);
  const links = ask.attachmentIds.length === 0 ? [] : [linkFiles(ids)];
  return Prisma.join([place, question(draft, ask.message, ids), answer(draft, ids), ...links]);
}

function begin({ userId, now }: Draft, { title, instructions, temperatureCenti }: Fresh, ids: Ids): Prisma.Sql {
  return Prisma.sql`conversation AS (
    INSERT INTO conversations
      (id, user_id, title, instructions, temperature_centi, current_leaf_id, last_message_at, created_at)
    SELECT ${ids.conversation}::uuid, ${userId}::uuid, ${title}, ${instructions ?? null}, ${temperatureCenti ?? null}::int,
      ${ids.answer}::uuid, ${now}::timestamptz, ${now}::timestamptz
    FROM generation
  ),
  root AS (
    INSERT INTO messages (id, conversation_id, parent_id, role, created_at)
    SELECT ${ids.root}::uuid, ${ids.conversation}::uuid, NULL, 'root'::message_role, ${now}::timestamptz FROM generation
  )`;
}

/** Who writes in what was put away has taken it out again. */
function move({ now }: Draft, ids: Ids): Prisma.Sql {
  return Prisma.sql`conversation AS (
    UPDATE conversations SET current_leaf_id = ${ids.answer}::uuid,
      last_message_at = GREATEST(last_message_at, ${now}::timestamptz), archived_at = NULL, updated_at = ${now}::timestamptz
    WHERE id = ${ids.conversation}::uuid AND EXISTS (SELECT FROM generation)
  )`;
}

function question({ now }: Draft, message: string, ids: Ids): Prisma.Sql {
  return Prisma.sql`question AS (
    INSERT INTO messages (id, conversation_id, parent_id, role, content, depth, created_at)
    SELECT ${ids.question}::uuid, ${ids.conversation}::uuid, parent.id, 'user'::message_role, ${message},
      parent.depth + 1, ${now}::timestamptz
    FROM generation CROSS JOIN parent
  )`;
}

/** Says how many messages above the oldest one that the model hears were left out. */
function answer({ ask, model, insteadOf, now }: Draft, ids: Ids): Prisma.Sql {
  const [parentId, below] = ask.kind === "again" ? [Prisma.sql`parent.id`, 1] : [Prisma.sql`${ids.question}::uuid`, 2];
  const omitted =
    ask.kind === "fresh"
      ? Prisma.sql`0`
      : Prisma.sql`GREATEST(0, COALESCE((SELECT min(depth) - 1 FROM heard), parent.depth))`;
  return Prisma.sql`answer AS (
    INSERT INTO messages (id, conversation_id, parent_id, role, status, model, fallback_from, fallback_for_money, depth, omitted_count, created_at)
    SELECT ${ids.answer}::uuid, ${ids.conversation}::uuid, ${parentId}, 'assistant'::message_role,
      'streaming'::message_status, ${model.id}, ${insteadOf ?? null},
      ${insteadOf !== undefined}::boolean, parent.depth + ${below}::int, ${omitted}, ${now}::timestamptz
    FROM generation CROSS JOIN parent
  )`;
}

function linkFiles(ids: Ids): Prisma.Sql {
  return Prisma.sql`links AS (
    INSERT INTO message_attachments (message_id, attachment_id, position, bound_tokens)
    SELECT ${ids.question}::uuid, files.id, position, cut FROM generation CROSS JOIN files
  )`;
}

/** What the answer begins with is stored as its first piece. */
function pieces({ now }: Draft, { prefix = "" }: Again): Prisma.Sql[] {
  if (prefix === "") return [];
  return [
    Prisma.sql`piece AS (
      INSERT INTO generation_events (generation_id, from_offset, to_offset, text, created_at)
      SELECT id, 0, ${prefix.length}::int, ${prefix}, ${now}::timestamptz FROM generation
    )`,
  ];
}
