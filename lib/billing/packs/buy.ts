import "server-only";
import { type CheckoutPage, expireCheckoutPage, listCheckoutPages } from "@/lib/adapters/payments/checkout-page";
import { cancelIntent, confirmIntent, isOpenIntent, type PaymentIntent } from "@/lib/adapters/payments/payment-intent";
import { openSingleSale } from "@/lib/adapters/payments/payment-intent-page";
import { ensureCustomer } from "@/lib/billing/customer";
import { declineText } from "@/lib/billing/declines";
import { isOn, soldBy, termsOf } from "@/lib/billing/packs/offer";
import type { BuyCredits, BuyOutcome } from "@/lib/billing/packs/schema";
import {
  CREDITS_NAME,
  creditIntents,
  offerTo,
  ON_PAGE,
  openIntentFor,
  requirePurchaseToken,
  type Sale,
} from "@/lib/billing/packs/selling";
import { whileCheckingOut } from "@/lib/billing/queries/locks";
import { findDefaultCard } from "@/lib/billing/queries/standing";
import { findSavedCard } from "@/lib/billing/saved-card";
import { syncCustomer } from "@/lib/billing/sync";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

/** Where Stripe, and the bank, lead back to. */
const BACK = `${env.appUrl}/billing/credits`;

/**
 * Buys credits from our own page: with the saved card, which is charged at once unless its bank asks its owner; without
 * one on Stripe's page. The same `purchaseId` again, also at the same moment, is the same purchase: paid once at most.
 * A refused card leaves nothing behind.
 * @throws AppError `card_declined`, `too_many_requests`, `conflict` while the account is being deleted, `payments_down`.
 */
export async function buyCredits(
  viewer: Viewer,
  { purchaseId, ...wish }: BuyCredits,
  { locale }: { locale?: string | undefined } = {},
  now: Clock = clockNow,
): Promise<BuyOutcome> {
  await requirePurchaseToken(viewer);
  const customerId = await ensureCustomer(viewer);
  const offer = await offerTo(viewer, wish, locale);
  const terms = { ...termsOf(viewer.id, offer), purchaseId };
  const outcome = await whileCheckingOut(viewer.id, () => sell({ viewer, customerId, offer, terms }));
  if (outcome.kind === "done") await syncCustomer(customerId, now);
  return outcome;
}

async function sell(sale: Sale): Promise<BuyOutcome> {
  const { customerId, terms } = sale;
  const [intents, pages] = await Promise.all([creditIntents(customerId), creditPages(customerId)]);
  const isThis = ({ metadata }: { metadata: Readonly<Record<string, string>> }) =>
    metadata["purchaseId"] === terms["purchaseId"];
  if (
    intents.some((one) => isThis(one) && isPaid(one)) ||
    pages.some((one) => isThis(one) && one.status === "complete")
  )
    return { kind: "done" };
  // The one that the page names.
  const shown = await findDefaultCard(sale.viewer.id);
  const saved = await findSavedCard(sale.viewer, shown?.id);
  return saved === undefined ? sellOnPage(sale, pages) : sellByCard(sale, { intents, pages, cardId: saved.card.id });
}

type Selling = { intents: readonly PaymentIntent[]; pages: readonly CheckoutPage[]; cardId: string };

async function sellByCard(sale: Sale, { intents, pages, cardId }: Selling): Promise<BuyOutcome> {
  await closePages(pages);
  const intent = await openIntentFor(sale, intents);
  // Who is asked by the bank already is asked where that is.
  if (intent.confirmUrl !== null) return { kind: "goTo", url: intent.confirmUrl };
  return outcomeOf(await orUnheard(confirmIntent(intent.id, { cardId, returnUrl: BACK })));
}

/** A charge whose answer is lost may have been made: nobody is told that it was not. */
async function orUnheard<T>(charge: Promise<T>): Promise<T> {
  try {
    return await charge;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "payments_down")) throw error;
    const message = "Stripe did not answer in time, so this may be paid or not. Press again: it is paid once at most.";
    throw new AppError("payments_down", message, { cause: error });
  }
}

/** Paid, or on its way, which no second press may repeat. */
function isPaid(intent: PaymentIntent): boolean {
  return !isOpenIntent(intent) && intent.status !== "canceled";
}

async function outcomeOf(intent: PaymentIntent): Promise<BuyOutcome> {
  if (intent.confirmUrl !== null) return { kind: "goTo", url: intent.confirmUrl };
  if (isPaid(intent)) return { kind: "done" };
  if ((await cancelIntent(intent.id)) === "succeeded") return { kind: "done" };
  throw new AppError("card_declined", declineText(intent.declineCode));
}

/** One page a person is open at a time: the same purchase again leads to the same page, and another closes it. */
async function sellOnPage(
  { viewer, customerId, offer, terms: sold }: Sale,
  pages: readonly CheckoutPage[],
): Promise<BuyOutcome> {
  const metadata = { ...sold, [ON_PAGE]: "yes" };
  const same = pages.find((page) => page.status === "open" && isOn(metadata, page.metadata));
  await closePages(pages.filter((page) => page !== same));
  const { amountMinor, currency } = offer;
  const order = {
    customerId,
    reference: viewer.id,
    name: CREDITS_NAME,
    amountMinor,
    currency,
    metadata,
    successUrl: `${BACK}?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${env.appUrl}/billing`,
  };
  const key = `credits-page-${sha256(JSON.stringify([order, pages[0]?.id ?? null]))}`;
  const { url } = same ?? (await openSingleSale(order, key));
  if (url === null) throw new AppError("payments_down");
  return { kind: "goTo", url };
}

/** The customer's hosted pages that sell credits, the newest first. */
async function creditPages(customerId: string): Promise<CheckoutPage[]> {
  return (await listCheckoutPages(customerId)).filter(({ metadata }) => soldBy(metadata) !== undefined);
}

async function closePages(pages: readonly CheckoutPage[]): Promise<void> {
  for (const { id } of pages.filter(({ status }) => status === "open")) await expireCheckoutPage(id);
}
