import "server-only";
import { paidPlan } from "@/lib/billing/standing";
import { leftOf, payingOf, yearlyOf } from "@/lib/insights/change-sums";
import { countFailed, countTrials, sumDisputed, sumRefunded } from "@/lib/insights/queries/movements";
import { type ChangeSum, sumPaid } from "@/lib/insights/queries/sums";
import { dividedHalfUp, monthlyMinor } from "@/lib/insights/recurring";
import type { Figures } from "@/lib/insights/schema";

/** The figures of one currency, over the time from `since` to `until`; `sums` are all its changes. */
export async function figuresOf(
  currency: string,
  sums: readonly ChangeSum[],
  { since, until }: { since: Date; until: Date },
): Promise<Figures> {
  const [trials, failed, paid, refunded, disputed] = await Promise.all([
    countTrials(currency, { since, until }),
    countFailed(currency, since),
    sumPaid(currency, since),
    sumRefunded(currency, since),
    sumDisputed(currency, since),
  ]);
  const money = (amountMinor: number) => ({ amountMinor, currency });
  const maybeMoney = (amountMinor: number | null) => (amountMinor === null ? null : money(amountMinor));
  return {
    currency,
    ...rates(sums),
    arr: money(Number(yearlyOf(sums))),
    arpu: maybeMoney(arpuMinor(sums)),
    ltv: maybeMoney(ltvMinor(sums)),
    conversion: { part: trials.converted, whole: trials.ended },
    recovery: { part: failed.recovered, whole: failed.failed },
    refunds: { count: refunded.count, total: money(refunded.refundedMinor) },
    disputes: { count: disputed.count, total: money(disputed.disputedMinor) },
    revenue: paid.map(({ plan, invoices, paidMinor }) => ({ plan: paidPlan(plan), invoices, paid: money(paidMinor) })),
  };
}

function rates(sums: readonly ChangeSum[]): Pick<Figures, "customerChurn" | "revenueChurn"> {
  const [before, recent] = split(sums);
  const lost = recent.filter(({ kind }) => kind === "churn" || kind === "contraction");
  return {
    customerChurn: { part: leftOf(recent), whole: payingOf(before) },
    revenueChurn: { part: monthlyMinor(-yearlyOf(lost)), whole: monthlyMinor(yearlyOf(before)) },
  };
}

function arpuMinor(sums: readonly ChangeSum[]): number | null {
  const paying = payingOf(sums);
  return paying > 0 ? dividedHalfUp(yearlyOf(sums), 12n * BigInt(paying)) : null;
}

/** The revenue of a person over the churn, in one division: rounding the two first would be off by dollars. */
function ltvMinor(sums: readonly ChangeSum[]): number | null {
  const [before, recent] = split(sums);
  const [paying, atFirst, left] = [payingOf(sums), payingOf(before), leftOf(recent)];
  if (paying <= 0 || atFirst <= 0 || left === 0) return null;
  return dividedHalfUp(yearlyOf(sums) * BigInt(atFirst), 12n * BigInt(paying) * BigInt(left));
}

function split(sums: readonly ChangeSum[]): [before: ChangeSum[], recent: ChangeSum[]] {
  return [sums.filter(({ isRecent }) => !isRecent), sums.filter(({ isRecent }) => isRecent)];
}
