import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";
import { dayText, Moment } from "@/lib/notifications/letters/figures";

/** `endsAt` where a plan was given to somebody who paid for none; else it is months of what they pay for. */
export const complimentary = letter({
  payload: z.object({ plan: z.string(), months: z.int().min(1), endsAt: Moment.optional(), billingUrl: z.url() }),
  holdsSecret: false,
  words: ({ billingUrl, ...given }) => ({
    ...(given.endsAt === undefined ? monthsWords(given) : planWords(given, given.endsAt)),
    button: { label: "See your plan", url: billingUrl },
    note: "There is nothing to do. Your billing page says what you have, and when anything is charged.",
  }),
});

type Given = { plan: string; months: number };

function monthsWords({ plan, months }: Given) {
  const next = months === 1 ? "next month" : `next ${months} months`;
  const cost = months === 1 ? "costs" : "cost";
  return {
    subject: `Your ${next} of ${plan} ${cost} nothing`,
    paragraphs: [
      `We give you your ${next} of ${plan}: nothing is charged for ${months === 1 ? "it" : "them"}. After that it is paid for as before.`,
    ],
  };
}

function planWords({ plan, months }: Given, endsAt: string) {
  const count = months === 1 ? "a month" : `${months} months`;
  return {
    subject: `${plan} is yours until ${dayText(endsAt)}`,
    paragraphs: [
      `We give you ${plan} for ${count}, free of charge, until ${dayText(endsAt)}.`,
      "It ends by itself: nothing is charged, also where you have a card saved.",
    ],
  };
}
