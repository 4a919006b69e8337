import "server-only";
import type { RemoteDiscount } from "@/lib/adapters/payments/discount";
import type { RemoteItem, RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { windowOf } from "@/lib/billing/changes/pause-window";
import { cycleAt, plusMonths } from "@/lib/billing/cycle";
import { planOfLookupKey } from "@/lib/billing/plans";

/** Under this name Stripe keeps which plan an operator gave: with the subscription, or with the coupon. */
const GIVEN = "given";
const ACT = "actId";

export type Gift = { plan: string; actId: string };
type Noted = { metadata: Record<string, string> };
type Held = Pick<RemoteSubscription, "anchor" | "discounts" | "metadata" | "trialEnd">;
type Sold = Pick<RemoteItem, "lookupKey" | "interval" | "periodStart" | "periodEnd">;

/** What is kept with Stripe, so that it is known again by every sync, and by a second try of the same press. */
export function noteOf({ plan, actId }: Gift): Record<string, string> {
  return { [GIVEN]: plan, [ACT]: actId };
}

/** Whether this act made it. */
export function isOf({ metadata }: Noted, actId: string): boolean {
  return metadata[ACT] === actId;
}

/** A plan that was given whole, to somebody who paid for none: a trial that ends by itself. */
export function isGivenWhole({ metadata, trialEnd }: Pick<Held, "metadata" | "trialEnd">): boolean {
  return metadata[GIVEN] !== undefined && trialEnd !== null;
}

/** The discounts that count for what is sold now: months that were given of another plan take nothing off this one. */
export function countingFor({ discounts }: Pick<Held, "discounts">, { lookupKey }: Pick<Sold, "lookupKey">) {
  const plan = planOfLookupKey(lookupKey);
  return discounts.filter(({ metadata }) => metadata[GIVEN] === undefined || metadata[GIVEN] === plan);
}

/**
 * Until when nothing is paid because an operator gave it. Of months that were given it is the first renewal that is paid
 * for again: the discount ends between two of them.
 */
export function givenUntil(subscription: Held, item: Sold): Date | null {
  if (isGivenWhole(subscription)) return subscription.trialEnd;
  const ends = countingFor(subscription, item)
    .filter(isGiven)
    .map(({ endsAt }) => endsAt);
  const [last] = ends.filter((end) => end !== null).toSorted((a, b) => b.getTime() - a.getTime());
  if (last === undefined || last <= item.periodStart || item.interval !== "month") return null;
  return last <= item.periodEnd ? item.periodEnd : renewalFrom(subscription.anchor, last);
}

function isGiven({ metadata }: RemoteDiscount): boolean {
  return metadata[GIVEN] !== undefined;
}

/** A renewal at the very moment the discount ends has it no more. */
function renewalFrom(anchor: Date, moment: Date): Date {
  const { startsAt, endsAt } = cycleAt(anchor, moment);
  return startsAt.getTime() === moment.getTime() ? startsAt : endsAt;
}

/**
 * How long a coupon has to last from then on, in its own months, to be on so many renewals. Its months are counted from
 * when it is given, theirs from their own day: after the end of a short month those are not the same days.
 */
export function couponMonths(
  subscription: Pick<RemoteSubscription, "anchor">,
  item: RemoteItem,
  { months, from }: { months: number; from: Date },
): number {
  const { until: lastGiven } = windowOf(subscription, item, months - 1);
  let lasting = months;
  while (plusMonths(from, lasting) <= lastGiven) lasting += 1;
  return lasting;
}
