import "server-only";
import { PLAN_IDS, type Plans } from "@/lib/billing/plans";
import { Prisma } from "@/lib/db/client";
import { type Bucket, tokenTaking } from "@/lib/limits/throttle";

/** How fast a plan lets one ask: so many at once, and so many a minute after that. */
export function bucketOf(perMinute: number): Bucket {
  return { capacity: perMinute, refillPerMinute: perMinute };
}

export type Asking = {
  key: string;
  userId: string;
  now: Date;
  wallNow: Date;
  /** An SQL condition: without it nothing is taken. */
  when?: Prisma.Sql | undefined;
};

/**
 * Takes one of the requests that the person's plan has in a minute, as table expressions for a statement that also does
 * what is asked for: `throttle` has a row if there was one; `milliTokens`, `perMinute` and `plan` are expressions beside
 * it. Who has no cycle yet has no plan, and is taken to be on Free. (OFFSET keeps the planner from asking for the plan
 * wherever it is used.)
 */
export function requestTaking({ key, userId, now, wallNow, when }: Asking, plans: Plans) {
  const cases = PLAN_IDS.map((plan) => Prisma.sql`WHEN ${plan} THEN ${plans[plan].grants.requestsPerMinute}::int`);
  const perMinute = Prisma.sql`(SELECT per_minute FROM pace)`;
  const { throttle, milliTokens } = tokenTaking(key, { perMinute }, wallNow, when);
  return {
    throttle: Prisma.sql`pace AS MATERIALIZED (
      SELECT plan, COALESCE(CASE plan ${Prisma.join(cases, " ")} END, ${plans.free.grants.requestsPerMinute}::int) AS per_minute
      FROM (SELECT (
        SELECT plan FROM ledger_accounts
        WHERE user_id = ${userId}::uuid AND kind = 'allowance' AND ends_at > ${now}::timestamptz
        ORDER BY starts_at <= ${now}::timestamptz DESC, starts_at DESC LIMIT 1
      ) AS plan OFFSET 0) cycle
    ), ${throttle}`,
    milliTokens,
    perMinute,
    plan: Prisma.sql`(SELECT plan FROM pace)`,
  };
}

export type TakenRow = { taken: boolean; milliTokens: number; perMinute: number; plan: string | null };

/** The same, and what a statement without a table tells of it: the columns of a {@link TakenRow}. */
export function requestTaken(asking: Asking, plans: Plans): { throttle: Prisma.Sql; columns: Prisma.Sql } {
  const { throttle, milliTokens, perMinute, plan } = requestTaking(asking, plans);
  return {
    throttle,
    columns: Prisma.sql`EXISTS (SELECT FROM throttle) AS taken, ${milliTokens} AS "milliTokens",
      ${perMinute} AS "perMinute", ${plan} AS plan`,
  };
}
