import "server-only";
import { z } from "zod";
import { dayText, Moment, Money, moneyText } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

export const paymentRecovered = letter({
  payload: z.object({
    plan: z.string(),
    number: z.string().nullable(),
    amount: Money,
    paidAt: Moment,
    billingUrl: z.url(),
  }),
  holdsSecret: false,
  words: ({ plan, number, amount, paidAt, billingUrl }) => ({
    subject: `Your payment arrived: you have ${plan}`,
    paragraphs: [
      `Thank you: we received ${moneyText(amount)} on ${dayText(paidAt)}${number === null ? "" : ` for invoice ${number}`}.`,
      `You have ${plan} in full again, from this moment. Nothing else is missing.`,
    ],
    button: { label: "See your invoices", url: billingUrl },
    note: "You have this letter because an earlier one said that the payment was missing.",
  }),
});
