import "server-only";
import { giveMonths, givePlan } from "@/lib/adapters/payments/complimentary";
import { findSubscription, listSubscriptions, type RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { doAct } from "@/lib/billing/actions-by-admin/do-act";
import type { CompPlanWish, CompWish } from "@/lib/billing/actions-by-admin/wishes";
import { ensureCustomer } from "@/lib/billing/customer";
import { plusMonths } from "@/lib/billing/cycle";
import { couponMonths, givenUntil, isOf, noteOf } from "@/lib/billing/given";
import { CURRENCY, planOfLookupKey, PLANS } from "@/lib/billing/plans";
import { readPriceFor } from "@/lib/billing/plans-price";
import { findSubscriptionOf } from "@/lib/billing/queries/acts";
import { whileCheckingOut } from "@/lib/billing/queries/locks";
import { isLive } from "@/lib/billing/ranking";
import type { PaidPlanId } from "@/lib/billing/schema";
import { paidPlan } from "@/lib/billing/standing";
import { findPerson } from "@/lib/identity/people";
import type { Viewer } from "@/lib/identity/schema";
import type { Contents } from "@/lib/notifications/catalogue";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

const BILLING_URL = `${env.appUrl}/billing`;

/**
 * Gives somebody who pays by the month so many months of what they have, from their next renewal on. A year's renewal
 * would be given whole, so that is refused.
 * @throws AppError `not_found`, `conflict`, and what {@link doAct} throws.
 */
export async function comp(admin: Viewer, wish: CompWish, now: Clock = clockNow): Promise<void> {
  const { subscriptionId: target, months, ...act } = wish;
  const row = await findSubscriptionOf(act.userId, target);
  const plan = row && paidPlan(row.plan);
  if (row === null) throw new AppError("not_found");
  if (plan === null) throw notByTheMonth();
  const gift = { plan, actId: act.actId };
  await doAct(
    admin,
    {
      ...act,
      customerId: row.customerId,
      action: "comp",
      target,
      detail: { plan, months },
      letter: () => letterOf({ plan, months }),
    },
    (idempotencyKey, notedAt) =>
      whileCheckingOut(act.userId, async () => {
        const found = await findGivable(target, gift);
        if (found === undefined) return;
        const lasting = couponMonths(found.held, found.item, { months, from: notedAt });
        await giveMonths(found.held, { months: lasting, metadata: noteOf(gift), idempotencyKey });
      }),
    now,
  );
}

/** What it is at Stripe now; nothing where this act gave it already, and the answer was lost. */
async function findGivable(id: string, gift: { plan: PaidPlanId; actId: string }) {
  const held = await findSubscription(id);
  if (held?.discounts.some((each) => isOf(each, gift.actId)) === true) return undefined;
  const item = held?.items.find(({ lookupKey }) => planOfLookupKey(lookupKey) === gift.plan);
  if (held === undefined || item?.interval !== "month" || !isRenewing(held)) throw notByTheMonth();
  if (givenUntil(held, item) !== null) throw new AppError("conflict", "Months of it were given already.");
  return { held, item };
}

/** Neither on trial, nor late, nor paused, nor about to end or to be something else. */
function isRenewing({ status, cancelAt, next, isCollectionPaused }: RemoteSubscription): boolean {
  return status === "active" && cancelAt === null && next === null && !isCollectionPaused;
}

function notByTheMonth(): AppError {
  return new AppError("conflict", "Months can be given of what is paid by the month, and renews as it is.");
}

/**
 * Gives a plan for so many months to somebody who pays for none. It ends by itself: nothing is charged, also where a card
 * is saved. It counts as their trial.
 * @throws AppError `not_found`, `conflict` when they have a subscription that lives, and what {@link doAct} throws.
 */
export async function compPlan(admin: Viewer, wish: CompPlanWish, now: Clock = clockNow): Promise<void> {
  const { plan, months, ...act } = wish;
  const person = await findPerson(act.userId);
  if (person === undefined) throw new AppError("not_found");
  const customerId = await ensureCustomer(person);
  const endsAt = (notedAt: Date) => plusMonths(notedAt, months);
  await doAct(
    admin,
    {
      ...act,
      customerId,
      action: "comp",
      target: plan,
      detail: { plan, months },
      letter: (notedAt) => letterOf({ plan, months, endsAt: endsAt(notedAt).toISOString() }),
    },
    (idempotencyKey, notedAt) => {
      const gift = { plan, actId: act.actId, until: endsAt(notedAt) };
      return whileCheckingOut(person.id, () => give(customerId, gift, idempotencyKey));
    },
    now,
  );
}

type Given = { plan: PaidPlanId; actId: string; until: Date };

/** What somebody has is asked of Stripe: a purchase of a moment ago may not have reached us. */
async function give(customerId: string, { plan, actId, until }: Given, idempotencyKey: string): Promise<void> {
  const subscriptions = await listSubscriptions(customerId);
  // A try before this one may have come so far, and its answer been lost.
  if (subscriptions.some((each) => isOf(each, actId))) return;
  if (subscriptions.some(isLive)) throw new AppError("conflict", "They have a subscription. Give months to that one.");
  const { id: priceId } = await readPriceFor(plan, "month");
  const currency = subscriptions[0]?.currency ?? CURRENCY;
  await givePlan({ customerId, priceId, currency, until, metadata: noteOf({ plan, actId }) }, idempotencyKey);
}

function letterOf({ plan, ...given }: { plan: PaidPlanId; months: number; endsAt?: string }): Contents {
  return { template: "complimentary", payload: { plan: PLANS[plan].name, ...given, billingUrl: BILLING_URL } };
}
