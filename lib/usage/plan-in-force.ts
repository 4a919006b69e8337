import "server-only";
import { PlanId } from "@/lib/billing/schema";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { allowanceFor } from "@/lib/usage/allowance";
import { findCyclePlan } from "@/lib/usage/queries/cycles";

/**
 * The plan of the cycle that runs, which is what admission goes by: one small question, for callers who need nothing
 * else. Opens the cycle when it is the first to ask.
 */
export async function planInForce(userId: string, now: Clock = clockNow): Promise<PlanId> {
  const { data: plan } = PlanId.safeParse(await findCyclePlan(userId, now()));
  return plan ?? (await allowanceFor(userId, now)).plan;
}
