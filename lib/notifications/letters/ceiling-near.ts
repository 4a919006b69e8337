import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";

/** To an operator: a ceiling of the day is near, or reached. Amounts are written out. `who` is absent for everybody's. */
export const ceilingNear = letter({
  payload: z.object({
    who: z.string().optional(),
    isReached: z.boolean(),
    spent: z.string(),
    ceiling: z.string(),
    day: z.string(),
    pageUrl: z.url(),
  }),
  holdsSecret: false,
  words: ({ who, isReached, spent, ceiling, day, pageUrl }) => ({
    subject: `The daily ceiling${who === undefined ? "" : ` of ${who}`} is ${isReached ? "reached" : "near: 80 % is used"}`,
    paragraphs: [
      `On ${day} (UTC) ${who ?? "everybody together"} used models for ${spent}, of a ceiling of ${ceiling}.`,
      isReached
        ? `${who === undefined ? "New answers are refused for all" : "New answers of theirs are refused"} until midnight, UTC. What is under way is finished.`
        : "At the ceiling new answers are refused until midnight, UTC.",
      `The ceiling is ${who === undefined ? "SPEND_CEILING_GLOBAL_USD" : "SPEND_CEILING_PERSON_USD"}.`,
    ],
    button: { label: "See who uses what", url: pageUrl },
    note: "This is told once a day, at 80 % and at 100 %, to each admin.",
  }),
});
