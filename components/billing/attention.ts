import type { AccessState } from "@/lib/billing/schema";

/** What is wrong, what stays as it is, and what the button that puts it right says. */
export type Attention = {
  tone: "warn" | "bad";
  title: string;
  text: string;
  call: string;
  /** Where a missing payment is made good; anything else is put right in the portal. */
  fixUrl?: string;
};

const FIX_URL = "/billing/fix";

const BY_STATE: Readonly<Partial<Record<AccessState, Attention>>> = {
  grace: {
    tone: "warn",
    title: "Your last payment did not go through",
    text: "You keep your plan for now. Pay it, and everything goes on as before.",
    call: "Pay now",
    fixUrl: FIX_URL,
  },
  overdue: {
    tone: "bad",
    title: "Your plan is waiting for its payment",
    text: "You are on Free until it is paid. Your whole history stays open.",
    call: "Pay now",
    fixUrl: FIX_URL,
  },
  paused: {
    tone: "warn",
    title: "Your subscription is paused",
    text: "Nothing is charged while it is. Resume it to have your plan back.",
    call: "Resume",
  },
  incomplete: {
    tone: "warn",
    title: "Your first payment is not complete",
    text: "Your bank may be asking you to confirm it. Nothing is charged until you do.",
    call: "Complete it",
  },
  unconfirmed: {
    tone: "warn",
    title: "Your renewal is not confirmed",
    text: "We have not heard whether it was paid. Your billing pages at Stripe show it.",
    call: "Look at it",
  },
  unknown: {
    tone: "warn",
    title: "Your subscription needs to be looked at",
    text: "It is in a state we do not know. Your billing pages at Stripe show it.",
    call: "Look at it",
  },
};

const OTHERWISE: Attention = {
  tone: "warn",
  title: "Something about your payments needs you",
  text: "Your billing pages at Stripe say what.",
  call: "Look at it",
};

/** Nothing when there is nothing to put right. */
export function attention({
  state,
  needsAttention,
}: {
  state: AccessState;
  needsAttention: boolean;
}): Attention | undefined {
  return needsAttention ? (BY_STATE[state] ?? OTHERWISE) : undefined;
}
