import "server-only";
import { db } from "@/lib/db/client";

/** The text of `[from, to)` of an answer; an empty one is only a sign of life. */
export type StoredPiece = { generationId: string; from: number; to: number; text: string };

/** Stores the pieces of every running answer of this process in one statement. Storing one again changes nothing. */
export async function storePieces(pieces: readonly StoredPiece[], now: Date): Promise<void> {
  await db.$executeRaw`
    WITH piece AS (
      SELECT * FROM unnest(
        ${pieces.map(({ generationId }) => generationId)}::uuid[], ${pieces.map(({ from }) => from)}::int[],
        ${pieces.map(({ to }) => to)}::int[], ${pieces.map(({ text }) => text)}::text[]
      ) AS piece (generation_id, from_offset, to_offset, text)
    ),
    stored AS (
      INSERT INTO generation_events (generation_id, from_offset, to_offset, text, created_at)
      SELECT generation_id, from_offset, to_offset, text, ${now}::timestamptz FROM piece WHERE to_offset > from_offset
      -- A statement that was written but not answered comes again, with what was said since.
      ON CONFLICT (generation_id, from_offset) DO UPDATE SET to_offset = excluded.to_offset, text = excluded.text
      WHERE excluded.to_offset > generation_events.to_offset
    )
    UPDATE generations SET
      stored_length = GREATEST(stored_length, piece.to_offset),
      -- Moved seldom: it is indexed, and a row whose indexed columns stand still is cheap to update.
      heartbeat_at = CASE WHEN heartbeat_at < ${now}::timestamptz - interval '5 seconds'
        THEN ${now}::timestamptz ELSE heartbeat_at END
    FROM piece WHERE generations.id = piece.generation_id AND status = 'running'`;
}

/** Drops the pieces of answers that are whole since then. */
export function dropPieces(finishedBefore: Date): Promise<number> {
  return db.$executeRaw`
    DELETE FROM generation_events USING generations
    WHERE generations.id = generation_id AND finished_at < ${finishedBefore}::timestamptz`;
}
