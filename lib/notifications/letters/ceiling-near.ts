import "server-only";
import { z } from "zod";
import { letter } from "@/lib/notifications/letter";

/**
 * To an operator: a ceiling of the day is near, or reached; everybody's, or one person's, whom the page that it leads to
 * names. Amounts are written out.
 */
export const ceilingNear = letter({
  payload: z.object({
    isPersons: z.boolean(),
    isReached: z.boolean(),
    spent: z.string(),
    ceiling: z.string(),
    day: z.string(),
    pageUrl: z.url(),
  }),
  holdsSecret: false,
  words: ({ isPersons, isReached, spent, ceiling, day, pageUrl }) => ({
    subject: `The daily ceiling ${isPersons ? "of one person" : "of all"} is ${isReached ? "reached" : "near: 80 % is used"}`,
    paragraphs: [
      `On ${day} (UTC) ${isPersons ? "one person" : "everybody together"} used models for ${spent}, of a ceiling of ${ceiling}.`,
      isReached
        ? `New answers ${isPersons ? "of theirs" : "for all"} are refused until midnight, UTC. What is under way is finished.`
        : "At the ceiling new answers are refused until midnight, UTC.",
      `The ceiling is ${isPersons ? "SPEND_CEILING_PERSON_USD" : "SPEND_CEILING_GLOBAL_USD"}.`,
    ],
    button: { label: isPersons ? "See who it is" : "See who uses what", url: pageUrl },
    note: "This is told once a day, at 80 % and at 100 %, to each admin.",
  }),
});
