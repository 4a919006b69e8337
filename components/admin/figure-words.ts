import { planText } from "@/components/admin/statement-words";
import { amountText } from "@/components/billing/standing-words";
import type { Money } from "@/lib/billing/schema";
import type { Figures, Share } from "@/lib/insights/schema";

/** A figure as it is shown: its name, its value, what it is made of, and the sentence that defines it. */
export type FigureText = { name: string; value: string; detail?: string; meaning: string };

const NONE = "–";

/** The figures of one currency in words. */
export function figureTexts(figures: Figures, locale: string): FigureText[] {
  return [...ratesOf(figures, locale), ...paymentsOf(figures, locale)];
}

function ratesOf({ arr, arpu, ltv, customerChurn, revenueChurn, conversion }: Figures, locale: string): FigureText[] {
  const lost = { currency: arr.currency };
  return [
    {
      name: "Annual recurring revenue",
      value: amountText(arr, locale),
      meaning: "What a year brings at this rate: twelve times the monthly recurring revenue.",
    },
    {
      name: "Revenue a person",
      value: maybe(arpu, locale),
      meaning: "Monthly recurring revenue, divided by the people who pay.",
    },
    {
      name: "Lifetime value",
      value: maybe(ltv, locale),
      meaning: "Revenue a person, divided by the customer churn: what somebody brings until they leave.",
    },
    {
      name: "Customer churn",
      value: shareText(customerChurn, locale),
      detail: `${customerChurn.part} of ${customerChurn.whole} people`,
      meaning: "Times somebody stopped paying in the last 30 days, of the people who paid before them.",
    },
    {
      name: "Revenue churn",
      value: shareText(revenueChurn, locale),
      detail: `${amountText({ ...lost, amountMinor: revenueChurn.part }, locale)} of ${amountText({ ...lost, amountMinor: revenueChurn.whole }, locale)}`,
      meaning:
        "Monthly revenue lost in the last 30 days, by leaving and by paying less, of what there was before them.",
    },
    {
      name: "Trial conversion",
      value: shareText(conversion, locale),
      detail: `${conversion.part} of ${conversion.whole} trials`,
      meaning: "Trials that were paid for, of those that ended in the last 30 days. A plan that was given is no trial.",
    },
  ];
}

function paymentsOf({ recovery, refunds, disputes }: Figures, locale: string): FigureText[] {
  return [
    {
      name: "Failed payments",
      value: String(recovery.whole),
      meaning: "Invoices of the last 30 days whose first try to collect them failed.",
    },
    {
      name: "Recovered",
      value: shareText(recovery, locale),
      detail: `${recovery.part} of ${recovery.whole} invoices`,
      meaning: "Failed payments that were paid since.",
    },
    {
      name: "Refunded",
      value: amountText(refunds.total, locale),
      detail: String(refunds.count),
      meaning: "What was given back of the payments of the last 30 days.",
    },
    {
      name: "Disputed",
      value: amountText(disputes.total, locale),
      detail: String(disputes.count),
      meaning: "Payments that a bank took back, or asked about, in the last 30 days.",
    },
  ];
}

export type RevenueText = { name: string; invoices: string; paid: string };

/** What came in by plan, and together. */
export function revenueTexts({ revenue, currency }: Figures, locale: string): RevenueText[] {
  if (revenue.length === 0) return [];
  const total = revenue.reduce((sum, { paid }) => sum + paid.amountMinor, 0);
  const count = revenue.reduce((sum, { invoices }) => sum + invoices, 0);
  return [
    ...revenue.map(({ plan, invoices, paid }) => ({
      name: planText(plan),
      invoices: String(invoices),
      paid: amountText(paid, locale),
    })),
    { name: "Together", invoices: String(count), paid: amountText({ amountMinor: total, currency }, locale) },
  ];
}

function maybe(money: Money | null, locale: string): string {
  return money === null ? NONE : amountText(money, locale);
}

/** A share in percent, to a tenth; a dash where there is nothing to divide by. */
export function shareText({ part, whole }: Share, locale: string): string {
  if (whole <= 0) return NONE;
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(part / whole);
}
