import "server-only";
import { db } from "@/lib/db/client";

export type FeedbackRow = { messageId: string; verdict: "up" | "down" | null; reason: string | null };

/** Writes, replaces or, without a verdict, removes what the person thinks of an answer. Whether there is that answer. */
export async function putFeedback(userId: string, row: FeedbackRow, now: Date): Promise<boolean> {
  const { messageId, verdict, reason } = row;
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH answer AS (
      SELECT messages.id FROM messages JOIN conversations ON conversations.id = messages.conversation_id
      WHERE messages.id = ${messageId}::uuid AND messages.role = 'assistant'
        AND conversations.user_id = ${userId}::uuid AND conversations.deleted_at IS NULL
    ),
    removed AS (
      DELETE FROM message_feedback USING answer WHERE message_id = answer.id AND ${verdict}::verdict IS NULL
    ),
    written AS (
      INSERT INTO message_feedback (message_id, user_id, verdict, reason, created_at, updated_at)
      SELECT id, ${userId}::uuid, ${verdict}::verdict, ${reason}, ${now}::timestamptz, ${now}::timestamptz
      FROM answer WHERE ${verdict}::verdict IS NOT NULL
      ON CONFLICT (message_id) DO UPDATE
      SET verdict = excluded.verdict, reason = excluded.reason, updated_at = excluded.updated_at
    )
    SELECT id::text FROM answer`;
  return rows.length > 0;
}
