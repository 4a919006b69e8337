import "server-only";
import type { RemoteInvoice } from "@/lib/adapters/payments/invoice";
import type { RemoteItem, RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { plusMonths } from "@/lib/billing/cycle";
import { DAY_MS, plusMs, SECOND_MS } from "@/lib/platform/clock";

/** From when to when nothing is charged. */
export type PauseWindow = { from: Date; until: Date };

/** Under these names Stripe keeps the window, in Unix seconds, with the subscription. */
const FROM = "pausedFrom";
const UNTIL = "pausedUntil";
/** What takes a window away again; to Stripe an empty value is none. */
export const NO_WINDOW = { [FROM]: "", [UNTIL]: "" };

/** Collecting goes on so long before the payment that ends a pause, and long after the last that falls into it. */
const AHEAD_MS = DAY_MS;

/**
 * So many of the subscription's own months, beginning when what is paid for is over. Counted from where its months are
 * counted from: after a short month comes the old day again.
 */
export function windowOf({ anchor }: Pick<RemoteSubscription, "anchor">, { periodEnd }: RemoteItem, months: number) {
  const apart = (periodEnd.getUTCFullYear() - anchor.getUTCFullYear()) * 12;
  const begun = apart + periodEnd.getUTCMonth() - anchor.getUTCMonth();
  return { from: periodEnd, until: plusMonths(anchor, begun + months) };
}

/** When Stripe is to collect again. */
export function collectsFrom({ until }: PauseWindow): Date {
  return plusMs(until, -AHEAD_MS);
}

export function noteOf({ from, until }: PauseWindow): Record<string, string> {
  return { [FROM]: String(from.getTime() / SECOND_MS), [UNTIL]: String(until.getTime() / SECOND_MS) };
}

/**
 * The pause of a subscription as columns. While nothing is collected it is what we noted with Stripe when it was asked
 * for. Once something is collected again, at most the month that runs was not paid for: its invoice, which is then the
 * `latest` one, is void, or not known. Where somebody else stopped the collection there is no note, and what they give away is given.
 */
export function pauseOf(subscription: RemoteSubscription, item: RemoteItem, latest: Latest | undefined) {
  const window = notedIn(subscription);
  if (window === undefined) return NOT_PAUSED;
  const { from, until } = window;
  if (subscription.isCollectionPaused) return { paused_from: from, paused_until: until };
  const { periodStart, periodEnd } = item;
  const isUnpaid = periodStart >= from && periodStart < until && (latest?.status ?? "void") === "void";
  return isUnpaid ? { paused_from: from, paused_until: until < periodEnd ? until : periodEnd } : NOT_PAUSED;
}
type Latest = Pick<RemoteInvoice, "status">;
const NOT_PAUSED = { paused_from: null, paused_until: null };

/** Whether nothing was collected for the period that runs, whoever stopped it: it brings nothing then. */
export function isGivenAway(subscription: RemoteSubscription, item: RemoteItem, latest: Latest | undefined): boolean {
  if (latest?.status !== "void") return false;
  const { paused_from: from } = pauseOf(subscription, item, latest);
  return subscription.isCollectionPaused || (from !== null && item.periodStart >= from);
}

function notedIn({ metadata }: RemoteSubscription): PauseWindow | undefined {
  const [from, until] = [momentIn(metadata[FROM]), momentIn(metadata[UNTIL])];
  return from === undefined || until === undefined || from >= until ? undefined : { from, until };
}

function momentIn(seconds: string | undefined): Date | undefined {
  return /^\d{1,11}$/u.test(seconds ?? "") ? new Date(Number(seconds) * SECOND_MS) : undefined;
}
