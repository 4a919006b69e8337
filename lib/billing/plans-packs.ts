import type { Currency } from "@/lib/billing/schema";
import { DOLLAR_MICROS } from "@/lib/platform/money";

/** Credits in fixed sizes. A bigger one has more for each dollar. */
export type Pack = {
  name: string;
  /** In the currency's smallest unit; none is converted. */
  prices: Readonly<Record<Currency, number>>;
  /** Micro-dollars of model use that it brings. */
  creditMicros: bigint;
};

export const PACK_IDS = ["small", "medium", "large"] as const;
export type PackId = (typeof PACK_IDS)[number];

export const PACKS: Readonly<Record<PackId, Pack>> = {
  small: { name: "Small", prices: { usd: 500, eur: 500, gbp: 400 }, creditMicros: 3n * DOLLAR_MICROS },
  medium: { name: "Medium", prices: { usd: 2_000, eur: 2_000, gbp: 1_700 }, creditMicros: 13n * DOLLAR_MICROS },
  large: { name: "Large", prices: { usd: 5_000, eur: 5_000, gbp: 4_300 }, creditMicros: 35n * DOLLAR_MICROS },
};

/** An amount of one's own choice lies in this range, in the smallest unit of any currency we sell in. */
export const CREDIT_AMOUNT = { leastMinor: 500, mostMinor: 50_000 } as const;

/** What each smallest unit of such an amount brings, in micro-dollars: as much as in the smallest pack. */
export const MICROS_PER_MINOR: Readonly<Record<Currency, bigint>> = { usd: 6_000n, eur: 6_000n, gbp: 7_500n };

/** Credits that are not used in this time lapse. */
export const CREDIT_TERM_DAYS = 365;
