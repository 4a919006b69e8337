import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";

export const accountDeleted = letter({
  payload: z.object({ signUpUrl: z.url() }),
  holdsSecret: false,
  words: ({ signUpUrl }) => ({
    subject: "Your account is deleted",
    paragraphs: [
      "Your Parley account is deleted, with your chats, your files and everything else that says who you are.",
      "Nothing will be charged any more. What the law tells us to keep, invoices and the records of payments, stays without your name and address.",
    ],
    button: { label: "Begin anew", url: signUpUrl },
    note: "This is the last letter we send you. Your address is free: you can sign up with it again at any time.",
  }),
});
