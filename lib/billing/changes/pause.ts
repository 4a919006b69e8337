import "server-only";
import { beginNewPeriod, collectAgain, pauseCollection, previewNewPeriod } from "@/lib/adapters/payments/pausing";
import { type Held, readHeld, requireNoHurdle } from "@/lib/billing/changes/held";
import { collectsFrom, NO_WINDOW, noteOf, type PauseWindow, windowOf } from "@/lib/billing/changes/pause-window";
import { staleQuote } from "@/lib/billing/changes/quote";
import type { GoOn, GoOnQuote, PausePlan } from "@/lib/billing/changes/schema";
import { type Change, orUncertain, requireChangeToken, whileChanging } from "@/lib/billing/changes/while-changing";
import { plusMonths } from "@/lib/billing/cycle";
import { declineText } from "@/lib/billing/declines";
import { givenUntil } from "@/lib/billing/given";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, MINUTE_MS, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

/**
 * Pauses a plan that is paid by the month: what is paid for is kept to its end, so many months are not charged, and then
 * it goes on by itself. Asked again while it pauses, or is going to, nothing changes.
 * @throws AppError `conflict`, `too_many_requests`, `payments_down`.
 */
export function pausePlan(viewer: Viewer, { months }: PausePlan, now: Clock = clockNow): Promise<void> {
  return whileChanging(
    viewer,
    async ({ held, record }) => {
      if (held.pause !== undefined) return;
      requirePausable(held, now());
      const window = windowOf(held.subscription, held.item, months);
      const order = { resumesAt: collectsFrom(window), metadata: noteOf(window) };
      await orUncertain(pauseCollection(held.subscription.id, order));
      await record("plan.paused", { months, from: window.from.toISOString(), until: window.until.toISOString() });
    },
    now,
  );
}

function requirePausable(held: Held, now: Date): void {
  requireNoHurdle(held);
  const { name, interval, isTrial, item } = held;
  if (isTrial) throw new AppError("conflict", "Nothing is charged in a trial, so there is nothing to pause.");
  if (givenUntil(held.subscription, item) !== null) {
    throw new AppError("conflict", `Nothing is charged for ${name} now, so there is nothing to pause.`);
  }
  if (interval !== "month") throw new AppError("conflict", `${name} is paid by the year, so it can not be paused.`);
  if (now >= item.periodEnd) throw new AppError("conflict", `${name} is being renewed. Try again in a few minutes.`);
}

/**
 * What it costs to go on now. Nothing before the pause has begun, because what was paid for still runs; after that a new
 * month begins today.
 * @throws AppError `conflict` when nothing is paused, `too_many_requests`, `payments_down`.
 */
export async function quoteGoingOn(viewer: Viewer, now: Clock = clockNow): Promise<GoOnQuote> {
  await requireChangeToken(viewer);
  const held = await readHeld(db, viewer);
  const { pause: window } = held;
  if (window === undefined) throw new AppError("conflict", `${held.name} is not paused. Reload the page.`);
  return priceGoingOn(held, window, now());
}

async function priceGoingOn({ subscription, item }: Held, { from }: PauseWindow, now: Date): Promise<GoOnQuote> {
  if (now < from) return { dueMinor: 0, currency: subscription.currency, renewsAt: item.periodEnd };
  return { ...(await previewNewPeriod(subscription.id)), renewsAt: plusMonths(now, 1) };
}

/**
 * Ends a pause, for exactly what was quoted or not at all. A card that is refused leaves it paused. Asked again nothing
 * happens.
 * @throws AppError `card_declined`, `conflict`, `too_many_requests`, `payments_down`.
 */
export function goOn(viewer: Viewer, { dueMinor }: GoOn, now: Clock = clockNow): Promise<void> {
  return whileChanging(
    viewer,
    async (change) => {
      const { held } = change;
      const { pause: window } = held;
      if (window === undefined) return;
      if (held.subscription.cancelAt !== null) {
        throw new AppError("conflict", `${held.name} is cancelled and ends with its period. Resume it first.`);
      }
      const quote = await priceGoingOn(held, window, now());
      if (quote.dueMinor !== dueMinor) throw staleQuote();
      if (now() < window.from) await orUncertain(collectAgain(held.subscription.id, { metadata: NO_WINDOW }));
      else await beginAnew(change, now());
      await change.record("plan.went-on", { dueMinor });
    },
    now,
  );
}

async function beginAnew({ held }: Change, now: Date): Promise<void> {
  const { id } = held.subscription;
  // A card that was refused leaves nothing behind that the next try could be told apart by, so the minute does it. A try
  // whose answer was lost needs no key: the next one looks first.
  const parts = [id, held.item.periodStart, Math.floor(now.getTime() / MINUTE_MS)];
  const idempotencyKey = `go-on-${sha256(JSON.stringify(parts))}`;
  const refused = await orUncertain(beginNewPeriod(id, { metadata: NO_WINDOW, idempotencyKey }));
  if (refused === null) return;
  throw new AppError("card_declined", `${declineText(refused.declineCode)} ${held.name} stays paused.`);
}
