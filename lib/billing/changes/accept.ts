import "server-only";
import { changePrice, changePriceInTrial } from "@/lib/adapters/payments/changes";
import { voidInvoice } from "@/lib/adapters/payments/ending";
import { readFirstPayment } from "@/lib/adapters/payments/subscribing";
import type { RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { type Held, requireChangeable } from "@/lib/billing/changes/held";
import { momentOf, targetOf } from "@/lib/billing/changes/moment";
import { priceChange, priceIdFor, requireFresh, staleQuote } from "@/lib/billing/changes/quote";
import { type Change, orUncertain, whileChanging } from "@/lib/billing/changes/while-changing";
import { declineText } from "@/lib/billing/declines";
import type { AcceptQuote, ChangeOutcome } from "@/lib/billing/schema";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

/**
 * Makes the change of a quote and charges what it says, or nothing. Accepting it again is answered as the first time.
 * A bank that asks its customer has them confirm on Stripe's page: until then nothing has changed. A card that is
 * refused leaves nothing behind.
 * @throws AppError `card_declined`, `conflict` when the quote is out of date, `too_many_requests`, `payments_down`.
 */
export function acceptQuote(viewer: Viewer, quote: AcceptQuote, now: Clock = clockNow): Promise<ChangeOutcome> {
  return whileChanging(
    viewer,
    async (change) => {
      const { held } = change;
      if (momentOf(held, quote) === undefined) return { kind: "done" };
      const priceId = await priceIdFor(quote);
      const { seats: quantity } = targetOf(held, quote);
      if (isWaitingFor(held.subscription, { priceId, quantity })) return settle(change, quote, held.subscription);
      requireChangeable(held, quote, "now");
      requireFresh(held, quote.quotedAtS, now());
      await requireSame(held, quote);
      return charge(change, quote, { priceId, quantity });
    },
    now,
  );
}

type Wanted = { priceId: string; quantity: number };

function isWaitingFor({ pendingItems }: RemoteSubscription, wanted: Wanted): boolean {
  return pendingItems.some((item) => item.priceId === wanted.priceId && item.quantity === wanted.quantity);
}

/** Asked again behind the lock: what is charged is what was shown, or nothing is. */
async function requireSame(held: Held, quote: AcceptQuote): Promise<void> {
  const { dueMinor, creditMinor } = await priceChange(held, quote, quote.quotedAtS);
  if (dueMinor !== quote.dueMinor || creditMinor !== quote.creditMinor) throw staleQuote();
}

async function charge(change: Change, quote: AcceptQuote, wanted: Wanted): Promise<ChangeOutcome> {
  const { held } = change;
  const { id: subscriptionId, latestInvoiceId } = held.subscription;
  const order = { subscriptionId, itemId: held.item.id, ...wanted };
  if (held.isTrial) {
    await orUncertain(changePriceInTrial(order));
    return done(change, quote);
  }
  // A try that failed has left an invoice, so the next one has a key of its own.
  const { priceId, quantity } = held.item;
  const parts = [subscriptionId, priceId, quantity, wanted.priceId, wanted.quantity, quote.quotedAtS, latestInvoiceId];
  const idempotencyKey = `change-${sha256(JSON.stringify(parts))}`;
  const after = await orUncertain(changePrice(order, { proratedAtS: quote.quotedAtS, idempotencyKey }));
  return after.changePendingUntil === null ? done(change, quote) : settle(change, quote, after);
}

/** The payment did not go through at once: either its owner confirms it, or the change is taken back. */
async function settle(change: Change, quote: AcceptQuote, waiting: RemoteSubscription): Promise<ChangeOutcome> {
  if (waiting.latestInvoiceId === null) throw new Error("A change that waits has an invoice");
  const { confirmUrl, declineCode } = await orUncertain(readFirstPayment(waiting));
  if (confirmUrl !== null) {
    await change.record("plan.change-waits", facts(change, quote));
    return { kind: "confirm", url: confirmUrl };
  }
  const isTakenBack = await orUncertain(voidInvoice(waiting.latestInvoiceId));
  if (!isTakenBack) return done(change, quote);
  throw new AppError("card_declined", `${declineText(declineCode)} You keep ${change.held.name} as it is.`);
}

async function done(change: Change, quote: AcceptQuote): Promise<ChangeOutcome> {
  await change.record("plan.changed", facts(change, quote));
  return { kind: "done" };
}

function facts({ held }: Change, quote: AcceptQuote) {
  const { plan, interval, seats } = targetOf(held, quote);
  const { dueMinor, creditMinor } = quote;
  return { toPlan: plan, toInterval: interval, toSeats: seats, dueMinor, creditMinor };
}
