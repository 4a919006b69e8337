import "server-only";
import { PLANS } from "@/lib/billing/plans";
import { PlanId } from "@/lib/billing/schema";
import { db } from "@/lib/db/client";
import { findPerson } from "@/lib/identity/people";
import { notify } from "@/lib/notifications/outbox";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { type Crossing, findNoticed } from "@/lib/usage/queries/notices";

/**
 * Tells a person that most of their cycle's allowance is used, or all of it: once each, however often it is run. Nothing
 * once the cycle is over, or for somebody who left.
 */
export async function tellAllowance({ userId, accountId, percent }: Crossing, now: Clock = clockNow): Promise<void> {
  const [person, cycle] = await Promise.all([findPerson(userId), findNoticed({ userId, accountId, percent }, now())]);
  const plan = PlanId.safeParse(cycle?.plan).data;
  if (!person || !cycle || plan === undefined) return;
  const { name, grants } = PLANS[plan];
  const payload = {
    plan: name,
    isSpent: percent === 100,
    resetsAt: cycle.endsAt.toISOString(),
    whenSpent: grants.whenSpent,
    hasGift: cycle.hasGift,
    hasCredits: cycle.hasCredits,
    billingUrl: `${env.appUrl}/billing`,
  };
  const dedupeKey = `allowance-low:${accountId}:${percent}`;
  await notify(db, { userId, template: "allowance-low", recipient: person.email, payload, dedupeKey }, now);
}
