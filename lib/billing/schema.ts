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

/**
 * Where a person stands: `grace` still has the paid plan although a payment is missing; `overdue`, `paused`,
 * `incomplete`, `ended`, `unconfirmed` and `unknown` are on Free for the reason given.
 */
export type AccessState =
  | "free"
  | "trialing"
  | "active"
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
  /** Set when it is going to end instead of renewing. */
  cancelAt: Date | null;
  endedAt: Date | null;
  isPrimary: boolean;
  isDuplicate: boolean;
  createdAt: Date;
};

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
  subscription: SubscriptionView | null;
  /** More than one subscription is live, so more than one is charged. */
  hasDuplicates: boolean;
  renewsAt: Date | null;
  endsAt: Date | null;
  nextPayment: (Money & { at: Date }) | null;
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
  /** People whose primary subscription is being paid for (`active`, `past_due`). */
  paying: number;
  trialing: number;
  /** What paying subscriptions bring a month; a year's price counts a twelfth. */
  mrr: Money;
  /** What the running trials would add if all of them stayed. */
  trialMrr: Money;
  payments: AdminPayment[];
  events: AdminEvent[];
  /** Of the last 30 days. */
  eventCounts: { state: EventState; count: number }[];
  duplicates: AdminDuplicate[];
};
