import "server-only";
import type { RemoteDiscount } from "@/lib/adapters/payments/discount";

/** What is paid each time: for all units, every `intervalCount` `interval`s. */
export type Regular = { interval: string; intervalCount: number; priceMinor: bigint };

const TIMES_A_YEAR: Readonly<Record<string, bigint>> = { day: 365n, week: 52n, month: 12n, year: 1n };
const WHOLE = 10_000n;

/**
 * What it brings a year, in the currency's smallest unit. Exact where the interval divides a year, as all of ours do;
 * else rounded half up.
 * @throws RangeError for an interval that is none of Stripe's.
 */
export function yearlyMinor({ interval, intervalCount, priceMinor }: Regular): bigint {
  const times = Object.hasOwn(TIMES_A_YEAR, interval) ? TIMES_A_YEAR[interval] : undefined;
  if (times === undefined) throw new RangeError(`not an interval: ${interval}`);
  return dividedHalfUp(priceMinor * times, BigInt(intervalCount));
}

/**
 * A price after the discounts that come again, one after the other as Stripe takes them off; never less than nothing.
 * One that is taken off a single invoice is no part of what recurs.
 */
export function afterDiscounts(priceMinor: bigint, discounts: readonly RemoteDiscount[]): bigint {
  return discounts
    .filter(({ comesAgain }) => comesAgain)
    .reduce((left, { percentHundredths, amountOffMinor }) => {
      const off =
        percentHundredths === null
          ? BigInt(amountOffMinor ?? 0)
          : dividedHalfUp(left * BigInt(percentHundredths), WHOLE);
      return off < left ? left - off : 0n;
    }, priceMinor);
}

/** For what is not negative. */
function dividedHalfUp(amount: bigint, by: bigint): bigint {
  return (2n * amount + by) / (2n * by);
}
