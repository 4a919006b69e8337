import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";

export const passwordChanged = letter({
  payload: z.object({ resetUrl: z.url() }),
  holdsSecret: false,
  words: ({ resetUrl }) => ({
    subject: "Your password was changed",
    paragraphs: [
      "The password of your Parley account was just changed, and every other browser was signed out.",
      "If that was you, all is well.",
    ],
    button: { label: "It was not me", url: resetUrl },
    note: "If it was not you, press the button and choose a new password now: the letter that follows goes only to this address.",
  }),
});
