import "server-only";
import { findCheckoutPage } from "@/lib/adapters/payments/checkout-page";
import { billingOverview } from "@/lib/billing/overview";
import { findCustomerId } from "@/lib/billing/queries/standing";
import type { CheckoutReturn } from "@/lib/billing/schema";
import { syncCustomer } from "@/lib/billing/sync";
import { endRefusedTrials } from "@/lib/billing/trials-refused";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

const SESSION_ID = /^cs_\w{1,250}$/u;

/**
 * What the page shows that Stripe leads back to. Coming back proves nothing, and the id comes from the address bar:
 * it counts only when it is a page of the signed-in person's own customer. The same sync as the webhook's decides.
 * @throws AppError `not_found` for anybody else's page, exactly as for none at all; `payments_down`.
 */
export async function finishCheckout(
  viewer: Viewer,
  sessionId: string,
  now: Clock = clockNow,
): Promise<CheckoutReturn> {
  if (!SESSION_ID.test(sessionId)) throw new AppError("not_found");
  const customerId = await findCustomerId(db, viewer.id);
  if (customerId === undefined) throw new AppError("not_found");
  const page = await findCheckoutPage(sessionId);
  if (page?.customerId !== customerId || page.reference !== viewer.id) throw new AppError("not_found");
  if (page.status === "complete") {
    await syncCustomer(customerId, now);
    await endRefusedTrials(viewer.id, now);
  }
  return { state: page.status, overview: await billingOverview(viewer, {}, now) };
}
