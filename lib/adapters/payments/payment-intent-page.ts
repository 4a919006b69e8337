import "server-only";
import { type CheckoutPage, Wire } from "@/lib/adapters/payments/checkout-page";
import { ask } from "@/lib/adapters/payments/connection";

export type SingleOrder = {
  customerId: string;
  /** Ours, to know the person again: the user's id. */
  reference: string;
  name: string;
  amountMinor: number;
  currency: string;
  /** Of the page, and of the payment that is made on it. */
  metadata: Record<string, string>;
  /** `{CHECKOUT_SESSION_ID}` in it is filled in by Stripe. */
  successUrl: string;
  cancelUrl: string;
};

/** Opens a hosted page that sells one thing, once. The same key with the same order gives the same page. */
export function openSingleSale(order: SingleOrder, idempotencyKey: string): Promise<CheckoutPage> {
  const { amountMinor: unit_amount, currency, name, metadata } = order;
  return ask(Wire, (stripe) =>
    stripe.checkout.sessions.create(
      {
        mode: "payment",
        customer: order.customerId,
        client_reference_id: order.reference,
        line_items: [{ quantity: 1, price_data: { currency, unit_amount, product_data: { name } } }],
        payment_intent_data: { metadata, description: name },
        metadata,
        success_url: order.successUrl,
        cancel_url: order.cancelUrl,
      },
      { idempotencyKey },
    ),
  );
}
