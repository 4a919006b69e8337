import "server-only";
import { z } from "zod";
import { dayText, Moment, Money, moneyText } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

export const refunded = letter({
  payload: z.object({
    /** Of this payment, altogether. */
    refunded: Money,
    payment: Money,
    paidAt: Moment,
    billingUrl: z.url(),
  }),
  holdsSecret: false,
  words: ({ refunded: back, payment, paidAt, billingUrl }) => ({
    subject: `A refund of your payment of ${moneyText(payment)}`,
    paragraphs: [
      back.amountMinor >= payment.amountMinor
        ? `We gave back all of your payment of ${moneyText(payment)} of ${dayText(paidAt)}.`
        : `Of your payment of ${moneyText(payment)} of ${dayText(paidAt)} we have now given back ${moneyText(back)} in all.`,
      "It goes to the card you paid with. Banks take up to ten days to show it.",
    ],
    button: { label: "See your payments", url: billingUrl },
    note: "You have this letter because money went back to your card. There is nothing to do.",
  }),
});
