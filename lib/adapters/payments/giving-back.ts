import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";

const Refund = z.object({ id: z.string(), object: z.literal("refund") });
const Subscription = z.object({ id: z.string(), object: z.literal("subscription") });

/** Gives back so much of a payment. The same key again is the same refund. */
export async function refundPayment(
  paymentIntent: string,
  { amountMinor, idempotencyKey }: { amountMinor: number; idempotencyKey: string },
): Promise<void> {
  await ask(Refund, (stripe) =>
    stripe.refunds.create({ payment_intent: paymentIntent, amount: amountMinor }, { idempotencyKey }),
  );
}

/** Lets a trial go on until then; nothing is charged or given back for the change. */
export async function moveTrialEnd(
  id: string,
  { trialEnd, idempotencyKey }: { trialEnd: Date; idempotencyKey: string },
): Promise<void> {
  const params = { trial_end: Math.floor(trialEnd.getTime() / 1_000), proration_behavior: "none" } as const;
  await ask(Subscription, (stripe) => stripe.subscriptions.update(id, params, { idempotencyKey }));
}
