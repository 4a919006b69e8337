import "server-only";
import { z } from "zod";
import { formatMinor } from "@/lib/platform/money";

/** What the letters about money are told, as it stands in the outbox, and how they write it. */

/** In the currency's smallest unit. */
export const Money = z.object({ amountMinor: z.int(), currency: z.string().regex(/^[a-z]{3}$/u) });
export const Moment = z.iso.datetime();

export function moneyText({ amountMinor, currency }: z.infer<typeof Money>): string {
  return formatMinor(amountMinor, currency);
}

/** "December 5, 2026", in UTC: the same day as on the billing page and in Stripe's own letters. */
export function dayText(moment: string): string {
  return new Date(moment).toLocaleDateString("en-US", { dateStyle: "long", timeZone: "UTC" });
}

/** "$19.00 a month". */
export function priceText(price: z.infer<typeof Money>, interval: string): string {
  return `${moneyText(price)} a ${interval}`;
}
