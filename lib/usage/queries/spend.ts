import "server-only";
import { type Db, db, Prisma } from "@/lib/db/client";
import { onlyRow } from "@/lib/db/statement";

/** Micro-dollars that are held for everybody's answers under way, as a query. */
export const HELD_OF_ALL = Prisma.sql`
  SELECT COALESCE(sum(amount_micros), 0)::bigint AS micros FROM reservations WHERE status = 'held'`;

export async function sumHeld(): Promise<bigint> {
  const { micros } = await onlyRow<{ micros: bigint }>(HELD_OF_ALL);
  return micros;
}

/** Micro-dollars that all of us used in a day (UTC). */
export async function sumSpent(day: string): Promise<bigint> {
  const [row] = await db.$queryRaw<{ micros: bigint }[]>`
    SELECT COALESCE(sum(spent_micros), 0)::bigint AS micros FROM spend_days WHERE day = ${day}::date`;
  return row?.micros ?? 0n;
}

export type Spender = { userId: string; spentMicros: bigint };

type Line = { fromMicros: bigint; reachedMicros: bigint; limit: number };

/** Who used at least so much in a day (UTC) and was not told of yet, the biggest first; `reachedMicros` is another news. */
export function findBigSpenders(day: string, { fromMicros, reachedMicros, limit }: Line): Promise<Spender[]> {
  const midnight = `${day}T00:00:00Z`;
  return db.$queryRaw`
    SELECT user_id::text AS "userId", spent AS "spentMicros" FROM (
      SELECT user_id, sum(charged_micros + overrun_micros)::bigint AS spent FROM usage_hours
      WHERE starts_at >= ${midnight}::timestamptz AND starts_at < ${midnight}::timestamptz + interval '1 day'
      GROUP BY user_id HAVING sum(charged_micros + overrun_micros) >= ${fromMicros}::bigint
    ) spender
    WHERE NOT EXISTS (
      SELECT FROM ceiling_alerts WHERE day = ${day}::date AND subject = user_id::text
        AND percent = CASE WHEN spent >= ${reachedMicros}::bigint THEN 100 ELSE 80 END
    )
    ORDER BY spent DESC, user_id LIMIT ${limit}::int`;
}

type Alert = { day: string; subject: string; percent: number };

/** True for the one who writes it first. */
export async function insertAlert(tx: Db, { day, subject, percent }: Alert, at: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO ceiling_alerts (day, subject, percent, at) VALUES (${day}::date, ${subject}, ${percent}::int, ${at}::timestamptz)
    ON CONFLICT DO NOTHING`;
  return count > 0;
}
