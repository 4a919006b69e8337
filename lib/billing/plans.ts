import type { Currency, Interval, PaidPlanId, PlanId } from "@/lib/billing/schema";
import { DOLLAR_MICROS } from "@/lib/platform/money";

/** Models come in classes; a plan lists the ones it includes. */
export type ModelClass = "standard" | "advanced";

/** What a plan gives. Listed in full for every plan: nothing is given because a plan is not some other plan. */
export type Grants = {
  /** Micro-dollars of model use in each monthly cycle. */
  allowanceMicros: bigint;
  modelClasses: readonly ModelClass[];
  /** Answers that may be written at the same time. */
  concurrentAnswers: number;
  /** Messages in the chat, and beside them requests of programs through all of a person's keys together. */
  requestsPerMinute: number;
  /**
   * Tokens of each class, read and written, that the allowance covers in a cycle; undefined bounds nothing. Beyond them
   * what was bought pays.
   */
  cycleTokens: Readonly<Record<ModelClass, number | undefined>>;
  whenSpent: WhenSpent;
  /** What one may keep attached; room is made by deleting conversations. */
  files: { count: number; bytes: number };
};

/**
 * What happens when the allowance covers no answer: `stop` until the next cycle; `credits` are drawn on, where some were
 * bought; `cheaper` does the same, and when there are none has the model's fallback answer, where that costs less.
 */
export type WhenSpent = "stop" | "credits" | "cheaper";

export type Plans = Readonly<Record<PlanId, Plan>>;

const MB = 1024 * 1024;

export type Plan = {
  id: PlanId;
  name: string;
  tagline: string;
  /** In the currency's smallest unit. Each currency has a round price of its own; none is converted. */
  prices: Readonly<Record<Currency, Readonly<Record<Interval, number>>>>;
  /** How the price is found in the Stripe account; Free has none. */
  lookupKeys: Readonly<Record<Interval, string>> | undefined;
  /** Days that a first subscription is free of charge. */
  trialDays: number;
  /** Is sold by the seat: the first is its owner's, the others are for whom they invite. */
  hasSeats: boolean;
  grants: Grants;
};

/** Where no other is asked for: the one the prices have at Stripe first, beside the others. */
export const CURRENCY: Currency = "usd";
export const CURRENCIES = ["usd", "eur", "gbp"] as const satisfies readonly Currency[];

export const PLANS: Plans = {
  free: {
    id: "free",
    name: "Free",
    tagline: "Get to know it, without a card.",
    prices: { usd: { month: 0, year: 0 }, eur: { month: 0, year: 0 }, gbp: { month: 0, year: 0 } },
    lookupKeys: undefined,
    trialDays: 0,
    hasSeats: false,
    grants: {
      allowanceMicros: DOLLAR_MICROS / 5n,
      modelClasses: ["standard"],
      concurrentAnswers: 2,
      requestsPerMinute: 30,
      cycleTokens: { standard: undefined, advanced: undefined },
      whenSpent: "credits",
      files: { count: 100, bytes: 200 * MB },
    },
  },
  pro: {
    id: "pro",
    name: "Pro",
    tagline: "For everyday work with the best models.",
    prices: {
      usd: { month: 1_900, year: 19_000 },
      eur: { month: 1_900, year: 19_000 },
      gbp: { month: 1_600, year: 16_000 },
    },
    lookupKeys: { month: "parley_pro_month", year: "parley_pro_year" },
    trialDays: 14,
    hasSeats: false,
    grants: {
      allowanceMicros: 10n * DOLLAR_MICROS,
      modelClasses: ["standard", "advanced"],
      concurrentAnswers: 5,
      requestsPerMinute: 60,
      cycleTokens: { standard: undefined, advanced: 3_000_000 },
      whenSpent: "cheaper",
      files: { count: 1_000, bytes: 2_000 * MB },
    },
  },
  enterprise: {
    id: "enterprise",
    name: "Enterprise",
    tagline: "For people who lean on it all day.",
    prices: {
      usd: { month: 9_900, year: 99_000 },
      eur: { month: 9_900, year: 99_000 },
      gbp: { month: 8_500, year: 85_000 },
    },
    lookupKeys: { month: "parley_enterprise_month", year: "parley_enterprise_year" },
    trialDays: 14,
    hasSeats: true,
    grants: {
      allowanceMicros: 60n * DOLLAR_MICROS,
      modelClasses: ["standard", "advanced"],
      concurrentAnswers: 10,
      requestsPerMinute: 300,
      cycleTokens: { standard: undefined, advanced: undefined },
      whenSpent: "credits",
      files: { count: 10_000, bytes: 10_000 * MB },
    },
  },
};

export const MOST_MONTHS_PAUSED = 3;

/** From the smallest to the biggest; the place is the rank. */
export const PLAN_IDS = ["free", "pro", "enterprise"] as const satisfies readonly PlanId[];
export const PAID_PLAN_IDS = ["pro", "enterprise"] as const satisfies readonly PaidPlanId[];
export const INTERVALS = ["month", "year"] as const satisfies readonly Interval[];

export function planRank(plan: PlanId): number {
  return PLAN_IDS.indexOf(plan);
}

/** The key under which a plan's price stands in the Stripe account. */
export function lookupKeyOf(plan: PaidPlanId, interval: Interval): string {
  const { lookupKeys } = PLANS[plan];
  if (lookupKeys === undefined) throw new Error(`The plan ${plan} has no price to look up`);
  return lookupKeys[interval];
}

/** The plan a price belongs to; none when the key is not one of ours. */
export function planOfLookupKey(lookupKey: string | null): PaidPlanId | undefined {
  if (lookupKey === null) return undefined;
  return PAID_PLAN_IDS.find((plan) => INTERVALS.some((interval) => lookupKeyOf(plan, interval) === lookupKey));
}
