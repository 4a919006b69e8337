import "server-only";
import { z } from "zod";
import { dayText, Moment, Money, priceText } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

const Plan = z.object({ plan: z.string(), interval: z.string() });

export const planChanged = letter({
  payload: z.object({ from: Plan, to: Plan, price: Money, renewsAt: Moment.optional(), billingUrl: z.url() }),
  holdsSecret: false,
  words: ({ from, to, price, renewsAt, billingUrl }) => ({
    subject: `You have ${to.plan} now, paid by the ${to.interval}`,
    paragraphs: [
      `Your plan changed from ${from.plan}, paid by the ${from.interval}, to ${to.plan}, paid by the ${to.interval}.`,
      `Its price is ${priceText(price, to.interval)}.${renewsAt === undefined ? "" : ` It is next due on ${dayText(renewsAt)}.`}`,
      "What was charged or credited for the change is on your billing page.",
    ],
    button: { label: "See your billing", url: billingUrl },
    note: "It was not you? Then sign in, change your password, and change the plan back.",
  }),
});
