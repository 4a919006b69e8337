import "server-only";
import { type Db, db } from "@/lib/db/client";

export type Kept = {
  body: string;
  contentType: string;
  model: string;
  priceVersion: string;
  costMicros: bigint;
  use: unknown;
  createdAt: Date;
};

/** What is kept for a question, if it is not older than that. */
export async function findKept(
  userId: string,
  { questionHash, since, now }: { questionHash: string; since: Date; now: Date },
): Promise<Kept | undefined> {
  const row = await db.keptAnswer.findFirst({
    where: { userId, questionHash, createdAt: { gt: since, lte: now }, expiresAt: { gt: now } },
    omit: { userId: true, questionHash: true, expiresAt: true },
  });
  return row ?? undefined;
}

export type Keeping = Omit<Kept, "use"> & { questionHash: string; expiresAt: Date; use: object };

/**
 * Keeps an answer in place of an older one, and no more of them a person than `atMost`, the oldest going first. Nothing
 * for an account that is closed.
 */
export async function putKept(userId: string, row: Keeping, atMost: number): Promise<void> {
  await db.$executeRaw`
    WITH outnumbered AS (
      DELETE FROM kept_answers WHERE user_id = ${userId}::uuid AND question_hash IN (
        SELECT question_hash FROM kept_answers WHERE user_id = ${userId}::uuid
        ORDER BY created_at DESC OFFSET ${atMost - 1}::int)
    )
    INSERT INTO kept_answers
      (user_id, question_hash, body, content_type, model, price_version, cost_micros, use, created_at, expires_at)
    SELECT id, ${row.questionHash}, ${row.body}, ${row.contentType}, ${row.model}, ${row.priceVersion},
      ${row.costMicros}::bigint, ${JSON.stringify(row.use)}::jsonb, ${row.createdAt}::timestamptz, ${row.expiresAt}::timestamptz
    FROM users WHERE id = ${userId}::uuid AND closed_at IS NULL
    ON CONFLICT (user_id, question_hash) DO UPDATE SET body = excluded.body, content_type = excluded.content_type,
      model = excluded.model, price_version = excluded.price_version, cost_micros = excluded.cost_micros,
      use = excluded.use, created_at = excluded.created_at, expires_at = excluded.expires_at`;
}

export async function deleteKeptOf(tx: Db, userId: string): Promise<void> {
  await tx.keptAnswer.deleteMany({ where: { userId } });
}

/** Returns how many there were. */
export async function deleteStale(now: Date): Promise<number> {
  const { count } = await db.keptAnswer.deleteMany({ where: { expiresAt: { lte: now } } });
  return count;
}
