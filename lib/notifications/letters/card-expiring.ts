import "server-only";
import { z } from "zod";
import { dayText, Moment } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

export const cardExpiring = letter({
  payload: z.object({
    brand: z.string().nullable(),
    last4: z.string().nullable(),
    lastDay: Moment,
    fixUrl: z.url(),
  }),
  holdsSecret: false,
  words: ({ brand, last4, lastDay, fixUrl }) => ({
    subject: "Your card expires soon",
    paragraphs: [
      `The ${nameOf(brand)} card${last4 === null ? "" : ` ending in ${last4}`} that pays for Parley expires after ${dayText(lastDay)}.`,
      "Add its successor before that, and your plan goes on without a gap.",
    ],
    button: { label: "Change the card", url: fixUrl },
    note: "Some banks tell us of a new card by themselves. Then there is nothing to do.",
  }),
});

/** Stripe's name of a brand is in small letters. */
function nameOf(brand: string | null): string {
  return brand === null ? "payment" : brand.slice(0, 1).toUpperCase() + brand.slice(1);
}
