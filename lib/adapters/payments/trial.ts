import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { findSubscription } from "@/lib/adapters/payments/subscription";
import { AppError } from "@/lib/platform/errors";

const Ended = z.object({ object: z.literal("subscription"), status: z.literal("canceled") });

/** Ends a subscription that is on trial, so that nothing is charged. One that is not on trial any more is left alone. */
export async function cancelTrial(id: string): Promise<void> {
  const found = await findSubscription(id);
  if (found?.status !== "trialing") return;
  const comment = "Parley: this person, mailbox or card had a trial before.";
  try {
    await ask(Ended, (stripe) => stripe.subscriptions.cancel(id, { cancellation_details: { comment } }));
  } catch (error) {
    // Somebody else was faster: Stripe finds no subscription that could be ended.
    if (!(error instanceof AppError && error.code === "not_found")) throw error;
  }
}
