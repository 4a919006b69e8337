import "server-only";
import { findInvoice } from "@/lib/adapters/payments/invoice";
import { listSubscriptions, type RemoteItem, type RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { type PauseWindow, pauseOf } from "@/lib/billing/changes/pause-window";
import { momentOf, type Target, targetOf } from "@/lib/billing/changes/moment";
import { givenUntil, isGivenWhole } from "@/lib/billing/given";
import { PLANS, planOfLookupKey } from "@/lib/billing/plans";
import { findCustomerId } from "@/lib/billing/queries/standing";
import { isLive } from "@/lib/billing/ranking";
import { type ChangeMoment, Interval, type PlanWish } from "@/lib/billing/schema";
import type { Db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";

/** The one subscription a person can change, as Stripe has it at this moment. */
export type Held = Target & {
  customerId: string;
  subscription: RemoteSubscription;
  /** The item that sells the plan. */
  item: RemoteItem;
  name: string;
  isTrial: boolean;
  /** When it pauses, or is going to. */
  pause: PauseWindow | undefined;
};

/**
 * Asked of Stripe, not of our rows: a change of a moment ago may not have reached us.
 * @throws AppError `conflict` when there is none, or not one alone, `payments_down`.
 */
export async function readHeld(tx: Db, viewer: Viewer): Promise<Held> {
  const customerId = await findCustomerId(tx, viewer.id);
  if (customerId === undefined) throw nothingToChange();
  const live = (await listSubscriptions(customerId)).filter(isLive);
  const [held, another] = live.flatMap((subscription) => heldOf(customerId, subscription));
  if (held === undefined) throw nothingToChange();
  if (another !== undefined) {
    throw new AppError(
      "conflict",
      "You have more than one subscription. Cancel one of them in the billing portal first.",
    );
  }
  return { ...held, pause: await pauseOfHeld(held) };
}

type Found = Omit<Held, "pause">;

async function pauseOfHeld({ subscription, item }: Found): Promise<PauseWindow | undefined> {
  // Only in a pause's months does it matter how the newest invoice stands.
  if (pauseOf(subscription, item, undefined).paused_from === null) return undefined;
  const latest = subscription.latestInvoiceId === null ? undefined : await findInvoice(subscription.latestInvoiceId);
  const { paused_from: from, paused_until: until } = pauseOf(subscription, item, latest);
  return from === null ? undefined : { from, until };
}

function heldOf(customerId: string, subscription: RemoteSubscription): Found[] {
  return subscription.items.flatMap((item) => {
    const plan = planOfLookupKey(item.lookupKey);
    const interval = Interval.safeParse(item.interval).data;
    if (plan === undefined || interval === undefined) return [];
    const isTrial = subscription.status === "trialing";
    const seats = item.quantity;
    return [{ customerId, subscription, item, plan, interval, seats, name: PLANS[plan].name, isTrial }];
  });
}

function nothingToChange(): AppError {
  return new AppError("conflict", "You have no paid plan to change. Choose one first.");
}

/**
 * Refuses a change while something else has to be settled before it, and one that is due at another moment.
 * @throws AppError `conflict` with what to do first.
 */
export function requireChangeable(held: Held, wish: PlanWish, when: ChangeMoment): void {
  const hurdle = hurdleOf(held) ?? trialHurdle(held, wish) ?? givenHurdle(held, wish);
  if (hurdle !== undefined) throw new AppError("conflict", hurdle);
  if (momentOf(held, wish) !== when) {
    throw new AppError(
      "conflict",
      `You have ${held.name} by the ${held.interval} now. Reload the page and choose again.`,
    );
  }
}

/**
 * Refuses whatever has to wait until something else is settled.
 * @throws AppError `conflict` with what to do first.
 */
export function requireNoHurdle(held: Held): void {
  const hurdle = hurdleOf(held);
  if (hurdle !== undefined) throw new AppError("conflict", hurdle);
}

function hurdleOf({ name, subscription, isTrial, pause }: Held): string | undefined {
  const { status, cancelAt, changePendingUntil, next } = subscription;
  if (isTrial && isGivenWhole(subscription)) {
    return `${name} was given to you, as it is, and nothing is paid for it. Choose another plan once that is over.`;
  }
  if (status === "past_due" || status === "unpaid")
    return `A payment for ${name} is missing. Pay it first, then change.`;
  if (status === "paused") return `${name} is paused. Resume it in the billing portal first, then change.`;
  if (changePendingUntil !== null) return "A change waits for its payment. Confirm it or drop it first.";
  if (cancelAt !== null) return `${name} is cancelled and ends with its period. Resume it first, then change.`;
  if (pause !== undefined) return `${name} is paused, or is going to be. Let it go on first, then change.`;
  return next === null ? undefined : "Another change is planned for the end of your period. Take it back first.";
}

/** Each seat has an allowance, and nothing is paid for it in a trial. */
function trialHurdle(held: Held, wish: PlanWish): string | undefined {
  if (!held.isTrial || targetOf(held, wish).seats <= held.seats) return undefined;
  return "Seats can be added once the trial is over and the first payment is made.";
}

/** What would be paid for later, or by somebody else, is not part of what was given. */
function givenHurdle(held: Held, wish: PlanWish): string | undefined {
  const { plan, interval, seats } = targetOf(held, wish);
  const isMore = plan === held.plan && (interval !== held.interval || seats > held.seats);
  if (!isMore || givenUntil(held.subscription, held.item) === null) return undefined;
  return `Some months of ${held.name} were given to you. It can become more of the same once it is paid for again.`;
}
