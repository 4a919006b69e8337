import "server-only";
import { CURRENCY } from "@/lib/billing/plans";
import { joinedOf, leftOf, payingOf, yearlyOf } from "@/lib/insights/change-sums";
import { figuresOf } from "@/lib/insights/figures";
import { type ChangeSum, sumChanges } from "@/lib/insights/queries/sums";
import { monthlyMinor } from "@/lib/insights/recurring";
import type { MonthMovement, Movements } from "@/lib/insights/schema";
import { type Clock, DAY_MS, now as clockNow, plusMs } from "@/lib/platform/clock";

/** The figures of a time are of so many whole days, and of today. Days are UTC's. */
export const FIGURE_DAYS = 30;
const MONTHS_SHOWN = 12;

/**
 * The recurring revenue month by month, and the figures that follow from it, of one currency; currencies are never
 * added. Read from what each sync noted, which is never changed: a month that is over keeps its figures, unless Stripe
 * tells later of something that had happened in it.
 */
export async function movements({ currency }: { currency?: string } = {}, now: Clock = clockNow): Promise<Movements> {
  const asOf = now();
  const since = figuresSince(asOf);
  const sums = await sumChanges(since);
  const currencies = [...new Set([CURRENCY, ...sums.map((sum) => sum.currency).toSorted()])];
  const shown = currencies.find((each) => each === currency) ?? CURRENCY;
  const own = sums.filter((sum) => sum.currency === shown);
  return {
    currency: shown,
    currencies,
    months: monthsOf(own, { asOf, count: MONTHS_SHOWN }),
    figures: await figuresOf(shown, own, { since, until: asOf }),
  };
}

/**
 * The last months, the oldest first, from changes of one currency. Each figure is the difference of two rounded
 * running sums, so that a month's movements make its end from its beginning to the cent.
 */
export function monthsOf(sums: readonly ChangeSum[], { asOf, count }: { asOf: Date; count: number }): MonthMovement[] {
  const months = lastMonths(asOf, count);
  const [first = ""] = months;
  const earlier = sums.filter(({ month }) => month < first);
  let yearly = yearlyOf(earlier);
  let paying = payingOf(earlier);
  return months.map((month) => {
    const own = sums.filter((sum) => sum.month === month);
    const startMinor = monthlyMinor(yearly);
    const moved = (kind: ChangeSum["kind"]) => {
      const before = monthlyMinor(yearly);
      yearly += yearlyOf(own.filter((sum) => sum.kind === kind));
      return monthlyMinor(yearly) - before;
    };
    // What comes before what goes, so that the running sum never is below zero.
    const [newMinor, reactivationMinor, expansionMinor] = [moved("new"), moved("reactivation"), moved("expansion")];
    const [contractionMinor, churnMinor] = [moved("contraction"), moved("churn")];
    paying += payingOf(own);
    return {
      month,
      startMinor,
      newMinor,
      reactivationMinor,
      expansionMinor,
      contractionMinor,
      churnMinor,
      endMinor: monthlyMinor(yearly),
      paying,
      joined: joinedOf(own),
      left: leftOf(own),
    };
  });
}

/** When the days begin that the figures of a time are of. */
export function figuresSince(asOf: Date): Date {
  return plusMs(new Date(asOf.toISOString().slice(0, 10)), -FIGURE_DAYS * DAY_MS);
}

/** The months (UTC) up to that of a moment, the oldest first: "2026-11". */
export function lastMonths(asOf: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() - (count - 1 - index), 1)).toISOString().slice(0, 7),
  );
}
