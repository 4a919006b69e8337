import "server-only";
import { detachCard } from "@/lib/adapters/payments/card";
import { expireCheckoutPage, listCheckoutPages } from "@/lib/adapters/payments/checkout-page";
import { findCustomer, listCards } from "@/lib/adapters/payments/customer";
import { endSubscription } from "@/lib/adapters/payments/ending";
import { listSubscriptions } from "@/lib/adapters/payments/subscription";
import { closeIntents, creditIntents } from "@/lib/billing/packs/selling";
import { countOthers, findCustomersOf } from "@/lib/billing/queries/leaving";
import { whileNotCheckingOut } from "@/lib/billing/queries/locks";
import { endTeams } from "@/lib/billing/seats/leave";
import { syncCustomer } from "@/lib/billing/sync";
import { type Db, db } from "@/lib/db/client";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";

/** Stripe's words for a subscription that never charges again. Any other, also one we do not know, could. */
const OVER = ["canceled", "incomplete_expired"];
const COMMENT = "Parley: the person deleted their account.";

/**
 * Ends whatever could still charge somebody who leaves: checkout pages that are open, every subscription, the cards; and
 * with it their team, and their place in another's.
 * Then our rows are made equal to Stripe's, and looked at. Done again it changes nothing, so whoever takes over may
 * begin at the beginning. The account is closed before: from then on nothing is bought for it.
 * @throws AppError `payments_down`; `conflict` when a subscription lives on all the same.
 */
export async function endCharging(userId: string, now: Clock = clockNow): Promise<void> {
  const customerIds = await whileNotCheckingOut(userId, async (tx) => {
    const found = await findCustomersOf(tx, userId);
    for (const customerId of found) await endAtStripe(customerId);
    return found;
  });
  for (const customerId of customerIds) await syncCustomer(customerId, now);
  await endTeams(userId, now);
  if (await couldCharge(db, userId)) {
    throw new AppError("conflict", "A subscription of this person lives on although it was ended.");
  }
}

/** Whether a subscription of the person could still charge, as far as we know. */
export async function couldCharge(tx: Db, userId: string): Promise<boolean> {
  return (await countOthers(tx, userId, OVER)) > 0;
}

async function endAtStripe(customerId: string): Promise<void> {
  const customer = await findCustomer(customerId);
  // With a customer Stripe ends all that was theirs.
  if (customer === undefined || customer.isDeleted) return;
  // Pages first: one that is paid in the meantime has made a subscription, which is found below.
  const pages = await listCheckoutPages(customerId);
  for (const page of pages.filter(({ status }) => status === "open")) await expireCheckoutPage(page.id);
  await closeIntents(await creditIntents(customerId));
  const subscriptions = await listSubscriptions(customerId);
  for (const { id } of subscriptions.filter(({ status }) => !OVER.includes(status))) {
    await endSubscription(id, { comment: COMMENT });
  }
  for (const { id } of await listCards(customerId)) await detachCard(id);
}
