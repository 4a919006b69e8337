import "server-only";
import { recordAudit } from "@/lib/audit/record";
import { calendarNews } from "@/lib/billing/dunning/calendar-news";
import { enqueueEnding } from "@/lib/billing/dunning/ending-job";
import { ladderOf } from "@/lib/billing/dunning/ladder";
import { paymentNews, RECEIPT_MS } from "@/lib/billing/dunning/payment-news";
import { type Change, planNews } from "@/lib/billing/dunning/plan-news";
import { KEY_PREFIX, type News, type Story } from "@/lib/billing/dunning/story";
import {
  findAddressee,
  findLettersStart,
  findStoryRows,
  findToldKeys,
  finishEnding,
} from "@/lib/billing/queries/dunning";
import { paidPlan } from "@/lib/billing/standing";
import type { Tx } from "@/lib/db/client";
import { notify } from "@/lib/notifications/outbox";
import { plusMs } from "@/lib/platform/clock";

/**
 * Tells a person what is due to be told of their billing, and begins to end what nobody paid for. Belongs at the end of
 * every sync, in its transaction and behind its lock: so the letters are about what Stripe has just said, and leave if,
 * and only if, that is written. Each has one key for good, and is one letter however often this runs.
 */
export async function tellOfBilling(
  tx: Tx,
  userId: string,
  { change, at }: { change: Change; at: Date },
): Promise<void> {
  const person = await findAddressee(tx, userId);
  if (person === null) return;
  const story = await findStory(tx, userId, at);
  for (const { key, ...contents } of newsOf(story, change, at)) {
    if (!story.told.has(key)) {
      await notify(tx, { ...contents, userId, recipient: person.email, dedupeKey: key }, () => at);
    }
  }
  await endWhatIsUnpaid(tx, story, at);
}

/** Everything there is to tell at a moment, also what was told already. Pure. */
export function newsOf(story: Story, change: Change, now: Date): News[] {
  return [...paymentNews(story, now), ...calendarNews(story, now), ...planNews(change, story.subscriptions)];
}

/** The subscriptions whose time to be paid for is over. Pure. */
export function unpaidTooLong({ subscriptions, invoices }: Story, now: Date): string[] {
  return subscriptions.flatMap((subscription) => {
    const ladder = subscription.plan === null ? undefined : ladderOf(subscription, invoices);
    return ladder !== undefined && ladder.endsAt <= now ? [subscription.id] : [];
  });
}

async function endWhatIsUnpaid(tx: Tx, story: Story, at: Date): Promise<void> {
  for (const id of unpaidTooLong(story, at)) await enqueueEnding(tx, id);
  for (const { id, status } of story.subscriptions) {
    if (status !== "canceled" || !story.endings.has(id) || !(await finishEnding(tx, id, at))) continue;
    await recordAudit(tx, { actorId: null, action: "subscription.ended_unpaid", subject: id }, () => at);
  }
}

async function findStory(tx: Tx, userId: string, at: Date): Promise<Story> {
  const start = await findLettersStart(tx);
  const oldest = plusMs(at, -RECEIPT_MS);
  const rows = await findStoryRows(tx, { userId, since: start !== undefined && start > oldest ? start : oldest });
  return {
    subscriptions: rows.subscriptions.map((row) => ({ ...row, plan: paidPlan(row.plan) })),
    invoices: rows.invoices.map(({ stripeCreatedAt, ...row }) => ({ ...row, createdAt: stripeCreatedAt })),
    refunded: rows.refunded.map(({ stripeCreatedAt, ...row }) => ({ ...row, createdAt: stripeCreatedAt })),
    card: rows.card,
    endings: new Set(rows.endings.map(({ subscriptionId }) => subscriptionId)),
    told: new Set(await findToldKeys(tx, userId, KEY_PREFIX)),
  };
}
