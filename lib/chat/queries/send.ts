import "server-only";
import type { Ask, Draft, Ids } from "@/lib/chat/queries/draft";
import { exchange } from "@/lib/chat/queries/exchange";
import { questionFiles, standing } from "@/lib/chat/queries/standing";
import { Prisma } from "@/lib/db/client";
import { statement } from "@/lib/db/statement";
import { newId } from "@/lib/platform/ids";
import { admission, refusalSql } from "@/lib/usage/admission";
import type { RefusalReason } from "@/lib/usage/admission-request";
import { requestTaking } from "@/lib/usage/pace";

/** An earlier message that the model hears. */
export type ContextMessage = { id: string; role: "user" | "assistant"; content: string; hasFiles: boolean };

/** What the statement found. Nothing is written unless `generationId` is there. */
export type Admission = {
  generationId: string | null;
  conversationId: string;
  questionId: string;
  messageId: string;
  maxOutputTokens: number | null;
  /** The earlier messages that fit, oldest first. */
  context: ContextMessage[] | null;
  instructions: string | null;
  temperatureCenti: number | null;
  /** Why nothing was written, if it was not: first, that it is not who it was guessed to be. */
  isSignedIn: boolean;
  isThrottled: boolean;
  milliTokens: number;
  /** How many sends and requests the plan has in a minute. */
  perMinute: number;
  hasConversation: boolean;
  hasParent: boolean;
  isBusy: boolean;
  hasFiles: boolean;
  /** A picture came along that the model can not see. */
  isBlind: boolean;
  /** Tokens by which it is too long; 0 or less when it fits. */
  excessTokens: number;
  /** There are as many answers under way as the plan writes at once. */
  isCrowded: boolean;
  /** What ledger and limits say; null when there is nothing against it. */
  shortOf: RefusalReason | null;
};

/**
 * Admits a send and writes all of it, or nothing, in one statement: the token of the throttle, the hold on the
 * allowance, the conversation, the messages and the generation. Parallel sends of one person queue at their ledger
 * account; a second post of the same request meets the first one's generation and writes nothing. `hasTurn`: an earlier try
 * of this send took the token.
 */
export async function admitSend(draft: Draft, { hasTurn = false } = {}): Promise<Admission> {
  const { ask, userId, stands, model, now, wallNow, ownTokens, rules } = draft;
  const ids = idsFor(ask);
  const asking = { key: `chat:send:${userId}`, userId, now, wallNow, when: Prisma.sql`(SELECT holds FROM signed_in)` };
  const { throttle, milliTokens, perMinute } = hasTurn ? TAKEN : requestTaking(asking, rules.plans);
  const { quote, booking } = admission({
    userId,
    sourceId: ids.generation,
    model,
    promptTokens: Prisma.sql`${ownTokens}::int + (SELECT tokens FROM standing_words)
      + COALESCE((SELECT sum(tokens) FROM files), 0) + COALESCE((SELECT sum(tokens) FROM context), 0)`,
    when: Prisma.sql`EXISTS (SELECT FROM throttle)`,
    now,
    wallNow,
    rules,
  });
  const rows = await statement<Admission>(Prisma.sql`
    WITH RECURSIVE signed_in AS MATERIALIZED (SELECT ${stands ?? Prisma.sql`TRUE`} AS holds), ${throttle}, ${standing(draft, ids)}, ${questionFiles(draft)}, ${found(draft)}, ${quote},
    ${generationOf(draft, ids)}, ${booking(Prisma.sql`EXISTS (SELECT FROM generation)`)}, ${exchange(draft, ids)}
    SELECT found.*, ${milliTokens} AS "milliTokens", ${perMinute} AS "perMinute", ${refusalSql()} AS "shortOf",
      (SELECT id::text FROM generation) AS "generationId",
      ${ids.conversation} AS "conversationId", ${ids.question} AS "questionId", ${ids.answer} AS "messageId",
      (SELECT max_output_tokens::int FROM quote) AS "maxOutputTokens",
      (SELECT instructions FROM thread) AS "instructions",
      (SELECT temperature_centi FROM thread) AS "temperatureCenti",
      (SELECT json_agg(json_build_object('id', id, 'role', role, 'content', content, 'hasFiles', has_files) ORDER BY step DESC)
       FROM context) AS "context",
      COALESCE((SELECT is_full FROM crowd), FALSE) AS "isCrowded"
    FROM found`);
  const [row] = rows;
  if (!row) throw new Error("What was found is always one row");
  return row;
}

const TAKEN = { throttle: Prisma.sql`throttle AS (SELECT 1)`, milliTokens: Prisma.sql`0`, perMinute: Prisma.sql`0` };

function idsFor(ask: Ask): Ids {
  return {
    generation: newId(),
    conversation: "conversationId" in ask ? ask.conversationId : newId(),
    root: newId(),
    question: newId(),
    answer: newId(),
  };
}

/** One row that says what stands in the way. */
function found({ ask, model }: Draft): Prisma.Sql {
  const fileCount = "attachmentIds" in ask ? ask.attachmentIds.length : 0;
  return Prisma.sql`found AS MATERIALIZED (
    SELECT (SELECT holds FROM signed_in) AS "isSignedIn", NOT EXISTS (SELECT FROM throttle) AS "isThrottled",
      EXISTS (SELECT FROM thread) AS "hasConversation",
      EXISTS (SELECT FROM parent) AS "hasParent",
      EXISTS (SELECT FROM parent WHERE status = 'streaming') AS "isBusy",
      (SELECT count(*) FROM files) = ${fileCount}::int AS "hasFiles",
      NOT ${model.vision}::boolean AND EXISTS (SELECT FROM pictures) AS "isBlind",
      COALESCE((SELECT tokens FROM demand), 0)::int AS "excessTokens"
  )`;
}

function generationOf(draft: Draft, ids: Ids): Prisma.Sql {
  const { userId, ask, clientRequestId, requestHash, model, now, wallNow } = draft;
  const isTemporary = ask.kind === "temporary";
  const [conversationId, messageId] = isTemporary ? [null, null] : [ids.conversation, ids.answer];
  const prefixLength = ask.kind === "again" ? (ask.prefix ?? "").length : 0;
  return Prisma.sql`generation AS (
    INSERT INTO generations (id, user_id, conversation_id, message_id, client_request_id, request_hash, model,
      is_temporary, prefix_length, stored_length, heartbeat_at, created_at)
    SELECT ${ids.generation}::uuid, ${userId}::uuid, ${conversationId}::uuid, ${messageId}::uuid,
      ${clientRequestId}::uuid, ${requestHash}, ${model.id}, ${isTemporary}::boolean,
      ${prefixLength}::int, ${prefixLength}::int, ${wallNow}::timestamptz, ${now}::timestamptz
    FROM quote CROSS JOIN found CROSS JOIN crowd
    WHERE "hasParent" AND "hasFiles" AND "excessTokens" <= 0 AND NOT ("isBusy" OR "isBlind" OR is_full)
    ON CONFLICT (user_id, client_request_id) DO NOTHING
    RETURNING id
  )`;
}
