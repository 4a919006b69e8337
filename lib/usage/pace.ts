import "server-only";
import { PLAN_IDS, type Plans, PLANS } from "@/lib/billing/plans";
import { Prisma } from "@/lib/db/client";
import { retryAfterS, tokenTaking } from "@/lib/limits/throttle";
import { now as clockNow, type Clock, wallTime } from "@/lib/platform/clock";
import { runTaking } from "@/lib/usage/queries/pace";

/** A request counted against the plan's requests a minute. `remaining` may be made at once after it. */
export type Paced = { ok: boolean; limit: number; remaining: number; retryAfterS: number };

/**
 * Takes one of the requests that the person's plan has in a minute, messages and those of programs together. When there
 * was none, `retryAfterS` is when there is again.
 */
export async function takeRequest(userId: string, now: Clock = clockNow, plans: Plans = PLANS): Promise<Paced> {
  const { taken, milliTokens, perMinute } = await runTaking(
    requestTaking(userId, { now: now(), wallNow: wallTime(now) }, plans),
  );
  return {
    ok: taken,
    limit: perMinute,
    remaining: taken ? Math.floor(milliTokens / 1000) : 0,
    retryAfterS: taken ? 0 : retryAfterS(milliTokens, bucketOf(perMinute)),
  };
}

export function bucketOf(perMinute: number) {
  return { capacity: perMinute, refillPerMinute: perMinute };
}

export type RequestTaking = { throttle: Prisma.Sql; milliTokens: Prisma.Sql; perMinute: Prisma.Sql };

/**
 * The same as table expressions, for a statement that also does what is asked for: `throttle` has a row if there was one
 * to take; `milliTokens` and `perMinute` are expressions beside it. Who has no cycle yet is taken to be on Free.
 */
export function requestTaking(userId: string, at: { now: Date; wallNow: Date }, plans: Plans = PLANS): RequestTaking {
  const cases = PLAN_IDS.map((plan) => Prisma.sql`WHEN ${plan} THEN ${plans[plan].grants.requestsPerMinute}::int`);
  const perMinute = Prisma.sql`(SELECT per_minute FROM pace)`;
  const { throttle, milliTokens } = tokenTaking(`requests:${userId}`, { perMinute }, at.wallNow);
  return {
    throttle: Prisma.sql`pace AS MATERIALIZED (
      SELECT COALESCE((
        SELECT CASE plan ${Prisma.join(cases, " ")} END FROM ledger_accounts
        WHERE user_id = ${userId}::uuid AND kind = 'allowance' AND ends_at > ${at.now}::timestamptz
        ORDER BY starts_at <= ${at.now}::timestamptz DESC, starts_at DESC LIMIT 1
      ), ${plans.free.grants.requestsPerMinute}::int) AS per_minute
    ), ${throttle}`,
    milliTokens,
    perMinute,
  };
}
