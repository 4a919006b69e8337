import "server-only";
import { z } from "zod";
import { ask, askMaybe } from "@/lib/adapters/payments/connection";
import { maybeIdOf, maybeText, moment } from "@/lib/adapters/payments/field";
import { PAGE } from "@/lib/adapters/payments/paging";

export const Wire = z
  .object({
    id: z.string(),
    object: z.literal("checkout.session"),
    status: z.enum(["open", "complete", "expired"]),
    url: maybeText,
    customer: maybeIdOf,
    payment_intent: maybeIdOf,
    client_reference_id: maybeText,
    metadata: z.record(z.string(), z.string()).nullish(),
    expires_at: moment,
  })
  .transform((wire) => ({
    id: wire.id,
    status: wire.status,
    url: wire.url,
    customerId: wire.customer,
    /** What it is paid with, once, if it sells no subscription and somebody tried. */
    paymentIntentId: wire.payment_intent,
    reference: wire.client_reference_id,
    metadata: wire.metadata ?? {},
    expiresAt: wire.expires_at,
  }));

/** A hosted page that sells a subscription, or something once. */
export type CheckoutPage = z.infer<typeof Wire>;

/** The customer's newest pages, newest first; more than one hundred are never open at once. */
export function listCheckoutPages(customer: string): Promise<CheckoutPage[]> {
  return ask(z.array(Wire), async (stripe) => {
    const page = await stripe.checkout.sessions.list({ customer, limit: PAGE });
    return page.data;
  });
}

export function findCheckoutPage(id: string): Promise<CheckoutPage | undefined> {
  return askMaybe(Wire, (stripe) => stripe.checkout.sessions.retrieve(id));
}

export type PageOrder = {
  customerId: string;
  /** Ours, to know the person again: the user's id. */
  reference: string;
  priceId: string;
  /** One that the price has an amount in. */
  currency: string;
  trialDays: number;
  metadata: Record<string, string>;
  /** `{CHECKOUT_SESSION_ID}` in it is filled in by Stripe. */
  successUrl: string;
  cancelUrl: string;
};

/** The same key with the same order gives the same page. */
export function openCheckoutPage(order: PageOrder, idempotencyKey: string): Promise<CheckoutPage> {
  const trial =
    order.trialDays > 0
      ? {
          trial_period_days: order.trialDays,
          trial_settings: { end_behavior: { missing_payment_method: "cancel" as const } },
        }
      : {};
  return ask(Wire, (stripe) =>
    stripe.checkout.sessions.create(
      {
        mode: "subscription",
        customer: order.customerId,
        client_reference_id: order.reference,
        line_items: [{ price: order.priceId, quantity: 1 }],
        currency: order.currency,
        allow_promotion_codes: true,
        payment_method_collection: "always",
        subscription_data: { metadata: order.metadata, ...trial },
        metadata: order.metadata,
        success_url: order.successUrl,
        cancel_url: order.cancelUrl,
      },
      { idempotencyKey },
    ),
  );
}

/** Closes a page and says how it ended: one that was paid in the meantime stays `complete`. */
export async function expireCheckoutPage(id: string): Promise<"expired" | "complete"> {
  try {
    await ask(Wire, (stripe) => stripe.checkout.sessions.expire(id));
    return "expired";
  } catch (error) {
    const page = await findCheckoutPage(id);
    if (page === undefined || page.status === "open") throw error;
    return page.status;
  }
}
