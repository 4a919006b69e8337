import "server-only";
import { z } from "zod";
import { dayText, Moment, Money, priceText } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

/** For what is paid by the year, which is easily forgotten. */
export const renewalSoon = letter({
  payload: z.object({
    plan: z.string(),
    price: Money,
    renewsAt: Moment,
    /** What was chosen to come instead of another year. */
    next: z.object({ plan: z.string(), interval: z.string(), price: Money }).optional(),
    billingUrl: z.url(),
  }),
  holdsSecret: false,
  words: ({ plan, price, renewsAt, next, billingUrl }) => ({
    subject:
      next === undefined ? `${plan} renews on ${dayText(renewsAt)}` : `Your plan changes on ${dayText(renewsAt)}`,
    paragraphs: [
      next === undefined
        ? `Your year of ${plan} ends on ${dayText(renewsAt)}. It renews by itself then, for ${priceText(price, "year")}.`
        : `Your year of ${plan} ends on ${dayText(renewsAt)}. As you chose, it becomes ${next.plan} then, for ${priceText(next.price, next.interval)}.`,
      "That suits you? Then there is nothing to do. It does not, or you want to leave? Change it before that day.",
    ],
    button: { label: "See your plan", url: billingUrl },
    note: "A discount or credit you may have is taken off the price.",
  }),
});
