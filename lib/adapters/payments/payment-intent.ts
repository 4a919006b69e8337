import "server-only";
import Stripe from "stripe";
import { z } from "zod";
import { ask, askMaybe } from "@/lib/adapters/payments/connection";
import { amount, maybeIdOf, maybeText } from "@/lib/adapters/payments/field";
import { PAGE } from "@/lib/adapters/payments/paging";
import { AppError } from "@/lib/platform/errors";

const Wire = z
  .object({
    id: z.string(),
    object: z.literal("payment_intent"),
    status: z.string().min(1),
    amount,
    currency: z.string(),
    customer: maybeIdOf,
    client_secret: maybeText,
    metadata: z.record(z.string(), z.string()).nullish(),
    next_action: z.object({ redirect_to_url: z.object({ url: maybeText }).nullish() }).nullish(),
    last_payment_error: z.object({ code: maybeText, decline_code: maybeText }).nullish(),
  })
  .transform((wire) => ({
    id: wire.id,
    status: wire.status,
    amountMinor: wire.amount,
    currency: wire.currency,
    customerId: wire.customer,
    clientSecret: wire.client_secret,
    metadata: wire.metadata ?? {},
    /** Where the card's owner confirms it with their bank; null when nobody asks for that. */
    confirmUrl: wire.next_action?.redirect_to_url?.url ?? null,
    /** The bank's reason for the last refusal, or Stripe's where the bank gave none. */
    declineCode: wire.last_payment_error?.decline_code ?? wire.last_payment_error?.code ?? null,
  }));

/** A payment that is made, or waits to be, by whoever has its secret. */
export type PaymentIntent = z.infer<typeof Wire>;

/** Somebody may still pay it: it is neither over nor on its way. */
const OPEN = new Set(["requires_payment_method", "requires_confirmation", "requires_action"]);

export function isOpenIntent({ status }: Pick<PaymentIntent, "status">): boolean {
  return OPEN.has(status);
}

/** The customer's newest, newest first. */
export function listIntents(customer: string): Promise<PaymentIntent[]> {
  return ask(z.array(Wire), async (stripe) => {
    const page = await stripe.paymentIntents.list({ customer, limit: PAGE });
    return page.data;
  });
}

export function findIntent(id: string): Promise<PaymentIntent | undefined> {
  return askMaybe(Wire, (stripe) => stripe.paymentIntents.retrieve(id));
}

export type IntentOrder = {
  customerId: string;
  amountMinor: number;
  currency: string;
  description: string;
  /** Where Stripe sends its receipt, in live mode. */
  receiptEmail: string;
  metadata: Record<string, string>;
};

/** The same key with the same order gives the same payment. Nothing is charged until it is confirmed. */
export function createIntent(order: IntentOrder, idempotencyKey: string): Promise<PaymentIntent> {
  return ask(Wire, (stripe) =>
    stripe.paymentIntents.create(
      {
        customer: order.customerId,
        amount: order.amountMinor,
        currency: order.currency,
        description: order.description,
        receipt_email: order.receiptEmail,
        automatic_payment_methods: { enabled: true },
        metadata: order.metadata,
      },
      { idempotencyKey },
    ),
  );
}

/**
 * Charges a saved card, its owner being there. Refused or asked for a confirmation, the payment stays open and says so;
 * one that was paid already is not paid again.
 */
export function confirmIntent(
  id: string,
  { cardId, returnUrl }: { cardId: string; returnUrl: string },
): Promise<PaymentIntent> {
  return ask(Wire, async (stripe) => {
    try {
      return await stripe.paymentIntents.confirm(id, { payment_method: cardId, return_url: returnUrl });
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
      return stripe.paymentIntents.retrieve(id);
    }
  });
}

/** Sees to it that nobody can pay it any more, and says how it ended: one that was paid meanwhile is `succeeded`. */
export async function cancelIntent(id: string): Promise<string> {
  try {
    return (await ask(Wire, (stripe) => stripe.paymentIntents.cancel(id))).status;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "internal")) throw error;
    const intent = await ask(Wire, (stripe) => stripe.paymentIntents.retrieve(id));
    if (isOpenIntent(intent)) throw error;
    return intent.status;
  }
}
