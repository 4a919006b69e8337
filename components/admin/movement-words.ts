import { amountText } from "@/components/billing/standing-words";
import type { Money } from "@/lib/billing/schema";

/** "November 2026" of "2026-11". */
export function monthText(month: string, locale: string): string {
  return formatted(month, locale, { month: "long", year: "numeric" });
}

/** "Nov", for below a column. */
export function shortMonthText(month: string, locale: string): string {
  return formatted(month, locale, { month: "short" });
}

function formatted(month: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));
}

/** With its sign, also where something is added: the colour of a bar is not the only thing that tells. */
export function signedText(money: Money, locale: string): string {
  return money.amountMinor > 0 ? `+${amountText(money, locale)}` : amountText(money, locale);
}
