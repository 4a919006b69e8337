import "server-only";
import { z } from "zod";
import { CURRENCY } from "@/lib/billing/plans";
import { CREDIT_TERM_DAYS, MICROS_PER_MINOR, PACK_IDS, PACKS } from "@/lib/billing/plans-packs";
import type { CreditOffer, CreditWish } from "@/lib/billing/packs/schema";
import type { Currency } from "@/lib/billing/schema";
import { DAY_MS } from "@/lib/platform/clock";

/** What is sold for a wish; `own` is the person's currency, for a pack that names none. */
export function offerFor({ pack, amount, currency }: CreditWish, own: Currency = CURRENCY): CreditOffer {
  const paidIn = currency ?? own;
  if (pack !== undefined) {
    const { prices, creditMicros } = PACKS[pack];
    return { pack, amountMinor: prices[paidIn], currency: paidIn, creditMicros };
  }
  if (amount === undefined) throw new Error("A wish is for a pack or for an amount");
  return { pack: null, amountMinor: amount, currency: paidIn, creditMicros: BigInt(amount) * MICROS_PER_MINOR[paidIn] };
}

/** Marks payments that are for credits. */
const KIND = "credits";

export type Terms = Record<string, string>;

/** Goes to Stripe, on the payment: what it buys, on the terms of this day. They stay what they were when it was sold. */
export function termsOf(userId: string, { pack, amountMinor, currency, creditMicros }: CreditOffer): Terms {
  return {
    kind: KIND,
    userId,
    pack: pack ?? "",
    amountMinor: String(amountMinor),
    currency,
    creditMicros: String(creditMicros),
    termDays: String(CREDIT_TERM_DAYS),
  };
}

const Digits = z.string().regex(/^[1-9]\d{0,14}$/u);
const Sold = z
  .object({ kind: z.literal(KIND), pack: z.string().optional(), creditMicros: Digits, termDays: Digits })
  .transform(({ pack, creditMicros, termDays }) => ({
    pack: PACK_IDS.find((id) => id === pack) ?? null,
    creditMicros,
    termMs: Number(termDays) * DAY_MS,
  }));

/** What a payment with this metadata bought; nothing when it was for something else. */
export function soldBy(metadata: Readonly<Record<string, unknown>>): z.infer<typeof Sold> | undefined {
  return Sold.safeParse(metadata).data;
}

/** Whether something at Stripe was made on these terms. */
export function isOn(terms: Terms, metadata: Readonly<Record<string, string>>): boolean {
  return Object.entries(terms).every(([name, value]) => (metadata[name] ?? "") === value);
}
