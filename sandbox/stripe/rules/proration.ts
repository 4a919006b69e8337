import type { Period } from "./periods";

/**
 * What is owed for the rest of a period, in whole minor units: the price by
 * the second, rounded half up. A credit is the same sum with its sign turned.
 */
export function prorated(amount: number, { start, end }: Period, at: number): number {
  const whole = end - start;
  const rest = Math.min(Math.max(end - at, 0), whole);
  return whole <= 0 ? 0 : Math.round((amount * rest) / whole);
}
