import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";

export const emailLink = letter({
  payload: z.object({ link: z.url() }),
  holdsSecret: true,
  words: ({ link }) => ({
    subject: "Your sign-in link",
    paragraphs: ["Here is your link to sign in to Parley.", "It works once, within 15 minutes."],
    button: { label: "Sign in to Parley", url: link },
    note: "You did not ask for this? Then ignore this letter, and do not pass the link on: whoever has it can sign in as you.",
  }),
});
