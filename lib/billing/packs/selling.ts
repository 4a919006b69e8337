import "server-only";
import {
  cancelIntent,
  createIntent,
  isOpenIntent,
  listIntents,
  type PaymentIntent,
} from "@/lib/adapters/payments/payment-intent";
import { ensureCustomer } from "@/lib/billing/customer";
import { isOn, offerFor, soldBy, type Terms, termsOf } from "@/lib/billing/packs/offer";
import type { CreditOffer, CreditWish, OpenPayment } from "@/lib/billing/packs/schema";
import { currencyOfLocale, soldIn } from "@/lib/billing/plans-currency";
import { whileCheckingOut } from "@/lib/billing/queries/locks";
import { findSubscriptions } from "@/lib/billing/queries/standing";
import type { Viewer } from "@/lib/identity/schema";
import { requireToken } from "@/lib/limits/throttle";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

/** Each is some calls to Stripe. */
const PURCHASES = { capacity: 30, refillPerMinute: 10 };
/** As receipts and statements name it. */
export const CREDITS_NAME = "Parley credits";

export function requirePurchaseToken(viewer: Viewer): Promise<void> {
  return requireToken(`billing:credits:${viewer.id}`, PURCHASES);
}

/**
 * Opens a payment for credits, for whoever confirms it in their browser. Nothing is charged by it. One a person is open
 * at a time: the same wish again, also at the same moment, is the same payment, and another wish cancels the one before.
 * @throws AppError `too_many_requests`, `conflict` while the account is being deleted, `payments_down`.
 */
export async function openPayment(
  viewer: Viewer,
  wish: CreditWish,
  { locale }: { locale?: string | undefined } = {},
): Promise<OpenPayment> {
  await requirePurchaseToken(viewer);
  const customerId = await ensureCustomer(viewer);
  const offer = await offerTo(viewer, wish, locale);
  return whileCheckingOut(viewer.id, async () => {
    const intents = await creditIntents(customerId);
    const sale = { viewer, customerId, offer, terms: termsOf(viewer.id, offer) };
    const { id, clientSecret } = await openIntentFor(sale, intents);
    // Only a payment that is over has none.
    if (clientSecret === null) throw new AppError("payments_down");
    const { amountMinor: amount, currency, creditMicros } = offer;
    return { paymentIntentId: id, clientSecret, amount, currency, creditMicros: String(creditMicros) };
  });
}

/** In the currency that was asked for, else in that in which the person pays, else as where they are. */
export async function offerTo(viewer: Viewer, wish: CreditWish, locale: string | undefined): Promise<CreditOffer> {
  const [subscription] = await findSubscriptions(viewer.id);
  return offerFor(wish, soldIn(subscription?.currency) ?? currencyOfLocale(locale));
}

/** The customer's payments for credits, the newest first, but for those that a hosted page made and goes on with. */
export async function creditIntents(customerId: string): Promise<PaymentIntent[]> {
  const intents = await listIntents(customerId);
  return intents.filter(({ metadata }) => soldBy(metadata) !== undefined && metadata[ON_PAGE] === undefined);
}

/** Marks what is paid for on a hosted page. */
export const ON_PAGE = "page";

export type Sale = { viewer: Viewer; customerId: string; offer: CreditOffer; terms: Terms };

/** The open payment on these terms, made if there is none; every other one is closed. */
export async function openIntentFor(sale: Sale, intents: readonly PaymentIntent[]): Promise<PaymentIntent> {
  const same = intents.find((intent) => isOpenIntent(intent) && isOn(sale.terms, intent.metadata));
  await closeIntents(intents.filter((intent) => intent !== same));
  return same ?? (await create(sale, intents));
}

/** Nobody can pay these any more. One that is paid in this moment was a purchase of its own. */
export async function closeIntents(intents: readonly PaymentIntent[]): Promise<void> {
  for (const { id } of intents.filter(isOpenIntent)) await cancelIntent(id);
}

function create({ viewer, customerId, offer, terms }: Sale, intents: readonly PaymentIntent[]): Promise<PaymentIntent> {
  const order = {
    customerId,
    amountMinor: offer.amountMinor,
    currency: offer.currency,
    description: CREDITS_NAME,
    receiptEmail: viewer.email,
    metadata: terms,
  };
  // From the same state the same key: a retry after a crash finds the payment that was made.
  return createIntent(order, `credits-${sha256(JSON.stringify([order, intents[0]?.id ?? null]))}`);
}
