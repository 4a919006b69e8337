import "server-only";
import { tellGrown } from "@/lib/chat/queries/news";
import { db, Prisma } from "@/lib/db/client";
import { statement } from "@/lib/db/statement";

/** The text of `[from, to)` of an answer; an empty one is only a sign of life. */
export type StoredPiece = { generationId: string; from: number; to: number; text: string };

/** What the writer of an answer has to know: it shall stop, or it is running no more (the reaper took it for dead). */
export type Mark = { generationId: string; isRunning: boolean; seenLength: number | null };

/**
 * Stores the pieces of every running answer of this process in one statement, and tells those who follow them from
 * others. Storing one again changes nothing. Returns the marks that were found on the way; mostly there are none.
 */
export async function storePieces(pieces: readonly StoredPiece[], wallNow: Date): Promise<Mark[]> {
  const rows = await statement<{ marks: Mark[] }>(Prisma.sql`
    WITH piece AS (
      SELECT * FROM unnest(
        ${pieces.map(({ generationId }) => generationId)}::uuid[], ${pieces.map(({ from }) => from)}::int[],
        ${pieces.map(({ to }) => to)}::int[], ${pieces.map(({ text }) => text)}::text[]
      ) AS piece (generation_id, from_offset, to_offset, text)
    ),
    alive AS (
      UPDATE generations SET
        stored_length = GREATEST(stored_length, piece.to_offset),
        -- Moved seldom: it is indexed, and a row whose indexed columns stand still is cheap to update.
        heartbeat_at = CASE WHEN heartbeat_at < ${wallNow}::timestamptz - interval '2 seconds'
          THEN ${wallNow}::timestamptz ELSE heartbeat_at END
      FROM piece WHERE generations.id = piece.generation_id AND status = 'running'
      RETURNING id, to_offset > from_offset AS has_grown, stop_requested_at, stop_seen_length
    ),
    stored AS (
      INSERT INTO generation_events (generation_id, from_offset, to_offset, text, created_at)
      -- Not of one that the reaper ended: what it kept and charged stands.
      SELECT generation_id, from_offset, to_offset, text, ${wallNow}::timestamptz
      FROM piece JOIN alive ON alive.id = piece.generation_id AND has_grown
      -- A statement that was written but not answered comes again, with what was said since.
      ON CONFLICT (generation_id, from_offset) DO UPDATE SET to_offset = excluded.to_offset, text = excluded.text
      WHERE excluded.to_offset > generation_events.to_offset
    ),
    ${tellGrown(Prisma.sql`news`, Prisma.sql`alive WHERE has_grown`)},
    mark AS (
      SELECT generation_id AS "generationId", alive.id IS NOT NULL AS "isRunning", stop_seen_length AS "seenLength"
      FROM piece LEFT JOIN alive ON alive.id = piece.generation_id
      WHERE alive.id IS NULL OR stop_requested_at IS NOT NULL
    )
    SELECT count(told), COALESCE((SELECT json_agg(mark) FROM mark), '[]') AS marks FROM news`);
  return rows[0]?.marks ?? [];
}

/** Drops the pieces of answers that are whole since then. */
export function dropPieces(finishedBefore: Date): Promise<number> {
  return db.$executeRaw`
    DELETE FROM generation_events USING generations
    WHERE generations.id = generation_id AND finished_at < ${finishedBefore}::timestamptz`;
}
