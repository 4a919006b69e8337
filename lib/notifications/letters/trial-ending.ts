import "server-only";
import { z } from "zod";
import { dayText, Moment, Money, priceText } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

export const trialEnding = letter({
  payload: z.object({ plan: z.string(), price: Money, interval: z.string(), endsAt: Moment, billingUrl: z.url() }),
  holdsSecret: false,
  words: ({ plan, price, interval, endsAt, billingUrl }) => ({
    subject: `Your ${plan} trial ends on ${dayText(endsAt)}`,
    paragraphs: [
      `Your trial of ${plan} ends on ${dayText(endsAt)}. Then it goes on by itself, for ${priceText(price, interval)}.`,
      "You want to keep it? Then there is nothing to do. You do not? Cancel before that day, and nothing is charged.",
    ],
    button: { label: "Keep or cancel", url: billingUrl },
    note: "A discount or credit you may have is taken off the price.",
  }),
});
