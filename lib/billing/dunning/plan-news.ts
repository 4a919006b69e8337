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
  if (before === null || after === null || before.id !== after.id || before.priceId === after.priceId) return [];
  const subscription = subscriptions.find(({ id }) => id === after.id);
  const from = paidPlan(before.plan);
  if (subscription === undefined || subscription.plan === null || from === null) return [];
  if (before.plan === after.plan && before.interval === after.interval) return [];
  const payload = {
    from: { plan: planName({ plan: from }), interval: before.interval },
    to: { plan: planName(subscription), interval: subscription.interval },
    price: priceOf(subscription),
    ...(subscription.currentPeriodEnd === null ? {} : { renewsAt: subscription.currentPeriodEnd.toISOString() }),
    billingUrl: BILLING_URL,
  };
  const key = `${KEY_PREFIX}plan-changed:${after.id}:${after.priceId}:${after.latestInvoiceId}`;
  return [{ key, template: "plan-changed", payload }];
}
