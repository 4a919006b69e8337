import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";

export const alreadyRegistered = letter({
  payload: z.object({ signInUrl: z.url() }),
  holdsSecret: false,
  words: ({ signInUrl }) => ({
    subject: "You already have an account",
    paragraphs: [
      "Somebody, probably you, just tried to sign up to Parley with this address. It has an account already, so nothing was changed.",
      "Sign in as usual. If you no longer know your password, choose “Forgot your password?” there.",
    ],
    button: { label: "Sign in", url: signInUrl },
    note: "It was not you? Then there is nothing to do: your account and your password are as they were.",
  }),
});
