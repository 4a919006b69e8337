import "server-only";
import { z } from "zod";
import { dayText, Moment, Money, moneyText } from "@/lib/notifications/letters/figures";
import { letter } from "@/lib/notifications/letter";

/** What the three letters about a payment that is missing are told. */
const MissingPayment = z.object({
  plan: z.string(),
  amount: Money,
  failedAt: Moment,
  graceEndsAt: Moment,
  /** The plan is gone already until it is paid. */
  isGraceOver: z.boolean(),
  endsAt: Moment,
  /** When the card is tried again, if it is. */
  nextTryAt: Moment.optional(),
  /** The sentence of the billing page that says what the person has now, and why. */
  standing: z.string().optional(),
  fixUrl: z.url(),
});
type MissingPayment = z.infer<typeof MissingPayment>;

const NOTE = "You have paid in the meantime? Then there is nothing to do, and we will say that it arrived.";

export const paymentFailed = letter({
  payload: MissingPayment,
  holdsSecret: false,
  words: (told) => ({
    subject: `Your payment for ${told.plan} did not go through`,
    paragraphs: [
      `On ${dayText(told.failedAt)} we could not collect ${moneyText(told.amount)} for ${told.plan}.`,
      ...standing(told),
      ...nextTry(told),
      unlessPaid(told),
    ],
    button: { label: "Pay now", url: told.fixUrl },
    note: NOTE,
  }),
});

export const paymentReminder = letter({
  payload: MissingPayment,
  holdsSecret: false,
  words: (told) => ({
    subject: told.isGraceOver
      ? `Pay to have ${told.plan} back`
      : `Pay by ${dayText(told.graceEndsAt)} to keep ${told.plan}`,
    paragraphs: [
      `${moneyText(told.amount)} for ${told.plan} is missing since ${dayText(told.failedAt)}.`,
      ...standing(told),
      told.isGraceOver
        ? "With the payment it is back at once. Your chats are all there meanwhile."
        : `Without the payment you are on Free after ${dayText(told.graceEndsAt)}. Your chats stay where they are.`,
      unlessPaid(told),
    ],
    button: { label: "Pay now", url: told.fixUrl },
    note: NOTE,
  }),
});

export const paymentLastNotice = letter({
  payload: MissingPayment,
  holdsSecret: false,
  words: (told) => ({
    subject: `Your ${told.plan} subscription ends on ${dayText(told.endsAt)}`,
    paragraphs: [
      `This is the last letter before it ends: ${moneyText(told.amount)} for ${told.plan} is missing since ${dayText(told.failedAt)}.`,
      ...standing(told),
      unlessPaid(told),
      "Your chats stay where they are. You can read them on Free too.",
    ],
    button: { label: "Pay and keep it", url: told.fixUrl },
    note: NOTE,
  }),
});

function standing(told: MissingPayment): string[] {
  return told.standing === undefined ? [] : [told.standing];
}

function nextTry({ nextTryAt }: MissingPayment): string[] {
  return nextTryAt === undefined
    ? []
    : [`We try your card again on ${dayText(nextTryAt)}. You need not wait for that.`];
}

function unlessPaid({ endsAt }: MissingPayment): string {
  return `If it stays unpaid, the subscription ends on ${dayText(endsAt)}, and nothing more is asked for.`;
}
