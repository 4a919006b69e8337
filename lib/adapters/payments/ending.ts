import "server-only";
import { z } from "zod";
import { ask, askMaybe } from "@/lib/adapters/payments/connection";
import { AppError } from "@/lib/platform/errors";

const Invoice = z.object({ id: z.string(), object: z.literal("invoice"), status: z.string().nullish() });
const Subscription = z.object({ id: z.string(), object: z.literal("subscription"), status: z.string() });

/**
 * Takes an invoice back, so that nobody can pay it any more.
 * @returns false when it was paid before: Stripe lets only one of the two happen.
 */
export async function voidInvoice(id: string): Promise<boolean> {
  try {
    await ask(Invoice, (stripe) => stripe.invoices.voidInvoice(id));
    return true;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "internal")) throw error;
    const { status } = await ask(Invoice, (stripe) => stripe.invoices.retrieve(id));
    if (status === "paid") return false;
    // Somebody else took it back, or an earlier try of ours whose answer was lost.
    if (status === "void") return true;
    throw error;
  }
}

/** Ends a subscription now. One that is over, or gone with its customer, is left as it is. */
export async function endSubscription(id: string, { comment }: { comment: string }): Promise<void> {
  await askMaybe(Subscription, (stripe) => stripe.subscriptions.cancel(id, { cancellation_details: { comment } }));
}
