import "server-only";
import { type CheckoutPage, expireCheckoutPage, listCheckoutPages } from "@/lib/adapters/payments/checkout-page";
import { endSubscription, voidInvoice } from "@/lib/adapters/payments/ending";
import { openPortalPage } from "@/lib/adapters/payments/portal";
import { listSubscriptions, type RemoteItem, type RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { PLANS, planOfLookupKey } from "@/lib/billing/plans";
import { CURRENCY_NAMES, currencyOfLocale, soldIn } from "@/lib/billing/plans-currency";
import { readPriceFor } from "@/lib/billing/plans-price";
import { isLive } from "@/lib/billing/ranking";
import type { Currency, PaidPlanId, StartCheckout } from "@/lib/billing/schema";
import { mayTry } from "@/lib/billing/trials";
import type { Db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { requireToken } from "@/lib/limits/throttle";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/** More than anybody compares plans, and less than Stripe allows one account: each is some calls there. */
const CHECKOUTS = { capacity: 20, refillPerMinute: 6 };

export function requireCheckoutToken(viewer: Viewer): Promise<void> {
  return requireToken(`billing:checkout:${viewer.id}`, CHECKOUTS);
}

export type Wish = StartCheckout & { customerId: string; locale: string | undefined; withTrial: boolean };

/** What somebody is to be sold, and what is there already. */
export type Terms = {
  customerId: string;
  priceId: string;
  currency: Currency;
  trialDays: number;
  /** Goes to Stripe, on what is sold: who, what, and on which terms. */
  metadata: Record<string, string>;
  /** Newest first. */
  pages: CheckoutPage[];
  subscriptions: RemoteSubscription[];
};

/**
 * The terms of a purchase, read behind the person's checkout lock.
 * @throws AppError `already_subscribed` with the portal's URL, or `conflict` with the billing page's for another plan,
 * when a subscription is live; `payments_down`.
 */
export async function termsOf(tx: Db, viewer: Viewer, wish: Wish): Promise<Terms> {
  const { plan, interval, customerId } = wish;
  const [{ id: priceId }, pages] = await Promise.all([readPriceFor(plan, interval), listCheckoutPages(customerId)]);
  // After the pages: what was bought on one that is complete among them is among these.
  const subscriptions = await listSubscriptions(customerId);
  await refuseSecond(subscriptions, { wanted: plan, customerId });
  const currency = currencyFor(wish, subscriptions);
  const isFirst = wish.withTrial && subscriptions.length === 0 && (await mayTry(tx, viewer));
  const trialDays = isFirst ? PLANS[plan].trialDays : 0;
  const metadata = { userId: viewer.id, plan, interval, currency, priceId, trialDays: String(trialDays) };
  return { customerId, priceId, currency, trialDays, metadata, pages, subscriptions };
}

/** Whether a page, or a subscription, was made on these terms. */
export function isOn({ metadata }: Terms, made: { metadata: Readonly<Record<string, string>> }): boolean {
  return Object.entries(metadata).every(([name, value]) => made.metadata[name] === value);
}

/** Closes what is open of them. @throws AppError `already_subscribed` when one was paid in this moment. */
export async function closePages(pages: readonly CheckoutPage[]): Promise<void> {
  for (const page of pages.filter(({ status }) => status === "open")) {
    if ((await expireCheckoutPage(page.id)) === "complete") throw subscribedMeanwhile();
  }
}

/**
 * Takes back what waits for its first payment, so that it can not be paid beside what is bought instead.
 * @throws AppError `already_subscribed` when one was paid in this moment.
 */
export async function dropIncomplete(subscriptions: readonly RemoteSubscription[]): Promise<void> {
  const ours = subscriptions.filter((one) => isIncomplete(one) && plansOf(one.items).length > 0);
  for (const { id, latestInvoiceId } of ours) {
    // The invoice first: whoever has its page open could pay it until the subscription's end, and after it.
    if (latestInvoiceId !== null && !(await voidInvoice(latestInvoiceId))) throw subscribedMeanwhile();
    await endSubscription(id, { comment: "Parley: its first payment was not made, and something else was chosen." });
  }
}

export function isIncomplete({ status }: Pick<RemoteSubscription, "status">): boolean {
  return status === "incomplete";
}

function subscribedMeanwhile(): AppError {
  return new AppError("already_subscribed", "You have just subscribed on another page. Reload to see your plan.");
}

/** Asked of Stripe, not of our rows: a purchase of a moment ago may not have reached us. */
async function refuseSecond(
  subscriptions: readonly RemoteSubscription[],
  { wanted, customerId }: { wanted: PaidPlanId; customerId: string },
): Promise<void> {
  const held = subscriptions.filter(isLive).flatMap(({ items }) => plansOf(items))[0];
  if (held === undefined) return;
  const { name } = PLANS[held];
  if (held === wanted) {
    const message = `You already have ${name}. Change how you pay for it on your billing page, or in the portal.`;
    const url = await openPortalPage(customerId, `${env.appUrl}/billing`);
    throw new AppError("already_subscribed", message, { url });
  }
  const message = `You have ${name}. Change it to ${PLANS[wanted].name} on your billing page, which shows what that costs.`;
  throw new AppError("conflict", message, { url: `${env.appUrl}/billing` });
}

function plansOf(items: readonly RemoteItem[]): PaidPlanId[] {
  return items.map(({ lookupKey }) => planOfLookupKey(lookupKey)).filter((plan) => plan !== undefined);
}

/**
 * Stripe bills a customer in one currency, the one of their last subscription; before that they have the choice.
 * @throws AppError `conflict` when they asked for another.
 */
function currencyFor({ currency, locale }: Wish, subscriptions: readonly RemoteSubscription[]): Currency {
  const own = soldIn(subscriptions[0]?.currency);
  if (own !== undefined && currency !== undefined && currency !== own) {
    throw new AppError("conflict", `You pay in ${CURRENCY_NAMES[own]}. Reload the page to see the prices in those.`);
  }
  return own ?? currency ?? currencyOfLocale(locale);
}
