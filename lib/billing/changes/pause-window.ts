import "server-only";
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
 * for. Once something is collected again, at most the month that runs was not paid for: what comes after it will be.
 * Where somebody else stopped the collection there is no note, and what they give away is given.
 */
export function pauseOf({ metadata, isCollectionPaused }: RemoteSubscription, { periodStart, periodEnd }: RemoteItem) {
  const [from, until] = [momentIn(metadata[FROM]), momentIn(metadata[UNTIL])];
  if (from === undefined || until === undefined || from >= until) return NOT_PAUSED;
  if (isCollectionPaused) return { paused_from: from, paused_until: until };
  const isUnpaid = periodStart >= from && periodStart < until;
  return isUnpaid ? { paused_from: from, paused_until: until < periodEnd ? until : periodEnd } : NOT_PAUSED;
}
const NOT_PAUSED = { paused_from: null, paused_until: null };

function momentIn(seconds: string | undefined): Date | undefined {
  return /^\d{1,11}$/u.test(seconds ?? "") ? new Date(Number(seconds) * SECOND_MS) : undefined;
}
