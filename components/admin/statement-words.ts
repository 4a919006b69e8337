import type { BadgeTone } from "@/components/ui/badge";
import { spanText } from "@/components/ui/moments";
import { PLANS } from "@/lib/billing/plans";
import type { EventState, PlanId, SubscriptionView } from "@/lib/billing/schema";
import type { OpenEvents } from "@/lib/insights/schema";

export type StateWord = { tone: BadgeTone; text: string };

export function planText(plan: PlanId | null): string {
  return plan === null ? "None of ours" : PLANS[plan].name;
}

const STATUSES: Readonly<Record<string, string>> = {
  active: "Active",
  trialing: "Trialing",
  given: "Given",
  past_due: "Past due",
  unpaid: "Unpaid",
  paused: "Paused",
  incomplete: "Incomplete",
  incomplete_expired: "Never completed",
  canceled: "Ended",
};

/** Stripe's word for a subscription in ours; one we do not know is shown as it is. */
export function statusText(status: string): string {
  return known(STATUSES, status) ?? status;
}

/** The same of one subscription: what was given whole is a trial to Stripe alone. */
export function subscriptionText({ status, givenUntil }: Pick<SubscriptionView, "status" | "givenUntil">): string {
  return status === "trialing" && givenUntil !== null ? statusText("given") : statusText(status);
}

const EVENT_STATES: Readonly<Record<EventState, StateWord>> = {
  received: { tone: "neutral", text: "Waiting" },
  applied: { tone: "good", text: "Applied" },
  ignored: { tone: "neutral", text: "Ignored" },
  failed: { tone: "warn", text: "Failed, tried again" },
  dead: { tone: "bad", text: "Given up" },
};

export function eventState(state: EventState): StateWord {
  return EVENT_STATES[state];
}

const PAYMENT_STATUSES: Readonly<Record<string, StateWord>> = {
  succeeded: { tone: "good", text: "Paid" },
  processing: { tone: "neutral", text: "Processing" },
  requires_action: { tone: "warn", text: "Waits for the customer" },
  requires_confirmation: { tone: "neutral", text: "Not confirmed" },
  requires_payment_method: { tone: "bad", text: "Declined" },
  canceled: { tone: "neutral", text: "Cancelled" },
};

type PaymentFigures = {
  status: string;
  refundedMinor: number;
  declineCode: string | null;
  amount: { amountMinor: number };
};

/** A refund says more than that it had been paid; an intent without a card that was tried is not declined. */
export function paymentState({ status, refundedMinor, declineCode, amount }: PaymentFigures): StateWord {
  if (refundedMinor > 0) {
    return { tone: "neutral", text: refundedMinor >= amount.amountMinor ? "Refunded" : "Partly refunded" };
  }
  if (status === "requires_payment_method" && declineCode === null) return { tone: "warn", text: "Waits for a card" };
  return known(PAYMENT_STATUSES, status) ?? { tone: "neutral", text: status };
}

/** A decline's code as words: "insufficient_funds" is readable once its underscores are gone. */
export function declineText(code: string): string {
  return code.replaceAll("_", " ");
}

const AT_ONCE_MS = 60_000;

/** How far our copy of Stripe may be behind. Events of the last minute are on their way, not late. */
export function eventHealth({ count, oldestReceivedAt }: OpenEvents, deadCount: number, asOf: Date): StateWord {
  const dead = deadCount > 0 ? `${counted(deadCount, "event")} given up` : "";
  const ageMs = oldestReceivedAt ? asOf.getTime() - oldestReceivedAt.getTime() : 0;
  if (count === 0 || ageMs < AT_ONCE_MS) {
    return dead ? { tone: "bad", text: dead } : { tone: "good", text: "Every event is applied" };
  }
  const open = `${counted(count, "event")} not applied, the oldest for ${spanText(ageMs)}`;
  return dead ? { tone: "bad", text: `${open}; ${dead}` } : { tone: "warn", text: open };
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function known<T>(words: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}
