import "server-only";
import { openCheckoutPage, type PageOrder } from "@/lib/adapters/payments/checkout-page";
import {
  closePages,
  dropIncomplete,
  isOn,
  requireCheckoutToken,
  type Terms,
  termsOf,
} from "@/lib/billing/checkout-terms";
import { ensureCustomer } from "@/lib/billing/customer";
import { whileCheckingOut } from "@/lib/billing/queries/locks";
import type { StartCheckout } from "@/lib/billing/schema";
import type { Viewer } from "@/lib/identity/schema";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

type Options = {
  /** Of the visitor, whose currency counts where none is asked for. */
  locale?: string | undefined;
  /** False sells without a trial, also to who might have one. */
  withTrial?: boolean;
};

/**
 * Opens Stripe's hosted page for a plan. One page a person is open at a time: the same wish again, a double click for
 * one, leads to the same page, and another wish closes the page before it. So nobody can pay twice side by side.
 * @throws AppError `already_subscribed` or `conflict`, with the URL to go on at, when a subscription is live;
 * `too_many_requests`, `payments_down`.
 */
export async function startCheckout(
  viewer: Viewer,
  wish: StartCheckout,
  { locale, withTrial = true }: Options = {},
): Promise<{ url: string }> {
  await requireCheckoutToken(viewer);
  const customerId = await ensureCustomer(viewer);
  return whileCheckingOut(viewer.id, async (tx) => {
    const terms = await termsOf(tx, viewer, { ...wish, customerId, locale, withTrial });
    await dropIncomplete(terms.subscriptions);
    return { url: await pageFor(viewer, terms) };
  });
}

async function pageFor(viewer: Viewer, terms: Terms): Promise<string> {
  const { pages } = terms;
  const same = pages.find((page) => page.status === "open" && page.url !== null && isOn(terms, page));
  await closePages(pages.filter((page) => page !== same));
  if (same?.url) return same.url;
  const order = orderOf(viewer, terms);
  // From the same state the same key: a retry after a crash finds the page that was made.
  const key = `checkout-${sha256(JSON.stringify([order, pages[0]?.id ?? null]))}`;
  const { url } = await openCheckoutPage(order, key);
  if (url === null) throw new AppError("payments_down");
  return url;
}

function orderOf({ id }: Viewer, { customerId, priceId, currency, trialDays, metadata }: Terms): PageOrder {
  return {
    customerId,
    reference: id,
    priceId,
    currency,
    trialDays,
    metadata,
    successUrl: `${env.appUrl}/billing/return?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${env.appUrl}/billing`,
  };
}
