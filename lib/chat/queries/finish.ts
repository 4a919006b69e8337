import "server-only";
import { db, Prisma } from "@/lib/db/client";
import type { InteractionFacts } from "@/lib/inference/facts";
import { settleInference } from "@/lib/inference/settle";

export type Outcome = {
  status: "completed" | "interrupted" | "failed";
  finishReason: string | undefined;
  errorCode: string | undefined;
};

/** `text` is what the message keeps: not always what the call delivered. */
export type Finish = { generationId: string; outcome: Outcome; text: string; facts: InteractionFacts };

/** `settledMicros` is absent when nothing was charged. */
export type Finished = { settledMicros: bigint | null };

/** A generation whose process went silent, with what is stored of its answer. */
export type Orphan = {
  generationId: string;
  userId: string;
  model: string;
  createdAt: Date;
  text: string;
};

/**
 * Ends a generation in one statement: its text and state, the settlement, and the operator's row. Only the first to
 * come does anything; nothing returned means that it had ended before.
 */
export async function finishGeneration({ generationId, outcome, text, facts }: Finish): Promise<Finished | undefined> {
  const { inference, now } = facts;
  const { status, finishReason = null, errorCode = null } = outcome;
  const { purse, writing } = settleInference(facts);
  const rows = await db.$queryRaw<Finished[]>`
    WITH ${purse},
    generation AS (
      UPDATE generations SET status = ${status}::generation_status, finish_reason = ${finishReason}, error_code = ${errorCode},
        first_token_at = created_at + ${inference.firstTokenMs ?? null}::int * interval '1 millisecond',
        finished_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
      WHERE id = ${generationId}::uuid AND status = 'running' AND EXISTS (SELECT FROM purse)
      RETURNING message_id
    ),
    message AS (
      UPDATE messages SET content = ${text}, status = ${messageStatus(status)}::message_status,
        finish_reason = ${finishReason}, error_code = ${errorCode}, updated_at = ${now}::timestamptz
      FROM generation WHERE messages.id = generation.message_id
    ),
    ${Prisma.join(writing(Prisma.sql`EXISTS (SELECT FROM generation)`))}
    SELECT (SELECT settled_micros FROM ended) AS "settledMicros" FROM generation`;
  return rows[0];
}

function messageStatus(status: Outcome["status"]): "complete" | "interrupted" | "failed" {
  return status === "completed" ? "complete" : status;
}

/** The running generations whose last sign of life is older than `silentSince`. */
export function findOrphans(silentSince: Date, limit: number): Promise<Orphan[]> {
  return db.$queryRaw`
    SELECT id::text AS "generationId", user_id::text AS "userId", model, created_at AS "createdAt",
      COALESCE((
        SELECT string_agg(text, '' ORDER BY from_offset) FROM generation_events WHERE generation_id = generations.id
      ), '') AS text
    FROM generations WHERE status = 'running' AND heartbeat_at < ${silentSince}::timestamptz
    ORDER BY heartbeat_at LIMIT ${limit}::int`;
}
