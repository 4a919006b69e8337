import "server-only";
import { z } from "zod";
import { dayText, Moment } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

export const seatInvitation = letter({
  payload: z.object({ owner: z.string(), plan: z.string(), expiresAt: Moment, link: z.url() }),
  holdsSecret: true,
  words: ({ owner, plan, expiresAt, link }) => ({
    subject: `${owner} offers you a seat on Parley`,
    paragraphs: [
      `${owner} pays for ${plan} on Parley for a team, and offers you a seat in it. You would have all of ${plan}, and pay nothing.`,
      "Your chats stay your own: nobody in the team sees them.",
      `Sign in with this address, or sign up with it. The offer stands until ${dayText(expiresAt)}, and is good once.`,
    ],
    button: { label: "Look at the offer", url: link },
    note: "You do not know who this is, or do not want it? Then ignore this letter, and nothing happens.",
  }),
});
