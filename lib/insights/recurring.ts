import "server-only";

/**
 * What a year's revenue comes to a month. Years are added up exactly and rounded once, half up, so that a thousand
 * annual subscriptions are not off by a thousand thirds of a cent.
 */
export function monthlyMinor(yearlyMinor: bigint): number {
  return dividedHalfUp(yearlyMinor, 12n);
}

/** For what is not negative. */
export function dividedHalfUp(amount: bigint, by: bigint): number {
  return Number((2n * amount + by) / (2n * by));
}
