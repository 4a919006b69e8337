import "server-only";
import { z } from "zod";
import { dayText, Moment } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

export const subscriptionEndedUnpaid = letter({
  payload: z.object({ plan: z.string(), endedAt: Moment, billingUrl: z.url() }),
  holdsSecret: false,
  words: ({ plan, endedAt, billingUrl }) => ({
    subject: `Your ${plan} subscription has ended`,
    paragraphs: [
      `Its payment stayed missing, so your ${plan} subscription ended on ${dayText(endedAt)}. Your card is not charged for it any more.`,
      "You are on Free now. Your chats are all there, and you can begin again at any time.",
    ],
    button: { label: "Choose a plan", url: billingUrl },
    note: "You paid in the meantime? Your billing page lists every payment that reached us.",
  }),
});
