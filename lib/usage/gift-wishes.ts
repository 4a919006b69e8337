import "server-only";
import { z } from "zod";
import { minorOf } from "@/lib/billing/actions-by-admin/acts";
import { Act } from "@/lib/billing/actions-by-admin/wishes";
import { DOLLAR_MICROS } from "@/lib/platform/money";

const CENT_MICROS = DOLLAR_MICROS / 100n;
/** 1,000 dollars, as the database bounds it too. */
const MOST_MINOR = 100_000;
const MOST_DAYS = 730;

/** As typed, in dollars: "5.00"; micro-dollars afterwards. */
const Amount = z
  .string()
  .trim()
  .transform((typed, { addIssue }) => {
    const minor = minorOf(typed, "usd");
    if (minor !== undefined && minor >= 1 && minor <= MOST_MINOR) return BigInt(minor) * CENT_MICROS;
    addIssue("An amount like 5.00, at most $1,000.00.");
    return z.NEVER;
  });

const days = z.coerce
  .number({ error: "How many days?" })
  .int("Whole days.")
  .min(1, "At least one day.")
  .max(MOST_DAYS, `At most ${MOST_DAYS} days.`);

/** Credit for somebody: `micros` of it, until so many days from now. */
export const GiveCreditWish = Act.extend({ amount: Amount, days }).transform(({ amount: micros, ...wish }) => {
  return { ...wish, micros };
});
export type GiveCreditWish = z.infer<typeof GiveCreditWish>;

export const TakeCreditWish = Act.extend({ giftId: z.uuid() });
export type TakeCreditWish = z.infer<typeof TakeCreditWish>;
