import "server-only";
import { z } from "zod";
import { askMaybe } from "@/lib/adapters/payments/connection";
import { amount, maybeMoment, maybeText } from "@/lib/adapters/payments/field";

const HUNDREDTHS = 100;

const Coupon = z
  .object({
    id: z.string(),
    duration: z.string(),
    percent_off: z.number().nullish(),
    amount_off: amount.nullish(),
    currency: maybeText,
    metadata: z.record(z.string(), z.string()).nullish(),
  })
  .transform(({ id, duration, percent_off, amount_off, currency, metadata }) => ({
    couponId: id,
    /** Off each invoice, or off more than the next one; a discount of `once` is over with it. */
    comesAgain: duration !== "once",
    /** In hundredths of a percent: Stripe knows two digits. */
    percentHundredths: typeof percent_off === "number" ? Math.round(percent_off * HUNDREDTHS) : null,
    amountOffMinor: amount_off ?? null,
    /** Of the amount; null for a percentage. */
    currency,
    /** What was noted with it when it was made. */
    metadata: metadata ?? {},
  }));
/** `endsAt`: no invoice from then on has it; null where it stays. */
export type RemoteDiscount = z.infer<typeof Coupon> & { endsAt: Date | null };

/** What to expand of a subscription, so that each of its discounts tells what it takes off. */
export const DISCOUNTED = "discounts.source.coupon";

const Discount = z.object({
  end: maybeMoment,
  source: z.object({ coupon: z.union([Coupon, z.string()]).nullish() }),
});

/** The discounts that were told in full, in the order they are taken off. */
export const Discounts = z
  .array(z.unknown())
  .nullish()
  .transform((all) =>
    (all ?? []).flatMap((each): RemoteDiscount[] => {
      const { end: endsAt = null, source } = Discount.safeParse(each).data ?? {};
      const coupon = source?.coupon;
      return typeof coupon === "object" && coupon !== null ? [{ ...coupon, endsAt }] : [];
    }),
  );

const Options = z.object({ currency_options: z.record(z.string(), z.object({ amount_off: amount })).nullish() });

/**
 * What a coupon takes off in another currency than its own, which Stripe tells only to who asks for it by itself;
 * nothing where it can not be asked for any more.
 */
export async function inCurrency(discount: RemoteDiscount, currency: string): Promise<RemoteDiscount> {
  if (discount.amountOffMinor === null || discount.currency === currency) return discount;
  const found = await askMaybe(Options, (stripe) =>
    stripe.coupons.retrieve(discount.couponId, { expand: ["currency_options"] }),
  );
  return { ...discount, currency, amountOffMinor: found?.currency_options?.[currency]?.amount_off ?? 0 };
}
