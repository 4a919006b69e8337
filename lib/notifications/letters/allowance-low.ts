import "server-only";
import { z } from "zod";
import { dayText, Moment } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

/** Most of a month's allowance is used, or all of it. What follows is the plan's rule, and whether credits are there. */
export const allowanceLow = letter({
  payload: z.object({
    plan: z.string(),
    isSpent: z.boolean(),
    resetsAt: Moment,
    whenSpent: z.enum(["stop", "credits", "cheaper"]),
    // Letters that were written before there were gifts say nothing of them.
    hasGift: z.boolean().default(false),
    hasCredits: z.boolean(),
    billingUrl: z.url(),
  }),
  holdsSecret: false,
  words: (told) => ({
    subject: told.isSpent ? `Your ${told.plan} allowance is used up` : `80 % of your ${told.plan} allowance is used`,
    paragraphs: [
      told.isSpent
        ? `This month's allowance of ${told.plan} is used up. It starts again on ${dayText(told.resetsAt)}.`
        : `You have used 80 % of this month's allowance of ${told.plan}. It starts again on ${dayText(told.resetsAt)}.`,
      afterwards(told),
      "Your chats stay where they are, and can be read and taken along at any time.",
    ],
    button: { label: "See your plan", url: told.billingUrl },
    note: "We write this once at 80 % and once at the end, each month at most.",
  }),
});

type Afterwards = {
  isSpent: boolean;
  whenSpent: "stop" | "credits" | "cheaper";
  hasGift: boolean;
  hasCredits: boolean;
};

function afterwards({ isSpent, whenSpent, hasGift, hasCredits }: Afterwards): string {
  const then = isSpent ? "Until then" : "Once it is used up";
  if (hasGift) return `${then} new messages use the credit that we gave you.`;
  if (whenSpent === "stop") return `${then} new messages wait. A bigger plan begins at once.`;
  if (hasCredits) return `${then} new messages use the credits that you bought.`;
  const cheaper =
    whenSpent === "cheaper" ? " Where the rest covers only a cheaper model, that one answers and says so." : "";
  return `${then} new messages wait. Credits, or a bigger plan, let you go on at once.${cheaper}`;
}
