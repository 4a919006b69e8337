import "server-only";
import { readAccount } from "@/lib/adapters/payments/account";
import { endSubscription, voidInvoice } from "@/lib/adapters/payments/ending";
import type { RemoteInvoice } from "@/lib/adapters/payments/invoice";
import type { RemoteSubscription } from "@/lib/adapters/payments/subscription";
import { ladderOf } from "@/lib/billing/dunning/ladder";
import { pastDueSince } from "@/lib/billing/projection";
import { beginEnding, findEnding, withdrawEnding } from "@/lib/billing/queries/dunning";
import { whileSyncing } from "@/lib/billing/queries/locks";
import { findKnown } from "@/lib/billing/queries/projection";
import { findSubscriptionRow } from "@/lib/billing/queries/standing";
import { syncCustomer } from "@/lib/billing/sync";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/** The calls that ending takes. */
export type EndingDesk = {
  readAccount: typeof readAccount;
  voidInvoice: typeof voidInvoice;
  endSubscription: typeof endSubscription;
};

const STRIPE: EndingDesk = { readAccount, voidInvoice, endSubscription };
const COMMENT = "Nobody paid for it.";
const OVER: ReadonlySet<string> = new Set(["canceled", "incomplete_expired"]);

/**
 * Ends at Stripe a subscription that nobody paid for, if that is still so when Stripe is asked. Its open invoices are
 * taken back first: Stripe lets an invoice be either paid or taken back, so from then on no money can come in for what
 * is about to end, and where somebody paid at the last moment the subscription stays. What is begun is noted before,
 * and a run after a crash goes on with it. The sync at the end writes what came of it, and tells the person.
 * @throws AppError `payments_down` when the queue should try again.
 */
export async function endUnpaid(
  subscriptionId: string,
  now: Clock = clockNow,
  desk: EndingDesk = STRIPE,
): Promise<void> {
  const row = await findSubscriptionRow(subscriptionId);
  if (row === null) return;
  const { userId, customerId } = row;
  await whileSyncing(customerId, async (tx) => {
    const account = await desk.readAccount(customerId, () => findKnown(tx, customerId));
    const subscription = account.subscriptions.find(({ id }) => id === subscriptionId);
    if (subscription === undefined || OVER.has(subscription.status)) return;
    const invoices = account.invoices.filter((invoice) => invoice.subscriptionId === subscriptionId);
    const isBegun = (await findEnding(subscriptionId)) !== null;
    if (!(isBegun ? isStillUnpaid(subscription, invoices) : isDue(subscription, invoices, now()))) {
      return withdrawEnding(subscriptionId);
    }
    await beginEnding({ subscriptionId, userId, customerId }, now());
    await end(subscription, invoices, desk);
  });
  await syncCustomer(customerId, now, desk.readAccount);
}

async function end({ id }: RemoteSubscription, invoices: readonly RemoteInvoice[], desk: EndingDesk): Promise<void> {
  for (const invoice of invoices.filter(isOpen)) {
    if (await desk.voidInvoice(invoice.id)) continue;
    log.info("subscription.paid_at_the_end", { subscriptionId: id });
    return withdrawEnding(id);
  }
  await desk.endSubscription(id, { comment: COMMENT });
}

function isDue(subscription: RemoteSubscription, invoices: readonly RemoteInvoice[], now: Date): boolean {
  const currentPeriodStart = subscription.items[0]?.periodStart ?? null;
  const owing = { ...subscription, currentPeriodStart, pastDueSince: pastDueSince(subscription, invoices) };
  const ladder = ladderOf(owing, invoices);
  return ladder !== undefined && ladder.endsAt <= now;
}

/** A run before may have taken the invoices back already, after which Stripe may call the subscription active. */
function isStillUnpaid({ latestInvoiceId }: RemoteSubscription, invoices: readonly RemoteInvoice[]): boolean {
  return invoices.find(({ id }) => id === latestInvoiceId)?.status !== "paid";
}

function isOpen({ status }: RemoteInvoice): boolean {
  return status === "open" || status === "uncollectible";
}
