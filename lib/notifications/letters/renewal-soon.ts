import "server-only";
import { z } from "zod";
import { dayText, Moment, Money, priceText } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

/** For what is paid by the year, which is easily forgotten. */
export const renewalSoon = letter({
  payload: z.object({ plan: z.string(), price: Money, renewsAt: Moment, billingUrl: z.url() }),
  holdsSecret: false,
  words: ({ plan, price, renewsAt, billingUrl }) => ({
    subject: `${plan} renews on ${dayText(renewsAt)}`,
    paragraphs: [
      `Your year of ${plan} ends on ${dayText(renewsAt)}. It renews by itself then; its price now is ${priceText(price, "year")}.`,
      "You want to keep it? Then there is nothing to do. You do not, or want another plan? Change it before that day.",
    ],
    button: { label: "See your plan", url: billingUrl },
    note: "A discount or credit you may have is taken off the price.",
  }),
});
