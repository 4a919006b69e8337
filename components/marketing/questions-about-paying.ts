import type { Question } from "@/components/marketing/questions";

/** Asked before paying. Each answer is how the product behaves, and the tests of billing and usage hold it to that. */
export const QUESTIONS: readonly Question[] = [
  {
    question: "What is “model use”?",
    answer:
      "Each answer has a price: what the model charges for the words it reads and writes. Your plan includes an amount of it for each month, counted from the day you joined or subscribed. Every answer shows what it took.",
  },
  {
    question: "What happens when it is used up?",
    answer:
      "New messages wait until your next month begins, or until you choose a bigger plan. Nothing is charged on top, ever. Everything you have written stays open to read.",
  },
  {
    question: "What if an answer fails half-way?",
    answer: "What arrived is kept, and only that is counted. An answer that never began counts nothing.",
  },
  {
    question: "How do I cancel?",
    answer:
      "On the billing page, in two clicks. You keep what you paid for until the end of the period, then you are on Free, with your whole history.",
  },
  {
    question: "When does the trial turn into a charge?",
    answer:
      "On the date the billing page shows from the first day. Cancel before it, and nothing is charged. Each person has one trial.",
  },
];
