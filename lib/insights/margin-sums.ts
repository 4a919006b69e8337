import "server-only";
import type { PersonRevenue, RevenueSum } from "@/lib/insights/queries/margin";
import type { Margin, Revenue } from "@/lib/insights/schema";
import { env } from "@/lib/platform/env";
import { minorDigits } from "@/lib/platform/money";

/** Micro-dollars for one unit of a currency. */
export type Rates = ReadonlyMap<string, bigint>;

/** The operator's rates, as EXCHANGE_RATES has them; a dollar is a dollar. */
export function ratesOf(given: string | undefined = env.exchangeRates): Rates {
  const pairs = given?.split(",").map((pair) => pair.split("=")) ?? [];
  const rates = pairs.map(([currency = "", rate = "0"]): [string, bigint] => [currency, microsOfDecimal(rate)]);
  return new Map([...rates, ["usd", 1_000_000n]]);
}

/** "1.08" without floating point. */
function microsOfDecimal(text: string): bigint {
  const [whole = "0", part = ""] = text.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0"));
}

/** Revenue less cost; a currency without a rate stays apart. Each currency is converted once, rounded down. */
export function marginOf(revenue: Revenue[], costMicros: bigint, rates: Rates): Margin {
  const earned = revenue.flatMap((each) => {
    const rate = rates.get(each.currency);
    return rate === undefined ? [] : [(BigInt(netMinor(each)) * rate) / 10n ** BigInt(minorDigits(each.currency))];
  });
  return {
    revenue,
    costMicros,
    netMicros: earned.reduce((sum, micros) => sum + micros, 0n) - costMicros,
    apart: revenue.map(({ currency }) => currency).filter((currency) => !rates.has(currency)),
  };
}

/** What is left of what came in. */
export function netMinor({ invoicesMinor, refundedMinor, packsMinor, packsReturnedMinor }: Omit<Revenue, "currency">) {
  return invoicesMinor - refundedMinor + packsMinor - packsReturnedMinor;
}

const FIELDS = {
  invoices: "invoicesMinor",
  refunds: "refundedMinor",
  packs: "packsMinor",
  packs_returned: "packsReturnedMinor",
} as const satisfies Record<RevenueSum["kind"], keyof Revenue>;

/** One entry a currency, in their order. */
export function revenueOf(sums: readonly RevenueSum[]): Revenue[] {
  return currenciesOf(sums).map((currency) => {
    const revenue: Revenue = { currency, invoicesMinor: 0, refundedMinor: 0, packsMinor: 0, packsReturnedMinor: 0 };
    for (const sum of sums) if (sum.currency === currency) revenue[FIELDS[sum.kind]] += sum.amountMinor;
    return revenue;
  });
}

/** The same of one person's. */
export function revenueOfPerson(rows: readonly PersonRevenue[], userId: string): Revenue[] {
  return rows.filter((row) => row.userId === userId).map(({ userId: _id, ...revenue }) => revenue);
}

function currenciesOf(sums: readonly { currency: string }[]): string[] {
  return [...new Set(sums.map(({ currency }) => currency))].toSorted();
}
