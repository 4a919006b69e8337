import "server-only";
import { previewPriceChange } from "@/lib/adapters/payments/preview";
import { type Held, readHeld, requireChangeable } from "@/lib/billing/changes/held";
import { requireChangeToken } from "@/lib/billing/changes/while-changing";
import { targetOf } from "@/lib/billing/changes/moment";
import { plusMonths } from "@/lib/billing/cycle";
import { PLANS } from "@/lib/billing/plans";
import { readPriceFor } from "@/lib/billing/plans-price";
import type { ChangeQuote, PlanChange, PlanWish } from "@/lib/billing/schema";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, MINUTE_MS, now as clockNow, plusMs, SECOND_MS } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** Long enough to read it and to fetch the card. */
export const QUOTE_LIFE_MS = 10 * MINUTE_MS;
/** Stripe's clock may be a little behind ours. */
const SKEW_MS = MINUTE_MS;

/**
 * What a change costs that begins at once, to the cent: the moment that everything is prorated from is part of it, and
 * is what the charge is made with.
 * @throws AppError `conflict` when it can not be made now, `too_many_requests`, `payments_down`.
 */
export async function quoteChange(viewer: Viewer, wish: PlanWish, now: Clock = clockNow): Promise<ChangeQuote> {
  await requireChangeToken(viewer);
  const held = await readHeld(db, viewer);
  requireChangeable(held, wish, "now");
  const { periodStart, periodEnd } = held.item;
  if (now() >= periodEnd) throw new AppError("conflict", `${held.name} is being renewed. Try again in a few minutes.`);
  const at = Math.max(now().getTime(), periodStart.getTime());
  return priceChange(held, wish, Math.floor(at / SECOND_MS));
}

/** The price in Stripe that a wish is sold at. */
export async function priceIdFor({ plan, interval }: PlanChange): Promise<string> {
  return (await readPriceFor(plan, interval)).id;
}

/** The quote as of a moment, in seconds. The same moment gives the same amounts until something else changes. */
export async function priceChange(held: Held, wish: PlanWish, quotedAtS: number): Promise<ChangeQuote> {
  const { plan, interval, seats } = targetOf(held, wish);
  const { currency, trialEnd, discountIds } = held.subscription;
  const amounts: Readonly<Record<string, { month: number; year: number }>> = PLANS[plan].prices;
  const unitMinor = amounts[currency]?.[interval];
  if (unitMinor === undefined) throw new AppError("conflict", `${PLANS[plan].name} is not sold in your currency.`);
  const quotedAt = new Date(quotedAtS * SECOND_MS);
  const next = interval === held.interval ? held.item.periodEnd : plusMonths(quotedAt, interval === "year" ? 12 : 1);
  return {
    plan,
    interval,
    seats,
    quotedAtS,
    currency,
    ...(held.isTrial ? NOTHING_DUE : await amountsOf(held, wish, quotedAtS)),
    renews: {
      at: held.isTrial ? (trialEnd ?? held.item.periodEnd) : next,
      amountMinor: unitMinor * seats,
      hasDiscount: discountIds.length > 0,
    },
    expiresAt: plusMs(quotedAt, QUOTE_LIFE_MS),
  };
}

type Amounts = Pick<ChangeQuote, "dueMinor" | "creditMinor" | "usedCreditMinor" | "lines">;
const NOTHING_DUE: Amounts = { dueMinor: 0, creditMinor: 0, usedCreditMinor: 0, lines: [] };

/** @throws AppError `conflict` for seats that a discount makes free: each of them has an allowance. */
async function amountsOf(held: Held, wish: PlanWish, quotedAtS: number): Promise<Amounts> {
  const { seats: quantity } = targetOf(held, wish);
  const { subscription, item } = held;
  const change = { subscriptionId: subscription.id, itemId: item.id, priceId: await priceIdFor(wish), quantity };
  const { totalMinor, dueMinor, lines } = await previewPriceChange(change, quotedAtS);
  if (quantity > held.seats && totalMinor <= 0) {
    throw new AppError("conflict", "Your plan is free of charge at the moment, and seats can not be added to it so.");
  }
  return {
    dueMinor,
    creditMinor: Math.max(0, -totalMinor),
    usedCreditMinor: Math.max(0, totalMinor - dueMinor),
    lines,
  };
}

/** @throws AppError `conflict` when a quote is too old to be held to, or of another period. */
export function requireFresh({ item }: Held, quotedAtS: number, now: Date): void {
  const at = quotedAtS * SECOND_MS;
  const isOurs = at >= item.periodStart.getTime() && at <= now.getTime() + SKEW_MS;
  if (!isOurs || now.getTime() >= at + QUOTE_LIFE_MS || now >= item.periodEnd) throw staleQuote();
}

export function staleQuote(): AppError {
  return new AppError("conflict", "This price is no longer the one. Nothing was charged: look at the new one.");
}
