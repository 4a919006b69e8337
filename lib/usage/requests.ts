import "server-only";
import { PLANS } from "@/lib/billing/plans";
import { PlanId } from "@/lib/billing/schema";
import { type Admission, admissionOf, cachedBuckets, takeToken } from "@/lib/limits/throttle";
import { type Clock, now as clockNow, wallTime } from "@/lib/platform/clock";
import { allowanceFor } from "@/lib/usage/allowance";
import { bucketOf, type TakenRow } from "@/lib/usage/pace";
import { planInForce } from "@/lib/usage/plan-in-force";
import { takePlanned } from "@/lib/usage/queries/requests";

/** Of one request of a minute. `plan` is absent where no cycle runs. */
export type Taken = { plan: PlanId | undefined; perMinute: number; taking: Admission };
export type RequestTaken = Taken & { plan: PlanId };

/**
 * Takes one of the requests that a person's plan has in a minute from the bucket `key`, and tells the plan: one small
 * statement, or two where buckets are in a cache. Opens the cycle when it is the first to ask.
 * @throws AppError `not_found` when there is no such person.
 */
export async function takeRequest(
  userId: string,
  key: string,
  now: Clock = clockNow,
  cached = cachedBuckets,
): Promise<RequestTaken> {
  if (cached !== undefined) {
    const plan = await planInForce(userId, now);
    const perMinute = PLANS[plan].grants.requestsPerMinute;
    return { plan, perMinute, taking: await takeToken(key, bucketOf(perMinute), now, cached) };
  }
  const asking = { key, userId, now: now(), wallNow: wallTime(now) };
  const { plan, ...taken } = takenOf(await takePlanned(asking, PLANS));
  return { plan: plan ?? (await allowanceFor(userId, now)).plan, ...taken };
}

export function takenOf({ plan, perMinute, ...tried }: TakenRow): Taken {
  return { plan: PlanId.safeParse(plan).data, perMinute, taking: admissionOf(tried, bucketOf(perMinute)) };
}
