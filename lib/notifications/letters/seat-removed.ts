import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";

export const seatRemoved = letter({
  payload: z.object({ owner: z.string(), billingUrl: z.url() }),
  holdsSecret: false,
  words: ({ owner, billingUrl }) => ({
    subject: "You have no seat in your team any more",
    paragraphs: [
      `${owner} has taken you out of the team that paid for your plan.`,
      "Your whole history stays open. From now on you have what you pay for yourself, or Free.",
    ],
    button: { label: "See your plan", url: billingUrl },
    note: "You think this is a mistake? Only whoever pays for the team can offer you a seat again.",
  }),
});
