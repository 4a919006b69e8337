import { formatMicros, formatMinor } from "@/lib/platform/money";
import type { Margin, MarginPlan, Revenue } from "@/lib/insights/schema";
import { PLANS } from "@/lib/billing/plans";

/** Each currency by itself: "$19.00 + €38.00". Nothing of none. */
export function revenueText(revenue: readonly Revenue[], locale: string): string {
  const amounts = revenue.map(({ currency, invoicesMinor, refundedMinor, packsMinor, packsReturnedMinor }) =>
    formatMinor(invoicesMinor - refundedMinor + packsMinor - packsReturnedMinor, currency, { locale }),
  );
  return amounts.length === 0 ? formatMinor(0, "usd", { locale }) : amounts.join(" + ");
}

/** In dollars, and what it leaves out. */
export function netText({ netMicros, apart }: Margin, locale: string): string {
  const net = formatMicros(netMicros, { locale });
  return apart.length === 0 ? net : `${net}, without ${apart.map((each) => each.toUpperCase()).join(", ")}`;
}

export function marginPlanText(plan: MarginPlan["plan"]): string {
  if (plan === null) return "No plan of ours";
  if (plan === "gifts") return "Given credit";
  return plan === "credits" ? "Bought credits" : PLANS[plan].name;
}
