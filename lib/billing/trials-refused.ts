import "server-only";
import { endSubscription } from "@/lib/adapters/payments/ending";
import { findSubscription } from "@/lib/adapters/payments/subscription";
import { findRefusedOpen } from "@/lib/billing/queries/trials";
import { syncCustomer } from "@/lib/billing/sync";
import { db } from "@/lib/db/client";
import { type Clock, now as clockNow } from "@/lib/platform/clock";

type Refused = { subscriptionId: string; customerId: string };

/** Ends the subscription of a trial that was refused, with nothing charged. One that is over, or is paid for, it leaves. */
export async function endRefusedTrial({ subscriptionId, customerId }: Refused, now: Clock = clockNow): Promise<void> {
  const found = await findSubscription(subscriptionId);
  if (found?.status === "trialing") {
    await endSubscription(subscriptionId, { comment: "Parley: this person, mailbox or card had a trial before." });
  }
  await syncCustomer(customerId, now);
}

/** The same at once, for a person who is waiting on a page: what the jobs would do in a moment. */
export async function endRefusedTrials(userId: string, now: Clock = clockNow): Promise<void> {
  for (const { id, customerId } of await findRefusedOpen(db, userId)) {
    await endRefusedTrial({ subscriptionId: id, customerId }, now);
  }
}
