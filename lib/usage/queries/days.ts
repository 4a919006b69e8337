import "server-only";
import { db } from "@/lib/db/client";

/**
 * What was charged between neighbouring moments, by model: `span` 1 is from the first to the second. Read from the sums
 * of hours, each of which counts where it begins.
 */
export function findSpanUse(
  userId: string,
  moments: readonly Date[],
): Promise<{ span: number; model: string; chargedMicros: bigint }[]> {
  return db.$queryRaw`
    SELECT width_bucket(starts_at, ${moments}::timestamptz[]) AS span, model, sum(charged_micros)::bigint AS "chargedMicros"
    FROM usage_hours
    WHERE user_id = ${userId}::uuid AND starts_at >= ${moments[0]}::timestamptz AND starts_at < ${moments.at(-1)}::timestamptz
    GROUP BY 1, 2 ORDER BY 1, 2`;
}
