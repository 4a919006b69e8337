import "server-only";
import {
  type CheckoutPage,
  expireCheckoutPage,
  listCheckoutPages,
  openCheckoutPage,
  type PageOrder,
} from "@/lib/adapters/payments/checkout-page";
import { openPortalPage } from "@/lib/adapters/payments/portal";
import { listSubscriptions, type RemoteItem, type RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { ensureCustomer } from "@/lib/billing/customer";
import { PLANS, planOfLookupKey } from "@/lib/billing/plans";
import { CURRENCY_NAMES, currencyOfLocale, soldIn } from "@/lib/billing/plans-currency";
import { readPriceFor } from "@/lib/billing/plans-price";
import { whileCheckingOut } from "@/lib/billing/queries/locks";
import { isLive } from "@/lib/billing/ranking";
import { mayTry } from "@/lib/billing/trials";
import type { Currency, PaidPlanId, StartCheckout } from "@/lib/billing/schema";
import type { Viewer } from "@/lib/identity/schema";
import { requireToken } from "@/lib/limits/throttle";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

/** More than anybody compares plans, and less than Stripe allows one account: each opens four calls there. */
const CHECKOUTS = { capacity: 20, refillPerMinute: 6 };

/**
 * Opens Stripe's hosted page for a plan. One page a person is open at a time: the same wish again, a double click for
 * one, leads to the same page, and another wish closes the page before it. So nobody can pay twice side by side.
 * @throws AppError `already_subscribed` or `conflict`, with the portal's URL, when a subscription is live, `too_many_requests`, `payments_down`.
 */
export async function startCheckout(
  viewer: Viewer,
  wish: StartCheckout,
  { locale }: { locale?: string } = {},
): Promise<{ url: string }> {
  const { plan, interval } = wish;
  await requireToken(`billing:checkout:${viewer.id}`, CHECKOUTS);
  const price = await readPriceFor(plan, interval);
  const customerId = await ensureCustomer(viewer);
  return whileCheckingOut(viewer.id, async (tx) => {
    const [pages, subscriptions] = await Promise.all([listCheckoutPages(customerId), listSubscriptions(customerId)]);
    await refuseSecond(subscriptions, { wanted: plan, customerId });
    const currency = currencyFor(wish, { subscriptions, locale });
    const isFirst = subscriptions.length === 0 && (await mayTry(tx, viewer));
    const trialDays = isFirst ? PLANS[plan].trialDays : 0;
    const order = orderOf(viewer, { customerId, priceId: price.id, trialDays, plan, interval, currency });
    return { url: await pageFor(order, pages) };
  });
}

/** Asked of Stripe, not of our rows: a purchase of a moment ago may not have reached us. */
async function refuseSecond(
  subscriptions: readonly RemoteSubscription[],
  { wanted, customerId }: { wanted: PaidPlanId; customerId: string },
): Promise<void> {
  const held = subscriptions.filter(isLive).flatMap(({ items }) => plansOf(items))[0];
  if (held === undefined) return;
  const url = await openPortalPage(customerId, `${env.appUrl}/billing`);
  const { name } = PLANS[held];
  if (held === wanted) {
    const message = `You already have ${name}. Change it or pay for it in the billing portal.`;
    throw new AppError("already_subscribed", message, { url });
  }
  throw new AppError(
    "conflict",
    `You have ${name}. Cancel it in the billing portal first: you keep it until its period ends, and can start ${PLANS[wanted].name} then.`,
    { url },
  );
}

function plansOf(items: readonly RemoteItem[]): PaidPlanId[] {
  return items.map(({ lookupKey }) => planOfLookupKey(lookupKey)).filter((plan) => plan !== undefined);
}

/**
 * Stripe bills a customer in one currency, the one of their last subscription; before that they have the choice.
 * @throws AppError `conflict` when they asked for another.
 */
function currencyFor(
  { currency }: StartCheckout,
  { subscriptions, locale }: { subscriptions: readonly RemoteSubscription[]; locale: string | undefined },
): Currency {
  const own = soldIn(subscriptions[0]?.currency);
  if (own !== undefined && currency !== undefined && currency !== own) {
    throw new AppError("conflict", `You pay in ${CURRENCY_NAMES[own]}. Reload the page to see the prices in those.`);
  }
  return own ?? currency ?? currencyOfLocale(locale);
}

type Wish = StartCheckout & { currency: Currency; customerId: string; priceId: string; trialDays: number };

function orderOf(viewer: Viewer, { customerId, priceId, trialDays, plan, interval, currency }: Wish): PageOrder {
  return {
    customerId,
    reference: viewer.id,
    priceId,
    currency,
    trialDays,
    metadata: { userId: viewer.id, plan, interval, currency, priceId, trialDays: String(trialDays) },
    successUrl: `${env.appUrl}/billing/return?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${env.appUrl}/billing`,
  };
}

async function pageFor(order: PageOrder, pages: readonly CheckoutPage[]): Promise<string> {
  const open = pages.filter(({ status }) => status === "open");
  const same = open.find((page) => page.url !== null && isFor(page, order));
  for (const page of open.filter((other) => other !== same)) {
    if ((await expireCheckoutPage(page.id)) === "complete") {
      throw new AppError("already_subscribed", "You have just subscribed on another page. Reload to see your plan.");
    }
  }
  if (same?.url) return same.url;
  // From the same state the same key: a retry after a crash finds the page that was made.
  const key = `checkout-${sha256(JSON.stringify([order, pages[0]?.id ?? null]))}`;
  const { url } = await openCheckoutPage(order, key);
  if (url === null) throw new AppError("payments_down");
  return url;
}

function isFor({ metadata }: CheckoutPage, order: PageOrder): boolean {
  return Object.entries(order.metadata).every(([name, value]) => metadata[name] === value);
}
