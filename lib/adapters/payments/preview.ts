import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { amount, maybeText } from "@/lib/adapters/payments/field";

const Line = z
  .object({
    description: maybeText,
    amount,
    discount_amounts: z.array(z.object({ amount })).nullish(),
  })
  .transform(({ description, amount: whole, discount_amounts }) => ({
    text: description ?? "",
    /** After its discounts. */
    amountMinor: (discount_amounts ?? []).reduce((left, discount) => left - discount.amount, whole),
  }));

const Preview = z
  .object({
    object: z.literal("invoice"),
    currency: z.string(),
    total: amount,
    amount_due: amount,
    lines: z.object({ data: z.array(Line) }),
  })
  .transform(({ currency, total, amount_due, lines }) => ({
    currency,
    /** Negative where more is given back than billed. */
    totalMinor: total,
    dueMinor: amount_due,
    lines: lines.data,
  }));

export type RemotePreview = z.infer<typeof Preview>;

/** One item of a subscription, and the price and number it shall have. */
export type PriceChange = { subscriptionId: string; itemId: string; priceId: string; quantity: number };

/** What an invoice over a change would say, were it made now and prorated as of then. Changes nothing. */
export function previewPriceChange(
  { subscriptionId, itemId, priceId, quantity }: PriceChange,
  proratedAtS: number,
): Promise<RemotePreview> {
  return ask(Preview, (stripe) =>
    stripe.invoices.createPreview({
      subscription: subscriptionId,
      subscription_details: {
        items: [{ id: itemId, price: priceId, quantity }],
        proration_behavior: "always_invoice",
        proration_date: proratedAtS,
      },
    }),
  );
}
