import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";

export const verifyAddress = letter({
  payload: z.object({ link: z.url() }),
  holdsSecret: true,
  words: ({ link }) => ({
    subject: "Confirm your email address",
    paragraphs: [
      "Welcome to Parley. Confirm that this address is yours, and you are in.",
      "The link works once, within 24 hours.",
    ],
    button: { label: "Confirm my address", url: link },
    note: "You did not sign up? Then ignore this letter: without your confirmation nobody can use this address.",
  }),
});
