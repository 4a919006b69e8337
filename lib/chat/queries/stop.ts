import "server-only";
import { STOPPED_CHANNEL } from "@/lib/chat/queries/news";
import { db } from "@/lib/db/client";

export type StopRequest = { userId: string; generationId: string; seenLength: number | undefined; now: Date };

/** `isMarked` is false for one that was over. `seenLength` is what the first to stop it had told. */
export type Stopped = { isMarked: boolean; seenLength: number | null };

/** PostgreSQL's largest integer; no answer is as long. */
const LONGEST = 2_147_483_647;

/**
 * Writes on a running generation that it shall stop, and tells whoever writes it. The first to stop it says what was
 * seen. Nothing for one that is not this person's.
 */
export async function markStop({ userId, generationId, ...ask }: StopRequest): Promise<Stopped | undefined> {
  const seenLength = ask.seenLength === undefined ? null : Math.min(ask.seenLength, LONGEST);
  const rows = await db.$queryRaw<Stopped[]>`
    WITH marked AS (
      UPDATE generations SET
        stop_seen_length = CASE WHEN stop_requested_at IS NULL THEN ${seenLength}::int ELSE stop_seen_length END,
        stop_requested_at = COALESCE(stop_requested_at, ${ask.now}::timestamptz),
        updated_at = ${ask.now}::timestamptz
      WHERE id = ${generationId}::uuid AND user_id = ${userId}::uuid AND status = 'running'
      RETURNING id, stop_seen_length
    ),
    news AS MATERIALIZED (
      SELECT pg_notify(${STOPPED_CHANNEL}, concat_ws(',', id, stop_seen_length))::text AS told FROM marked
    )
    SELECT (SELECT count(told) FROM news) = 1 AS "isMarked", (SELECT stop_seen_length FROM marked) AS "seenLength"
    FROM generations WHERE id = ${generationId}::uuid AND user_id = ${userId}::uuid`;
  return rows[0];
}

/** The generations of a conversation that are being written. */
export async function findRunning(userId: string, conversationId: string): Promise<string[]> {
  const rows = await db.generation.findMany({
    where: { userId, conversationId, status: "running" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
