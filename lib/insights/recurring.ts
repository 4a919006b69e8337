import "server-only";

/** What some subscriptions bring together each interval, in the currency's smallest unit. */
export type RecurringSum = { interval: string; intervalCount: number; totalMinor: bigint };

const TIMES_A_YEAR: Readonly<Record<string, bigint>> = { day: 365n, week: 52n, month: 12n, year: 1n };

/**
 * What they bring a month: a year's price counts a twelfth. Summed in exact fractions and rounded once, half up, so
 * that a thousand annual subscriptions are not off by a thousand thirds of a cent.
 * @throws RangeError for an interval that is none of Stripe's.
 */
export function monthlyMinor(sums: readonly RecurringSum[]): number {
  const counts = sums.reduce((product, { intervalCount }) => product * BigInt(intervalCount), 1n);
  const yearly = sums.reduce((total, sum) => total + yearlyTimes(sum, counts), 0n);
  const twelfths = 12n * counts;
  return Number((2n * yearly + twelfths) / (2n * twelfths));
}

/** A year's sum, times `counts`, which every interval's count divides. */
function yearlyTimes({ interval, intervalCount, totalMinor }: RecurringSum, counts: bigint): bigint {
  const times = Object.hasOwn(TIMES_A_YEAR, interval) ? TIMES_A_YEAR[interval] : undefined;
  if (times === undefined) throw new RangeError(`not an interval: ${interval}`);
  return (totalMinor * times * counts) / BigInt(intervalCount);
}
