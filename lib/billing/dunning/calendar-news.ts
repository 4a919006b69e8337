import "server-only";
import { plusMonths } from "@/lib/billing/cycle";
import {
  BILLING_URL,
  FIX_URL,
  KEY_PREFIX,
  type News,
  planName,
  priceOf,
  type Story,
  type ToldSubscription,
} from "@/lib/billing/dunning/story";
import { PLANS } from "@/lib/billing/plans";
import { Currency, PlanChange } from "@/lib/billing/schema";
import { DAY_MS, plusMs } from "@/lib/platform/clock";

export const TRIAL_NOTICE_MS = 3 * DAY_MS;
export const RENEWAL_NOTICE_MS = 7 * DAY_MS;
/** Before the month in which the card expires, the whole of which it still works. */
export const CARD_NOTICE_MS = 14 * DAY_MS;

/** What is to be told because of the day it is: before the first payment, before a year's, before a card expires. */
export function calendarNews(story: Story, now: Date): News[] {
  // What ends by itself charges nothing more.
  const renewing = story.subscriptions.filter(({ plan, cancelAt }) => plan !== null && cancelAt === null);
  return [
    ...renewing.flatMap((subscription) => [...trialEnding(subscription, now), ...renewalSoon(subscription, now)]),
    ...cardExpiring(renewing, story.card, now),
  ];
}

function trialEnding(subscription: ToldSubscription, now: Date): News[] {
  const { id, status, trialEnd, interval } = subscription;
  if (status !== "trialing" || !isAhead(trialEnd, TRIAL_NOTICE_MS, now)) return [];
  const endsAt = trialEnd.toISOString();
  const payload = {
    plan: planName(subscription),
    price: priceOf(subscription),
    interval,
    endsAt,
    billingUrl: BILLING_URL,
  };
  return [{ key: `${KEY_PREFIX}trial-ending:${id}:${endsAt}`, template: "trial-ending", payload }];
}

function renewalSoon(subscription: ToldSubscription, now: Date): News[] {
  const { id, status, interval, currentPeriodEnd } = subscription;
  if (status !== "active" || interval !== "year" || !isAhead(currentPeriodEnd, RENEWAL_NOTICE_MS, now)) return [];
  const renewsAt = currentPeriodEnd.toISOString();
  const payload = {
    plan: planName(subscription),
    price: priceOf(subscription),
    renewsAt,
    ...becomes(subscription, currentPeriodEnd),
    billingUrl: BILLING_URL,
  };
  return [{ key: `${KEY_PREFIX}renewal-soon:${id}:${renewsAt}`, template: "renewal-soon", payload }];
}

/** What was chosen to come instead of another year of the same. */
function becomes(subscription: ToldSubscription, renewsAt: Date) {
  const { plannedPlan, plannedInterval, plannedQuantity, plannedAt, currency } = subscription;
  const wish = PlanChange.safeParse({ plan: plannedPlan, interval: plannedInterval }).data;
  const priced = Currency.safeParse(currency).data;
  if (wish === undefined || priced === undefined || plannedAt === null || plannedAt > renewsAt) return {};
  const { name, prices } = PLANS[wish.plan];
  const price = { amountMinor: prices[priced][wish.interval] * (plannedQuantity ?? 1), currency };
  return { next: { plan: name, interval: wish.interval, price } };
}

function cardExpiring(renewing: readonly ToldSubscription[], card: Story["card"], now: Date): News[] {
  if (!renewing.some(({ status }) => status === "active" || status === "trialing")) return [];
  if (card === null || card.expYear === null || card.expMonth === null) return [];
  const month = new Date(Date.UTC(card.expYear, card.expMonth - 1, 1));
  if (now < plusMs(month, -CARD_NOTICE_MS) || now >= plusMonths(month, 1)) return [];
  const lastDay = plusMs(plusMonths(month, 1), -DAY_MS).toISOString();
  const payload = { brand: card.brand, last4: card.last4, lastDay, fixUrl: FIX_URL };
  return [{ key: `${KEY_PREFIX}card-expiring:${card.id}:${lastDay.slice(0, 7)}`, template: "card-expiring", payload }];
}

function isAhead(moment: Date | null, noticeMs: number, now: Date): moment is Date {
  return moment !== null && moment > now && plusMs(moment, -noticeMs) <= now;
}
