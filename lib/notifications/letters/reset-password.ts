import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";

export const resetPassword = letter({
  payload: z.object({ link: z.url() }),
  holdsSecret: true,
  words: ({ link }) => ({
    subject: "Choose a new password",
    paragraphs: [
      "Here is the link you asked for. It lets you choose a new password and signs you out everywhere else.",
      "The link works once, within an hour.",
    ],
    button: { label: "Choose a new password", url: link },
    note: "You did not ask for this? Then ignore this letter: your password stays as it is.",
  }),
});
