import type { Money, PlanId } from "@/lib/billing/schema";

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
