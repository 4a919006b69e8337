import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { amount, maybeText, moment } from "@/lib/adapters/payments/field";
import { PAGE, PAGED_MOST } from "@/lib/adapters/payments/paging";

const NO_CARD = { cardBrand: null, cardLast4: null };
const Charge = z
  .object({
    amount_refunded: amount,
    payment_method_details: z
      .object({ card: z.object({ brand: maybeText, last4: maybeText }).nullish() })
      .nullish()
      .transform((details) => {
        const card = details?.card;
        return card ? { cardBrand: card.brand, cardLast4: card.last4 } : NO_CARD;
      }),
  })
  .transform((charge) => ({ refundedMinor: charge.amount_refunded, ...charge.payment_method_details }));
/** Before the first try there is no charge. */
const NO_CHARGE = { refundedMinor: 0, ...NO_CARD };

export const Wire = z
  .object({
    id: z.string(),
    object: z.literal("payment_intent"),
    status: z.string().min(1),
    currency: z.string(),
    amount,
    amount_received: amount,
    last_payment_error: z.object({ code: maybeText, decline_code: maybeText }).nullish(),
    latest_charge: Charge.nullish().transform((charge) => charge ?? NO_CHARGE),
    livemode: z.boolean(),
    created: moment,
  })
  .transform((wire) => ({
    id: wire.id,
    status: wire.status,
    currency: wire.currency,
    amountMinor: wire.amount,
    receivedMinor: wire.amount_received,
    /** The bank's reason for the last refusal, or Stripe's where the bank gave none. */
    declineCode: wire.last_payment_error?.decline_code ?? wire.last_payment_error?.code ?? null,
    ...wire.latest_charge,
    livemode: wire.livemode,
    createdAt: wire.created,
  }));

export type RemotePayment = z.infer<typeof Wire>;

export function listPayments(customer: string): Promise<RemotePayment[]> {
  return ask(z.array(Wire), (stripe) =>
    stripe.paymentIntents
      .list({ customer, limit: PAGE, expand: ["data.latest_charge"] })
      .autoPagingToArray({ limit: PAGED_MOST }),
  );
}
