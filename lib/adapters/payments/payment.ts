import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { amount, maybeMoment, maybeText, moment } from "@/lib/adapters/payments/field";
import { PAGE, PAGED_MOST } from "@/lib/adapters/payments/paging";
import { readDisputed } from "@/lib/adapters/payments/payment-dispute";

const NO_CARD = { cardBrand: null, cardLast4: null };
const Charge = z
  .object({
    amount_refunded: amount,
    disputed: z.boolean().nullish(),
    created: maybeMoment,
    payment_method_details: z
      .object({ card: z.object({ brand: maybeText, last4: maybeText }).nullish() })
      .nullish()
      .transform((details) => {
        const card = details?.card;
        return card ? { cardBrand: card.brand, cardLast4: card.last4 } : NO_CARD;
      }),
  })
  .transform((charge) => ({
    refundedMinor: charge.amount_refunded,
    isDisputed: charge.disputed === true,
    triedAt: charge.created,
    ...charge.payment_method_details,
  }));
/** Before the first try there is no charge. */
const NO_CHARGE = { refundedMinor: 0, isDisputed: false, triedAt: null, ...NO_CARD };

const Wire = z
  .object({
    id: z.string(),
    object: z.literal("payment_intent"),
    status: z.string().min(1),
    currency: z.string(),
    amount,
    amount_received: amount,
    last_payment_error: z.object({ code: maybeText, decline_code: maybeText }).nullish(),
    latest_charge: Charge.nullish().transform((charge) => charge ?? NO_CHARGE),
    metadata: z.record(z.string(), z.string()).nullish(),
    livemode: z.boolean(),
    created: moment,
  })
  .transform(({ latest_charge: { triedAt, ...charge }, ...wire }) => ({
    id: wire.id,
    status: wire.status,
    currency: wire.currency,
    amountMinor: wire.amount,
    receivedMinor: wire.amount_received,
    /** The bank's reason for the last refusal, or Stripe's where the bank gave none. */
    declineCode: wire.last_payment_error?.decline_code ?? wire.last_payment_error?.code ?? null,
    ...charge,
    /** Null where it is not paid. */
    paidAt: wire.status === "succeeded" ? triedAt : null,
    metadata: wire.metadata ?? {},
    livemode: wire.livemode,
    createdAt: wire.created,
  }));

type Told = z.infer<typeof Wire>;
/** What was taken back by banks is asked for by itself, of the few payments that were disputed. */
export type RemotePayment = Told & { disputedMinor: number };

export async function listPayments(customer: string): Promise<RemotePayment[]> {
  return withDisputes(
    await ask(z.array(Wire), (stripe) =>
      stripe.paymentIntents
        .list({ customer, limit: PAGE, expand: ["data.latest_charge"] })
        .autoPagingToArray({ limit: PAGED_MOST }),
    ),
  );
}

/** Of what Stripe listed otherwise, the payments that can be read. */
export function readPayments(found: readonly unknown[]): Promise<RemotePayment[]> {
  return withDisputes(found.flatMap((one) => Wire.safeParse(one).data ?? []));
}

async function withDisputes(payments: readonly Told[]): Promise<RemotePayment[]> {
  return Promise.all(
    payments.map(async (payment) => ({
      ...payment,
      disputedMinor: payment.isDisputed ? await readDisputed(payment.id) : 0,
    })),
  );
}
