import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { maybeText } from "@/lib/adapters/payments/field";
import { type RemoteSubscription, Wire as Subscription } from "@/lib/adapters/payments/subscription";
import { AppError } from "@/lib/platform/errors";

export type SubscriptionOrder = {
  customerId: string;
  priceId: string;
  /** One that the price has an amount in. */
  currency: string;
  /** A saved card of the customer's. */
  cardId: string;
  trialDays: number;
  metadata: Record<string, string>;
};

/**
 * Subscribes with a saved card and charges it, the person being there. Where the card is refused, or its bank wants a
 * confirmation, the subscription comes back `incomplete`. The same key with the same order gives the same one.
 * @throws AppError `payments_down` also where the answer was lost: then it may have been made.
 */
export async function createSubscription(
  order: SubscriptionOrder,
  idempotencyKey: string,
): Promise<RemoteSubscription> {
  const trial =
    order.trialDays > 0
      ? {
          trial_period_days: order.trialDays,
          trial_settings: { end_behavior: { missing_payment_method: "cancel" as const } },
        }
      : {};
  return ask(Subscription, (stripe) =>
    stripe.subscriptions.create(
      {
        customer: order.customerId,
        items: [{ price: order.priceId, quantity: 1 }],
        currency: order.currency,
        default_payment_method: order.cardId,
        payment_behavior: "allow_incomplete",
        metadata: order.metadata,
        ...trial,
      },
      { idempotencyKey },
    ),
  );
}

const Intent = z.object({
  status: z.string(),
  last_payment_error: z.object({ code: maybeText, decline_code: maybeText }).nullish(),
});
const FirstInvoice = z
  .object({
    id: z.string(),
    object: z.literal("invoice"),
    hosted_invoice_url: maybeText,
    payments: z
      .object({ data: z.array(z.object({ payment: z.object({ payment_intent: Intent.nullish() }) })) })
      .nullish(),
  })
  .transform(({ hosted_invoice_url, payments }) => {
    const intents = (payments?.data ?? []).flatMap(({ payment }) => payment.payment_intent ?? []);
    const error = intents.find(({ last_payment_error }) => last_payment_error)?.last_payment_error;
    return {
      /** Where the owner of the card confirms the payment; null when the bank did not ask for it. */
      confirmUrl: intents.some(({ status }) => status === "requires_action") ? hosted_invoice_url : null,
      declineCode: error?.decline_code ?? error?.code ?? null,
    };
  });

/** Why the payment of a subscription's first invoice is not through. */
export function readFirstPayment({ latestInvoiceId }: RemoteSubscription): Promise<z.infer<typeof FirstInvoice>> {
  if (latestInvoiceId === null) throw new AppError("payments_down");
  return ask(FirstInvoice, (stripe) =>
    stripe.invoices.retrieve(latestInvoiceId, { expand: ["payments.data.payment.payment_intent"] }),
  );
}
