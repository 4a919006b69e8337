import { z } from "zod";

/** Wire shapes and views of billing, shared by browser and server. Amounts are in the currency's smallest unit. */

export const PlanId = z.enum(["free", "pro", "enterprise"], { error: "Choose free, pro or enterprise." });
export type PlanId = z.infer<typeof PlanId>;

export const PaidPlanId = z.enum(["pro", "enterprise"], { error: "Choose pro or enterprise." });
export type PaidPlanId = z.infer<typeof PaidPlanId>;

export const Interval = z.enum(["month", "year"], { error: "Choose month or year." });
export type Interval = z.infer<typeof Interval>;

export const Currency = z.enum(["usd", "eur", "gbp"], { error: "Choose usd, eur or gbp." });
export type Currency = z.infer<typeof Currency>;

/** Without a currency it is that of where the visitor is. */
export const StartCheckout = z.strictObject({ plan: PaidPlanId, interval: Interval, currency: Currency.optional() });
export type StartCheckout = z.infer<typeof StartCheckout>;

/** What one's subscription shall become. */
export const PlanChange = z.strictObject({ plan: PaidPlanId, interval: Interval });
export type PlanChange = z.infer<typeof PlanChange>;

/** More than that is talked about with a person. */
export const MOST_SEATS = 200;
/** The same with a number of seats, where the plan is sold by the seat. Without it they stay as many as they are. */
export const PlanWish = PlanChange.extend({
  seats: z.int("Whole seats.").min(1, "At least one seat.").max(MOST_SEATS, `At most ${MOST_SEATS} seats.`).optional(),
});
export type PlanWish = z.infer<typeof PlanWish>;

/** Yes to a quote: what was shown, so that nothing else is charged. */
export const AcceptQuote = PlanWish.extend({
  /** When it was made, in seconds; what is prorated is counted from here. */
  quotedAtS: z.int().positive(),
  dueMinor: z.int().nonnegative(),
  creditMinor: z.int().nonnegative(),
});
export type AcceptQuote = z.infer<typeof AcceptQuote>;

/** What a change costs, for some minutes. Amounts are in `currency`. */
export type ChangeQuote = AcceptQuote & {
  currency: string;
  /** What is billed, and what is given back for what was paid before (negative). */
  lines: { text: string; amountMinor: number }[];
  /** Credit from before that is used up by it. */
  usedCreditMinor: number;
  /** From then on the plan's own price is paid; before any discount, where there is one. */
  renews: { at: Date; amountMinor: number; hasDiscount: boolean };
  expiresAt: Date;
};

/** `confirm`: the bank asks the person to confirm the payment at `url`; until then nothing has changed. */
export type ChangeOutcome = { kind: "done" } | { kind: "confirm"; url: string };

/** Stripe's words for why somebody leaves. */
export const LeavingReason = z.enum(
  [
    "too_expensive",
    "missing_features",
    "switched_service",
    "unused",
    "customer_service",
    "too_complex",
    "low_quality",
    "other",
  ],
  { error: "Choose a reason." },
);
export type LeavingReason = z.infer<typeof LeavingReason>;

export const CancelPlan = z.strictObject({
  reason: LeavingReason.optional(),
  comment: z.string().trim().max(500, "Please keep it to 500 characters.").optional(),
});
export type CancelPlan = z.infer<typeof CancelPlan>;

/** `now`: at once, for what a quote says; `periodEnd`: instead of the next renewal, for nothing today. */
export type ChangeMoment = "now" | "periodEnd";

/** What can be done about a running subscription, and what is under way. */
export type PlanChanges = {
  held: PlanChange & { seats: number; isTrial: boolean; endsAt: Date };
  /** What it can become; none while something else is under way. */
  options: (PlanChange & { when: ChangeMoment; amountMinor: number })[];
  currency: string;
  /** What it becomes instead of renewing as it is. */
  planned: (PlanChange & { seats: number; at: Date }) | null;
  /** A change waits for its payment; `url` is where it is confirmed. */
  pending: { until: Date; url: string | null } | null;
  /** It ends then instead of renewing. */
  cancelAt: Date | null;
  /** Between these nothing is charged, and it is not given. */
  paused: { from: Date; until: Date } | null;
  canPause: boolean;
};

/**
 * Where a person stands: `given` has a plan that an operator gave them, and pays nothing; `grace` still has the paid plan although a payment is missing; `overdue`, `paused`,
 * `incomplete`, `ended`, `unconfirmed` and `unknown` are on Free for the reason given.
 */
export type AccessState =
  | "free"
  | "trialing"
  | "active"
  | "given"
  | "grace"
  | "overdue"
  | "paused"
  | "incomplete"
  | "ended"
  | "unconfirmed"
  | "unknown";

export type Period = { startsAt: Date; endsAt: Date };
export type Money = { amountMinor: number; currency: string };

export type SubscriptionView = {
  id: string;
  plan: PlanId | null;
  /** Stripe's own word. */
  status: string;
  price: Money & { interval: string; intervalCount: number; quantity: number };
  period: Period | null;
  trialEndsAt: Date | null;
  /** Until then an operator gave it, in whole (a trial to Stripe) or month by month. */
  givenUntil: Date | null;
  /** Set when it is going to end instead of renewing. */
  cancelAt: Date | null;
  endedAt: Date | null;
  isPrimary: boolean;
  isDuplicate: boolean;
  createdAt: Date;
};

/** One that was just made. `confirmUrl`: the bank asks the card's owner, on that page; until then it is `incomplete`. */
export type NewSubscription = SubscriptionView & { confirmUrl: string | null };

export type InvoiceView = {
  id: string;
  number: string | null;
  status: string;
  total: Money;
  amountPaid: Money;
  createdAt: Date;
  paidAt: Date | null;
  /** The provider's page with the invoice, and the file. */
  hostedUrl: string | null;
  pdfUrl: string | null;
};

export type CardView = { brand: string | null; last4: string | null; expMonth: number | null; expYear: number | null };

/** What a person sees of their own billing. */
export type BillingOverview = {
  plan: PlanId;
  planName: string;
  state: AccessState;
  /** The sentence that says why; the admin sees the same one. */
  reason: string;
  /** A payment is missing or stuck: the person should open the portal. */
  needsAttention: boolean;
  /** Whose team it comes through; null for one's own. */
  through: string | null;
  subscription: SubscriptionView | null;
  /** More than one subscription is live, so more than one is charged. */
  hasDuplicates: boolean;
  renewsAt: Date | null;
  endsAt: Date | null;
  /** With `interval` where it is paid for something else than now, from then on. */
  nextPayment: (Money & { at: Date; interval?: Interval }) | null;
  card: CardView | null;
  /** Newest first. */
  invoices: InvoiceView[];
  /** There is something to open the portal for. */
  canOpenPortal: boolean;
  /** The next checkout starts with a trial. */
  canTrial: boolean;
  /** The last subscription began with a trial that was not due, and was ended for it, with nothing charged. */
  isTrialRefused: boolean;
  /** What the next checkout charges in: as the person paid before, else as where they are. */
  currency: Currency;
};

/** What the page that the hosted checkout returns to shows. */
export type CheckoutReturn = { state: "complete" | "open" | "expired"; overview: BillingOverview };

export type EventState = "received" | "applied" | "ignored" | "failed" | "dead";

export type AdminEvent = {
  id: string;
  type: string;
  state: EventState;
  attempts: number;
  reason: string | null;
  warning: string | null;
  customerId: string | null;
  createdAt: Date;
  receivedAt: Date;
  appliedAt: Date | null;
};

export type AdminPayment = {
  id: string;
  email: string;
  status: string;
  amount: Money;
  refundedMinor: number;
  declineCode: string | null;
  card: string | null;
  createdAt: Date;
};

/** One of several subscriptions of a person that are live at once. */
export type AdminDuplicate = {
  subscriptionId: string;
  email: string;
  plan: string | null;
  status: string;
  price: Money & { interval: string };
  isPrimary: boolean;
};

export type AdminBilling = {
  asOf: Date;
  /** Every subscription ever, also the ended ones. `plan` is null where the price is none of ours. */
  subscriptions: { plan: PlanId | null; status: string; count: number }[];
  /** People who pay in the currency that is shown, and trials that run. */
  paying: number;
  trialing: number;
  /** What paying subscriptions bring a month, after discounts that come again; a year's price counts a twelfth. */
  mrr: Money;
  /** What the running trials would add if all of them stayed. */
  trialMrr: Money;
  payments: AdminPayment[];
  events: AdminEvent[];
  /** Events of the last 30 days that were given up. */
  deadEvents: number;
  duplicates: AdminDuplicate[];
};
