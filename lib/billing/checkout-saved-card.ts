import "server-only";
import type { RemoteCard } from "@/lib/adapters/payments/customer";
import { createSubscription, readFirstPayment } from "@/lib/adapters/payments/subscribing";
import type { RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { startCheckout } from "@/lib/billing/checkout";
import {
  closePages,
  dropIncomplete,
  isIncomplete,
  isOn,
  requireCheckoutToken,
  type Terms,
  termsOf,
  type Wish,
} from "@/lib/billing/checkout-terms";
import { declineText } from "@/lib/billing/declines";
import { whileCheckingOut } from "@/lib/billing/queries/locks";
import { hasCardTried } from "@/lib/billing/queries/trials";
import { findSavedCard } from "@/lib/billing/saved-card";
import type { NewSubscription, StartCheckout } from "@/lib/billing/schema";
import { findSubscription } from "@/lib/billing/subscription";
import { syncCustomer } from "@/lib/billing/sync";
import type { Tx } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

/**
 * Subscribes with the card a person has saved, and charges it. Where the bank asks its owner, `confirmUrl` is the page to
 * do that on; asked again before that, it is the same subscription. A card that is refused leaves nothing behind.
 * @throws AppError `conflict` with a checkout's URL when no card is saved, or when it has had its trial, so that the
 * amount is shown first; `already_subscribed` or `conflict` with the URL to go on at when a subscription is live;
 * `card_declined`, `too_many_requests`, `payments_down`.
 */
export async function subscribeWithSavedCard(
  viewer: Viewer,
  wish: StartCheckout,
  { locale }: { locale?: string } = {},
  now: Clock = clockNow,
): Promise<NewSubscription> {
  await requireCheckoutToken(viewer);
  const saved = await findSavedCard(viewer);
  if (saved === undefined) {
    const { url } = await startCheckout(viewer, wish, { locale });
    throw new AppError("conflict", "There is no saved card to pay with. Pay on Stripe's page.", { url });
  }
  const { customerId, card } = saved;
  const made = await whileCheckingOut(viewer.id, (tx) =>
    subscribe(tx, viewer, { ...wish, customerId, locale, withTrial: true, card }),
  );
  if (made === "trial-used") {
    const { url } = await startCheckout(viewer, wish, { locale, withTrial: false });
    throw new AppError("conflict", "This card has had its trial. Stripe's page shows what is charged without one.", {
      url,
    });
  }
  await syncCustomer(customerId, now);
  return { ...(await findSubscription(viewer, made.id)), confirmUrl: made.confirmUrl };
}

type Made = { id: string; confirmUrl: string | null };

async function subscribe(
  tx: Tx,
  viewer: Viewer,
  { card, ...wish }: Wish & { card: RemoteCard },
): Promise<Made | "trial-used"> {
  const terms = await termsOf(tx, viewer, wish);
  const { fingerprint } = card;
  if (terms.trialDays > 0 && fingerprint !== null && (await hasCardTried(tx, fingerprint))) return "trial-used";
  await closePages(terms.pages);
  const waiting = terms.subscriptions.find((one) => isIncomplete(one) && one.cardId === card.id && isOn(terms, one));
  await dropIncomplete(terms.subscriptions.filter((one) => one !== waiting));
  const subscription = waiting ?? (await create(terms, card));
  return { id: subscription.id, confirmUrl: await confirmUrlOf(subscription) };
}

async function create(terms: Terms, { id: cardId }: RemoteCard): Promise<RemoteSubscription> {
  const { customerId, priceId, currency, trialDays, metadata, subscriptions } = terms;
  const order = { customerId, priceId, currency, cardId, trialDays, metadata };
  // From the same state the same key. A refused try leaves a subscription that has ended, and so another state.
  const key = `subscribe-${sha256(JSON.stringify([order, subscriptions[0]?.id ?? null]))}`;
  try {
    return await createSubscription(order, key);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "payments_down")) throw error;
    const message = "Stripe did not answer in time, so you may be subscribed or not. Look at your billing in a minute.";
    throw new AppError("payments_down", message, { cause: error });
  }
}

/** @throws AppError `card_declined` after the subscription was taken back. */
async function confirmUrlOf(subscription: RemoteSubscription): Promise<string | null> {
  if (!isIncomplete(subscription)) return null;
  const { confirmUrl, declineCode } = await readFirstPayment(subscription);
  if (confirmUrl !== null) return confirmUrl;
  await dropIncomplete([subscription]);
  throw new AppError("card_declined", declineText(declineCode));
}
