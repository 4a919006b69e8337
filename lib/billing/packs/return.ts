import "server-only";
import { findCheckoutPage } from "@/lib/adapters/payments/checkout-page";
import { findIntent, isOpenIntent, type PaymentIntent } from "@/lib/adapters/payments/payment-intent";
import { declineText } from "@/lib/billing/declines";
import { soldBy } from "@/lib/billing/packs/offer";
import type { PurchaseReturn } from "@/lib/billing/packs/schema";
import { isPurchased } from "@/lib/billing/queries/purchases";
import { findCustomerId } from "@/lib/billing/queries/standing";
import { syncCustomer } from "@/lib/billing/sync";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

const SESSION_ID = /^cs_\w{1,250}$/u;
const INTENT_ID = /^pi_\w{1,250}$/u;

/** What stands in the address that one comes back to: of a page of Stripe's, or of a bank that asked. */
export type CameBack = { sessionId?: string | undefined; intentId?: string | undefined };

/**
 * What has become of a purchase. Coming back proves nothing, and the ids come from the address bar: they count only
 * where they are the signed-in person's own, and paid is what the sync finds paid.
 * @throws AppError `not_found` for anybody else's, exactly as for none at all; `payments_down`.
 */
export async function finishPurchase(viewer: Viewer, back: CameBack, now: Clock = clockNow): Promise<PurchaseReturn> {
  const customerId = await findCustomerId(db, viewer.id);
  if (customerId === undefined) throw new AppError("not_found");
  const intentId = await intentIdOf(viewer, customerId, back);
  if (intentId === null) return { state: "open" };
  const intent = await findIntent(intentId);
  if (intent?.customerId !== customerId || soldBy(intent.metadata) === undefined) throw new AppError("not_found");
  if (intent.status === "succeeded") await syncCustomer(customerId, now);
  return (await isPurchased(viewer.id, intent.id)) ? { state: "paid" } : stateOf(intent);
}

/** Null for a page on which nobody has tried to pay yet. */
async function intentIdOf(viewer: Viewer, customerId: string, { sessionId, intentId }: CameBack) {
  if (sessionId === undefined) {
    if (intentId === undefined || !INTENT_ID.test(intentId)) throw new AppError("not_found");
    return intentId;
  }
  const page = SESSION_ID.test(sessionId) ? await findCheckoutPage(sessionId) : undefined;
  if (page?.customerId !== customerId || page.reference !== viewer.id || soldBy(page.metadata) === undefined) {
    throw new AppError("not_found");
  }
  return page.paymentIntentId;
}

function stateOf(intent: PaymentIntent): PurchaseReturn {
  const isRefused = intent.status === "canceled" || (isOpenIntent(intent) && intent.declineCode !== null);
  return isRefused ? { state: "refused", reason: declineText(intent.declineCode) } : { state: "open" };
}
