import "server-only";
import { db, Prisma } from "@/lib/db/client";
import type { OutlierMeasure, UsageOutlier } from "@/lib/insights/schema";

/** The rest is measured for so many who spent most, and for as many who asked most. */
const LOOKED_AT = 100;
const SHOWN = 25;
/** The stretches before this one that growth is measured against. */
const STRETCHES = 4;

type Stretch = { by: OutlierMeasure; from: Date; to: Date };

const ORDER: Readonly<Record<OutlierMeasure, Prisma.Sql>> = {
  spent: Prisma.sql`"spentMicros"`,
  requests: Prisma.sql`requests`,
  share: Prisma.sql`"sharePercent"`,
  keys: Prisma.sql`keys`,
  growth: Prisma.sql`"growthPercent"`,
};

/**
 * Who used most between two moments, by hours: what they spent and asked for, how that stands to the grant of their last
 * cycle, how many keys they have, and how it stands to their own mean of the stretches before.
 */
export function findOutliers({ by, from, to }: Stretch): Promise<UsageOutlier[]> {
  const lengthMs = to.getTime() - from.getTime();
  const before = new Date(from.getTime() - STRETCHES * lengthMs);
  return db.$queryRaw`
    WITH used AS (
      SELECT user_id, sum(charged_micros + overrun_micros)::bigint AS spent, sum(receipts)::int AS requests,
        COALESCE(sum(receipts) FILTER (WHERE origin = 'api'), 0)::int AS from_programs
      FROM usage_hours WHERE starts_at >= ${from}::timestamptz AND starts_at < ${to}::timestamptz GROUP BY user_id
    ),
    looked_at AS (
      (SELECT * FROM used ORDER BY spent DESC, user_id LIMIT ${LOOKED_AT}::int)
      UNION
      (SELECT * FROM used ORDER BY requests DESC, user_id LIMIT ${LOOKED_AT}::int)
    )
    SELECT looked_at.user_id::text AS "userId", users.email, cycle.plan, spent AS "spentMicros", requests,
      from_programs AS "fromPrograms", live.keys,
      (spent * 100 / NULLIF(cycle.granted_micros, 0))::int AS "sharePercent",
      (spent * 100 / NULLIF(earlier.mean, 0))::int AS "growthPercent"
    FROM looked_at JOIN users ON users.id = looked_at.user_id
    LEFT JOIN LATERAL (
      SELECT plan, granted_micros FROM ledger_accounts
      WHERE user_id = looked_at.user_id AND kind = 'allowance' ORDER BY ends_at DESC LIMIT 1
    ) cycle ON TRUE
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS keys FROM api_keys WHERE user_id = looked_at.user_id AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > ${to}::timestamptz)
    ) live
    CROSS JOIN LATERAL (
      SELECT COALESCE(sum(charged_micros + overrun_micros), 0)::bigint / ${STRETCHES}::int AS mean FROM usage_hours
      WHERE user_id = looked_at.user_id AND starts_at >= ${before}::timestamptz AND starts_at < ${from}::timestamptz
    ) earlier
    ORDER BY ${ORDER[by]} DESC NULLS LAST, spent DESC, looked_at.user_id LIMIT ${SHOWN}::int`;
}
