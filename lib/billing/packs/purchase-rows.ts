import "server-only";
import type { RemotePayment } from "@/lib/adapters/payments/payment";
import { soldBy } from "@/lib/billing/packs/offer";
import { plusMs } from "@/lib/platform/clock";

/** The payments that bought credits as rows of ours. Pure: the same payments give the same rows. */
export function purchaseRows(payments: readonly RemotePayment[]) {
  return payments.flatMap((payment) => {
    const sold = soldBy(payment.metadata);
    const { id, currency, receivedMinor, refundedMinor, disputedMinor, livemode } = payment;
    if (sold === undefined || payment.status !== "succeeded" || receivedMinor === 0) return [];
    const boughtAt = payment.paidAt ?? payment.createdAt;
    return [
      {
        id,
        pack: sold.pack,
        currency,
        amount_minor: receivedMinor,
        // What was refunded may be disputed all the same: no more goes back than came in.
        returned_minor: Math.min(receivedMinor, refundedMinor + disputedMinor),
        credit_micros: sold.creditMicros,
        bought_at: boughtAt,
        expires_at: plusMs(boughtAt, sold.termMs),
        livemode,
      },
    ];
  });
}
