import "server-only";
import { db, Prisma } from "@/lib/db/client";
import { statement } from "@/lib/db/statement";

export type Bucket = {
  /** How many may come at once. */
  capacity: number;
  /** How many a minute after that; fractions are fine. */
  refillPerMinute: number;
};
export type Taken = { taken: boolean; milliTokens: number };

/** A bucket's counts are thousandths, so that slow refills need no fractions in the table. */
const MILLI = 1000;

/**
 * Takes one token if one is there, in one statement. The row's lock puts parallel takers in line, and the condition is
 * judged again on what the one before left. A refusal writes nothing, so waiting counts to the millisecond.
 * `milliTokens` is what is left, or, after a refusal, what was there when the statement began.
 */
export async function takeMilliTokens(key: string, bucket: Bucket, at: Date): Promise<Taken> {
  const { throttle, milliTokens } = taking(key, bucket, at);
  const rows = await statement<Taken>(Prisma.sql`
    WITH ${throttle} SELECT EXISTS (SELECT FROM throttle) AS taken, ${milliTokens} AS "milliTokens"`);
  return rows[0] ?? { taken: false, milliTokens: 0 };
}

/** A bucket whose size the statement itself finds out: so many at once, and so many a minute after that. */
export type PacedBucket = { perMinute: Prisma.Sql };

/**
 * The same as a table expression, for a statement that also does what the token is for: `throttle` has a row if there
 * was one to take, and `when` holds. `milliTokens` is a scalar expression beside it.
 */
export function taking(key: string, bucket: Bucket | PacedBucket, at: Date, when = Prisma.sql`TRUE`) {
  const { full, perSecond } = milliOf(bucket);
  // A clock that steps back refills nothing, and `refilled_at` never moves back: no token is counted twice.
  const refilled = Prisma.sql`LEAST(${full}::numeric, b.milli_tokens + floor(
    GREATEST(0, extract(epoch FROM ${at}::timestamptz - b.refilled_at)) * ${perSecond}::numeric))`;
  return {
    throttle: Prisma.sql`throttle AS (
      INSERT INTO rate_buckets AS b (key, milli_tokens, refilled_at)
      SELECT ${key}, (${full} - ${MILLI}::int)::int, ${at}::timestamptz WHERE ${when}
      ON CONFLICT (key) DO UPDATE SET
        milli_tokens = (${refilled} - ${MILLI}::int)::int,
        refilled_at = GREATEST(b.refilled_at, EXCLUDED.refilled_at)
      WHERE ${refilled} >= ${MILLI}::int
      RETURNING milli_tokens
    )`,
    milliTokens: Prisma.sql`COALESCE(
      (SELECT milli_tokens FROM throttle), (SELECT (${refilled})::int FROM rate_buckets b WHERE key = ${key}), 0
    )`,
  };
}

function milliOf(bucket: Bucket | PacedBucket): { full: Prisma.Sql; perSecond: Prisma.Sql } {
  if ("perMinute" in bucket) {
    const full = Prisma.sql`(${bucket.perMinute} * ${MILLI}::int)`;
    return { full, perSecond: Prisma.sql`(${full} / 60.0)` };
  }
  const { capacity, refillPerMinute } = bucket;
  return { full: Prisma.sql`${capacity * MILLI}::int`, perSecond: Prisma.sql`${(refillPerMinute * MILLI) / 60}` };
}

/** Gives one token back, never beyond what the bucket holds. */
export async function returnMilliTokens(key: string, { capacity }: Bucket): Promise<void> {
  await db.$executeRaw`
    UPDATE rate_buckets SET milli_tokens = LEAST(${capacity * MILLI}::int, milli_tokens + ${MILLI}::int)
    WHERE key = ${key}`;
}

/** Buckets nobody touched since then; returns how many there were. */
export async function deleteBuckets(untouchedSince: Date): Promise<number> {
  const { count } = await db.rateBucket.deleteMany({ where: { refilledAt: { lt: untouchedSince } } });
  return count;
}
