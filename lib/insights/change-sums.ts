import "server-only";
import type { ChangeSum } from "@/lib/insights/queries/sums";

/** How many people pay after these changes, counted from none. */
export function payingOf(sums: readonly ChangeSum[]): number {
  return joinedOf(sums) - leftOf(sums);
}

/** How often somebody began to pay, or did so again. */
export function joinedOf(sums: readonly ChangeSum[]): number {
  return countOf(sums.filter(({ kind }) => kind === "new" || kind === "reactivation"));
}

/** How often somebody stopped paying. */
export function leftOf(sums: readonly ChangeSum[]): number {
  return countOf(sums.filter(({ kind }) => kind === "churn"));
}

/** What they bring a year, together. */
export function yearlyOf(sums: readonly ChangeSum[]): bigint {
  return sums.reduce((total, { yearlyMinor }) => total + yearlyMinor, 0n);
}

function countOf(sums: readonly ChangeSum[]): number {
  return sums.reduce((total, { count }) => total + count, 0);
}
