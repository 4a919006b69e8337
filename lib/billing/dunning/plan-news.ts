import "server-only";
import {
  BILLING_URL,
  KEY_PREFIX,
  type News,
  planName,
  priceOf,
  type ToldSubscription,
} from "@/lib/billing/dunning/story";
import { paidPlan } from "@/lib/billing/standing";

/** The subscription that decides, before a sync and after it. */
type Placed = { id: string; plan: string | null; priceId: string; interval: string; latestInvoiceId: string | null };
export type Change = { before: Placed | null; after: Placed | null };

/**
 * That a subscription has another plan, or is paid at other intervals. Told where both the price and what it stands for
 * are others than at the last sync: a column alone that was spoilt here and is put right is no change of plan.
 */
export function planNews({ before, after }: Change, subscriptions: readonly ToldSubscription[]): News[] {
  const subscription = subscriptions.find(({ id }) => id === after?.id);
  if (before === null || after === null || subscription === undefined || !isAnother(before, after)) return [];
  const [from, to] = [paidPlan(before.plan), subscription.plan];
  if (from === null || to === null) return [];
  const { currentPeriodEnd } = subscription;
  const payload = {
    from: { plan: planName({ plan: from }), interval: before.interval },
    to: { plan: planName({ plan: to }), interval: subscription.interval },
    price: priceOf(subscription),
    ...(currentPeriodEnd === null ? {} : { renewsAt: currentPeriodEnd.toISOString() }),
    billingUrl: BILLING_URL,
  };
  const key = `${KEY_PREFIX}plan-changed:${after.id}:${after.priceId}:${after.latestInvoiceId}`;
  return [{ key, template: "plan-changed", payload }];
}

function isAnother(before: Placed, after: Placed): boolean {
  const isOtherPlan = before.plan !== after.plan || before.interval !== after.interval;
  return before.id === after.id && before.priceId !== after.priceId && isOtherPlan;
}
