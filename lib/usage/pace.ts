import "server-only";
import { PLAN_IDS, type Plans } from "@/lib/billing/plans";
import { Prisma } from "@/lib/db/client";
import { type Bucket, tokenTaking } from "@/lib/limits/throttle";

/** How fast a plan lets one ask: so many at once, and so many a minute after that. */
export function bucketOf(perMinute: number): Bucket {
  return { capacity: perMinute, refillPerMinute: perMinute };
}

type Asking = { key: string; userId: string; now: Date; wallNow: Date };

/**
 * Takes one of the requests that the person's plan has in a minute, as table expressions for a statement that also does
 * what is asked for: `throttle` has a row if there was one; `milliTokens` and `perMinute` are expressions beside it. Who
 * has no cycle yet is taken to be on Free.
 */
export function requestTaking({ key, userId, now, wallNow }: Asking, plans: Plans) {
  const cases = PLAN_IDS.map((plan) => Prisma.sql`WHEN ${plan} THEN ${plans[plan].grants.requestsPerMinute}::int`);
  const perMinute = Prisma.sql`(SELECT per_minute FROM pace)`;
  const { throttle, milliTokens } = tokenTaking(key, { perMinute }, wallNow);
  return {
    throttle: Prisma.sql`pace AS MATERIALIZED (
      SELECT COALESCE((
        SELECT CASE plan ${Prisma.join(cases, " ")} END FROM ledger_accounts
        WHERE user_id = ${userId}::uuid AND kind = 'allowance' AND ends_at > ${now}::timestamptz
        ORDER BY starts_at <= ${now}::timestamptz DESC, starts_at DESC LIMIT 1
      ), ${plans.free.grants.requestsPerMinute}::int) AS per_minute
    ), ${throttle}`,
    milliTokens,
    perMinute,
  };
}
