import "server-only";
import { tellGrown } from "@/lib/chat/queries/news";
import { TITLE_TRIES } from "@/lib/chat/queries/titles";
import { db, Prisma } from "@/lib/db/client";
import { statement } from "@/lib/db/statement";
import type { InteractionFacts } from "@/lib/inference/facts";
import { settleInference } from "@/lib/inference/settle";

export type Outcome = {
  status: "completed" | "stopped" | "interrupted" | "failed";
  finishReason: string | undefined;
  errorCode: string | undefined;
};

export type Finish = {
  generationId: string;
  outcome: Outcome;
  /** What the message keeps: not always what the call delivered. */
  text: string;
  facts: InteractionFacts;
  /** Of the reaper: only one that gave no sign of life since. */
  silentSince?: Date;
};

/** `settledMicros` is absent when nothing was charged. */
export type Finished = { settledMicros: bigint | null };

/** A generation whose process went silent, with what is stored of its answer. */
export type Orphan = {
  generationId: string;
  userId: string;
  model: string;
  createdAt: Date;
  text: string;
  /** UTF-16 units of the text that were there before this generation. */
  prefixLength: number;
  isTemporary: boolean;
  wasStopped: boolean;
  seenLength: number | null;
};

/**
 * Ends a generation in one statement: its text and state, the settlement, and the operator's row. Only the first to
 * come does anything. Nothing returned means that it had ended before, or that it was stopped and this is another end:
 * whoever stopped it was told that it is.
 */
export async function finishGeneration(finish: Finish): Promise<Finished | undefined> {
  const { generationId, outcome, text, facts, silentSince } = finish;
  const { inference, now } = facts;
  const { status, finishReason = null, errorCode = null } = outcome;
  const { purse, writing } = settleInference(facts);
  const rows = await statement<Finished>(Prisma.sql`
    WITH ${purse},
    generation AS (
      UPDATE generations SET status = ${status}::generation_status, finish_reason = ${finishReason}, error_code = ${errorCode},
        first_token_at = created_at + ${inference.firstTokenMs ?? null}::int * interval '1 millisecond',
        -- By what was measured: the world may have been moved while it was written.
        finished_at = created_at + ${inference.durationMs}::int * interval '1 millisecond', updated_at = ${now}::timestamptz
      -- Says what the status says (a check of the table), and leads to no index of all that run: the id alone does.
      WHERE id = ${generationId}::uuid AND finished_at IS NULL AND EXISTS (SELECT FROM purse)
        AND (stop_requested_at IS NULL OR ${status} = 'stopped')
        AND (${silentSince ?? null}::timestamptz IS NULL OR heartbeat_at < ${silentSince ?? null}::timestamptz)
      RETURNING id, message_id, conversation_id
    ),
    message AS (
      UPDATE messages SET content = ${text}, status = ${messageStatus(status)}::message_status,
        ${answeredBy(inference)}
        finish_reason = ${finishReason}, error_code = ${errorCode}, updated_at = ${now}::timestamptz
      FROM generation WHERE messages.id = generation.message_id
    ),
    ${Prisma.join(writing(Prisma.sql`EXISTS (SELECT FROM generation)`))},
    ${tellGrown(Prisma.sql`news`, Prisma.sql`generation`)},
    ${titleJob(status)}
    SELECT (SELECT settled_micros FROM ended) AS "settledMicros",
      (SELECT count(told) FROM news) AS told, (SELECT count(id) FROM title_job) AS jobs
    FROM generation`);
  return rows[0];
}

/** Who answered, where somebody had to step in; what nothing covered was noted as it was admitted, and stays. */
function answeredBy({ steppedIn }: Finish["facts"]["inference"]): Prisma.Sql {
  if (!steppedIn) return Prisma.empty;
  const { model, insteadOf } = steppedIn;
  return Prisma.sql`model = ${model}, fallback_from = COALESCE(fallback_from, ${insteadOf}),`;
}

function messageStatus(status: Outcome["status"]): "complete" | "stopped" | "interrupted" | "failed" {
  return status === "completed" ? "complete" : status;
}

/** A conversation that still goes by its first words gets a title once there is an answer to make one from. */
function titleJob(status: Outcome["status"]): Prisma.Sql {
  return Prisma.sql`title_job AS MATERIALIZED (
    SELECT (graphile_worker.add_job('chat.title',
      payload => json_build_object('conversationId', conversations.id), max_attempts => ${TITLE_TRIES}::int,
      job_key => 'chat.title:' || conversations.id)).id
    FROM generation JOIN conversations ON conversations.id = generation.conversation_id
    WHERE ${status} = 'completed' AND title_source = 'first_words'
  )`;
}

/** The running generations whose last sign of life is older than `silentSince`. */
export function findOrphans(silentSince: Date, limit: number): Promise<Orphan[]> {
  return db.$queryRaw`
    SELECT id::text AS "generationId", user_id::text AS "userId", model, created_at AS "createdAt",
      prefix_length AS "prefixLength", is_temporary AS "isTemporary",
      stop_requested_at IS NOT NULL AS "wasStopped", stop_seen_length AS "seenLength",
      COALESCE((
        SELECT string_agg(text, '' ORDER BY from_offset) FROM generation_events WHERE generation_id = generations.id
      ), '') AS text
    FROM generations WHERE status = 'running' AND heartbeat_at < ${silentSince}::timestamptz
    ORDER BY heartbeat_at LIMIT ${limit}::int`;
}
