import { z } from "zod";
import type { AdminEvent, AdminPayment, BillingOverview, Money, PlanId, SubscriptionView } from "@/lib/billing/schema";
import type { Credit } from "@/lib/usage/schema";

/** Views of the operator's figures, shared by browser and server. Amounts are in the currency's smallest unit. */

/** A price that people pay: `count` subscriptions at `price` every `intervalCount` `interval`s. */
export type RecurringLine = {
  plan: PlanId | null;
  status: string;
  interval: string;
  intervalCount: number;
  price: Money;
  count: number;
  /** Rounded by itself, so that the lines may differ from their total by some cents. */
  monthly: Money;
};

/** Stored events that no sync has worked off yet. */
export type OpenEvents = { count: number; oldestReceivedAt: Date | null };

/** `newest` of all; `open`, the oldest first; `dead`, those of the last 30 days that were given up. */
export type EventChoice = "newest" | "open" | "dead";

/**
 * How equal our copy is known to be to what Stripe holds. `drift` and `repaired` count customers, of the last
 * comparison that came to its end, `ageMs` ago.
 */
export type CopyHealth = {
  state: "never" | "running" | "failed" | "stale" | "drift" | "clean";
  drift: number;
  repaired: number;
  ageMs: number | null;
  error: string | null;
  /** Of the comparison that is under way; `total` is 0 while it still reads what Stripe holds. */
  progress: { checked: number; total: number } | null;
};

/** One comparison; `startedById` is null where nobody asked for it. */
export type CopyCheck = {
  id: string;
  status: "running" | "complete" | "failed";
  startedById: string | null;
  eventsFound: number;
  checked: number;
  drift: number;
  repaired: number;
  error: string | null;
  startedAt: Date;
};

/** A row of ours that was not as Stripe has it; no `columns` where it was missing on one side. */
export type CopyFinding = {
  id: string;
  customerId: string;
  subject: string;
  rowId: string;
  columns: string[];
  repaired: boolean;
  createdAt: Date;
};

/** `failed` and `dead` of the last 30 days. */
export type WebhookHealth = {
  asOf: Date;
  lastHour: number;
  open: OpenEvents;
  failed: number;
  dead: number;
  copy: CopyHealth;
  runs: CopyCheck[];
  findings: CopyFinding[];
};

/** `nextId` is what to ask for after it; null at the end. */
export type EventPage = { events: AdminEvent[]; nextId: string | null };

/** `payload` is its JSON, with what is about a person or their card taken out. */
export type WholeEvent = AdminEvent & { payload: string };

/**
 * How a month's recurring revenue came to be, in the currency's smallest unit: `startMinor`, and what is added to it or
 * (negative) taken from it, make `endMinor` to the cent. Months are UTC's.
 */
export type MonthMovement = {
  /** "2026-11". */
  month: string;
  startMinor: number;
  newMinor: number;
  reactivationMinor: number;
  expansionMinor: number;
  contractionMinor: number;
  churnMinor: number;
  endMinor: number;
  /** People who pay at its end, who began or came back in it, and who left. */
  paying: number;
  joined: number;
  left: number;
};

/** A share as its two numbers: what of how much. */
export type Share = { part: number; whole: number };

/**
 * The operator's figures of one currency. Those of a time are of the last 30 days; `null` where there is nothing to
 * divide by. Each is put into words in `components/admin/figure-words.ts`.
 */
export type Figures = {
  currency: string;
  /** What a year brings at this rate: twelve times the exact monthly revenue. */
  arr: Money;
  /** Recurring revenue a month, for each person who pays. */
  arpu: Money | null;
  /** What a person brings until they leave, at the present revenue a person and the present churn. */
  ltv: Money | null;
  /** Times somebody stopped paying, of the people who paid at the beginning. */
  customerChurn: Share;
  /** Recurring revenue lost by leaving and by paying less, of that at the beginning, in the smallest unit. */
  revenueChurn: Share;
  /** Trials that were paid for after their end, of those that ended. */
  conversion: Share;
  /** Invoices whose first try failed, and those of them that were paid since. */
  recovery: Share;
  /** Payments that were given back at least in part, and how much, of what was paid in these days. */
  refunds: { count: number; total: Money };
  /** Payments that a bank took back or asks about. */
  disputes: { count: number; total: Money };
  /** What invoices of these days were paid, by the plan of their subscription; `null` is what belongs to none of ours. */
  revenue: { plan: PlanId | null; invoices: number; paid: Money }[];
};

/** What there is to show of the movements: the currencies that occur, and the one that is shown. */
export type Movements = { currency: string; currencies: string[]; months: MonthMovement[]; figures: Figures };

/** What came in of one currency, in its smallest unit. Fees of the payment provider are not known here. */
export type Revenue = {
  currency: string;
  invoicesMinor: number;
  refundedMinor: number;
  packsMinor: number;
  /** Of packs: refunded, or charged back. */
  packsReturnedMinor: number;
};

/** Revenue less what the models cost. */
export type Margin = {
  revenue: Revenue[];
  costMicros: bigint;
  /** In micro-dollars; of the currencies that have a rate. */
  netMicros: bigint;
  /** Currencies that have none, and so are no part of it. */
  apart: string[];
};

export type MarginMonth = Margin & { /** "2026-11", of UTC. */ month: string };
/** `plan` is null for invoices of no plan of ours; `credits` for what packs brought, and what was paid with them; `gifts`
 * for what was paid with credit that an operator gave. */
export type MarginPlan = Margin & { plan: PlanId | "credits" | "gifts" | null };

/** What a model's calls cost, and who bore it. */
export type ModelCost = {
  model: string;
  calls: number;
  inputTokens: bigint;
  outputTokens: bigint;
  chargedMicros: bigint;
  overrunMicros: bigint;
};

/** Somebody who costs more than they paid, over the year that ends with the month. */
export type LossMaker = { userId: string; email: string; costMicros: bigint; year: Margin };

/** A month by its name. */
export const MonthName = z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/u, "Write it like 2026-11.");

export type MarginView = {
  month: string;
  months: MarginMonth[];
  plans: MarginPlan[];
  models: ModelCost[];
  losses: LossMaker[];
};

/** The tables that an operator can take along as a file. */
export const EXPORTS = ["payments", "movements", "customers"] as const;

export const EventState = z.enum(["received", "applied", "ignored", "failed", "dead"]);
/** What an operator names an event by. */
export const EventId = z.object({ eventId: z.string().max(255) });

/** Somebody who was found. */
export type FoundPerson = { id: string; email: string; name: string | null; createdAt: Date; isCustomer: boolean };

export type StoryLetter = { id: string; template: string; channel: string; status: string; at: Date };

/** What somebody did, or what was done to them. `by` is the actor's address, where it is another one. */
export type StoryDeed = { id: string; action: string; by: string | null; detail: string; at: Date };

/** One person, whole: what they have and why, and everything that led there, each the newest first. */
export type CustomerStory = {
  person: { id: string; email: string; name: string | null; createdAt: Date; customerId: string | null };
  overview: BillingOverview;
  allowance: {
    remainingMicros: bigint;
    grantedMicros: bigint;
    giftMicros: bigint;
    creditMicros: bigint;
    resetsAt: Date;
  };
  /** What was given to them and can be drawn on, the one that is used next first. */
  gifts: Credit[];
  subscriptions: SubscriptionView[];
  payments: AdminPayment[];
  events: AdminEvent[];
  letters: StoryLetter[];
  deeds: StoryDeed[];
};

export const OUTLIER_MEASURES = ["spent", "requests", "share", "keys", "growth"] as const;
export type OutlierMeasure = (typeof OUTLIER_MEASURES)[number];
export const OUTLIER_STRETCHES = ["day", "week"] as const;
export type OutlierStretch = (typeof OUTLIER_STRETCHES)[number];
export type OutlierChoice = { by: OutlierMeasure; over: OutlierStretch };

/** Somebody's use of models over a stretch, and what stands out of it. Amounts are micro-dollars. */
export type UsageOutlier = {
  userId: string;
  email: string;
  /** Of their last cycle; null for who never had one. */
  plan: string | null;
  spentMicros: bigint;
  requests: number;
  fromPrograms: number;
  /** Keys that work. */
  keys: number;
  /** Of what their cycle grants; null where it grants nothing. */
  sharePercent: number | null;
  /** Of their own mean over the four stretches before; null for who used nothing then. */
  growthPercent: number | null;
};

/** What all used today (UTC). Null where there is no such ceiling. */
export type DayOfAll = { spentMicros: bigint; globalMicros: bigint | null; personMicros: bigint | null };
