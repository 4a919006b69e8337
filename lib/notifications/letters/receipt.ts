import "server-only";
import { z } from "zod";
import { dayText, Moment, Money, moneyText } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

export const receipt = letter({
  payload: z.object({ number: z.string().nullable(), amount: Money, paidAt: Moment, billingUrl: z.url() }),
  holdsSecret: false,
  words: ({ number, amount, paidAt, billingUrl }) => ({
    subject: `Your receipt for ${moneyText(amount)}`,
    paragraphs: [
      `Thank you: we received ${moneyText(amount)} on ${dayText(paidAt)}${number === null ? "" : ` for invoice ${number}`}.`,
      "Your billing page has the invoice, also as a file.",
    ],
    button: { label: "See the invoice", url: billingUrl },
    note: "You have this letter because your card was charged. It comes once for each payment.",
  }),
});
