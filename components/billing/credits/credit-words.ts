import { CREDIT_AMOUNT, MICROS_PER_MINOR, type PackId, PACKS } from "@/lib/billing/plans-packs";
import type { CardView, Currency } from "@/lib/billing/schema";
import { formatMicros, formatMinor } from "@/lib/platform/money";

/** What is to be paid, and what it brings. */
export type Price = { amountMinor: number; creditMicros: bigint };

export function packPrice(pack: PackId, currency: Currency): Price {
  const { prices, creditMicros } = PACKS[pack];
  return { amountMinor: prices[currency], creditMicros };
}

/** What is typed as an amount: "25" or "12.50". Undefined for what is none, or none that is sold. */
export function typedPrice(typed: string, currency: Currency): Price | undefined {
  const [, whole, part = ""] = /^\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*$/u.exec(typed) ?? [];
  if (whole === undefined) return undefined;
  const amountMinor = Number(`${whole}${part.padEnd(2, "0")}`);
  const { leastMinor, mostMinor } = CREDIT_AMOUNT;
  if (amountMinor < leastMinor || amountMinor > mostMinor) return undefined;
  return { amountMinor, creditMicros: BigInt(amountMinor) * MICROS_PER_MINOR[currency] };
}

/** "From $5.00 to $500.00." */
export function rangeText(currency: Currency, locale: string): string {
  const [least, most] = [CREDIT_AMOUNT.leastMinor, CREDIT_AMOUNT.mostMinor].map((minor) =>
    formatMinor(minor, currency, { locale }),
  );
  return `From ${least} to ${most}.`;
}

/** "Pay $5.00 with the card •••• 4242", or where it is paid when no card is saved. */
export function payCall({ amountMinor }: Price, paying: { currency: Currency; card: CardView | null; locale: string }) {
  const { currency, card, locale } = paying;
  const amount = formatMinor(amountMinor, currency, { locale });
  if (card === null) return `Pay ${amount} on Stripe’s page`;
  return card.last4 === null ? `Pay ${amount} with your card` : `Pay ${amount} with the card •••• ${card.last4}`;
}

/** What one gets for it, and for how long. */
export function bringsText(
  { creditMicros }: Price,
  { termDays, locale }: { termDays: number; locale: string },
): string {
  const worth = formatMicros(creditMicros, { locale });
  const months = Math.round(termDays / 30.4);
  return `Brings ${worth} of model use, for ${months} months. Used when a month’s allowance is used up.`;
}
