import "server-only";
import { billingOverview } from "@/lib/billing/overview";
import { subscriptionView } from "@/lib/billing/view";
import { findPerson } from "@/lib/identity/people";
import { eventView, paymentView } from "@/lib/insights/billing";
import {
  type DeedRow,
  findDeedsOf,
  findEventsOf,
  findLettersOf,
  findPaymentsOf,
  findPeople,
  findPersonById,
  findSubscriptionsOf,
} from "@/lib/insights/queries/customers";
import type { CustomerStory, FoundPerson, StoryDeed } from "@/lib/insights/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { allowanceFor } from "@/lib/usage/allowance";
import { creditsOf } from "@/lib/usage/credits";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const LONGEST_ADDRESS = 254;

/** People whose mail address begins like that; the newest ones without a word. At most 25. */
export async function peopleLike(words: string): Promise<FoundPerson[]> {
  // What the database could not hold, nobody is called.
  const beginning = words.replaceAll("\0", "").trim().toLowerCase().slice(0, LONGEST_ADDRESS);
  return (await findPeople(beginning)).map(({ stripeCustomerId, ...person }) => ({
    ...person,
    isCustomer: stripeCustomerId !== null,
  }));
}

/**
 * Everything there is to tell of a person's billing, read from our own database.
 * @throws AppError `not_found`
 */
export async function customerStory(
  userId: string,
  { locale }: { locale?: string } = {},
  now: Clock = clockNow,
): Promise<CustomerStory> {
  const viewer = UUID.test(userId) ? await findPerson(userId) : undefined;
  const row = viewer && (await findPersonById(userId));
  if (viewer === undefined || !row) throw new AppError("not_found");
  const { stripeCustomerId: customerId, ...person } = row;
  const [overview, allowance, credits, subscriptions, payments, events, letters, deeds] = await Promise.all([
    billingOverview(viewer, locale === undefined ? {} : { locale }, now),
    allowanceFor(userId, now),
    creditsOf(userId, now),
    findSubscriptionsOf(userId),
    findPaymentsOf(userId),
    customerId === null ? [] : findEventsOf(customerId),
    findLettersOf(userId),
    findDeedsOf(userId),
  ]);
  const { remainingMicros, grantedMicros, giftMicros, creditMicros, resetsAt } = allowance;
  return {
    person: { ...person, customerId },
    overview,
    allowance: { remainingMicros, grantedMicros, giftMicros, creditMicros, resetsAt },
    gifts: credits.filter(({ isGift }) => isGift),
    subscriptions: subscriptions.map(subscriptionView),
    payments: payments.map(paymentView),
    events: events.map(eventView),
    letters: letters.map(({ createdAt: at, ...letter }) => ({ ...letter, at })),
    deeds: deeds.map((deed) => deedView(deed, userId)),
  };
}

function deedView({ id, action, actorId, by, detail, at }: DeedRow, userId: string): StoryDeed {
  const facts = Object.entries(detail).map(([name, value]) => `${name}: ${String(value)}`);
  return { id, action, by: actorId === userId ? null : by, detail: facts.join(", "), at };
}
