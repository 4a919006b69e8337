import "server-only";
import type { AccessSubject } from "@/lib/billing/access";
import type { OwedInvoice } from "@/lib/billing/dunning/ladder";
import { PLANS } from "@/lib/billing/plans";
import type { CardView, Money } from "@/lib/billing/schema";
import { DAY_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import type { Contents } from "@/lib/notifications/catalogue";

export type ToldSubscription = AccessSubject & {
  id: string;
  isPrimary: boolean;
  interval: string;
  intervalCount: number;
  currency: string;
  unitAmountMinor: number;
  quantity: number;
  /** Stripe's word for why it ended or will end. */
  cancellationReason: string | null;
  /** What it becomes by itself, and when. */
  plannedPlan: string | null;
  plannedInterval: string | null;
  plannedQuantity: number | null;
  plannedAt: Date | null;
};

export type ToldInvoice = OwedInvoice & {
  id: string;
  number: string | null;
  currency: string;
  amountPaidMinor: number;
  paidAt: Date | null;
};

export type ToldPayment = Money & { id: string; refundedMinor: number; createdAt: Date };

/** All of a person's billing that letters are about, as projected. */
export type Story = {
  subscriptions: readonly ToldSubscription[];
  invoices: readonly ToldInvoice[];
  /** Of which something was given back. */
  refunded: readonly ToldPayment[];
  /** The one that is charged next. */
  card: (CardView & { id: string }) | null;
  /** Subscriptions that we end, or ended, because nobody paid. */
  endings: ReadonlySet<string>;
  /** The keys of what the person was told already. */
  told: ReadonlySet<string>;
};

/** A letter that is due, under the key that makes it one letter. */
export type News = Contents & { key: string };

/** Begins every key here. */
export const KEY_PREFIX = "billing.";

/**
 * What happened longer ago is no news any more, so that whoever connects an old account does not hear of years. Longer
 * than a month, which is what a sandbox's clock is moved by.
 */
export const NEWS_MS = 45 * DAY_MS;

export function isNews(moment: Date | null, now: Date): moment is Date {
  return moment !== null && now.getTime() - moment.getTime() < NEWS_MS;
}

/** "Pro"; what a price that is none of ours sells has no name here. */
export function planName({ plan }: Pick<ToldSubscription, "plan">): string {
  return plan === null ? "your subscription" : PLANS[plan].name;
}

export function priceOf({ unitAmountMinor, quantity, currency }: ToldSubscription): Money {
  return { amountMinor: unitAmountMinor * quantity, currency };
}

/** Where what is wrong can be put right: made anew whenever it is opened. */
export const FIX_URL = `${env.appUrl}/billing/fix`;
export const BILLING_URL = `${env.appUrl}/billing`;
