import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { idOf } from "@/lib/adapters/payments/field";
import { type RemoteSubscription, Wire as Subscription } from "@/lib/adapters/payments/subscription";
import { SECOND_MS } from "@/lib/platform/clock";

const Coupon = z.object({ id: z.string(), object: z.literal("coupon") });
const Sold = z.object({
  items: z.object({ data: z.array(z.object({ price: z.object({ product: idOf }) })).min(1) }),
});

type Months = { months: number; metadata: Record<string, string>; idempotencyKey: string };

/**
 * Takes everything off what a subscription sells now, for so many months from now on, beside the discounts it has. What
 * it is changed to later is paid for. The same key again is the same discount.
 */
export async function giveMonths(
  { id, discountIds }: Pick<RemoteSubscription, "id" | "discountIds">,
  { months, metadata, idempotencyKey }: Months,
): Promise<void> {
  const { items } = await ask(Sold, (stripe) => stripe.subscriptions.retrieve(id));
  const { id: coupon } = await ask(Coupon, (stripe) =>
    stripe.coupons.create(
      {
        percent_off: 100,
        duration: "repeating",
        duration_in_months: months,
        max_redemptions: 1,
        name: "Complimentary",
        applies_to: { products: items.data.map(({ price }) => price.product) },
        metadata,
      },
      { idempotencyKey: `${idempotencyKey}-coupon` },
    ),
  );
  const discounts = [...discountIds.map((discount) => ({ discount })), { coupon }];
  await ask(Subscription, (stripe) => stripe.subscriptions.update(id, { discounts }, { idempotencyKey }));
}

export type GivenPlan = {
  customerId: string;
  priceId: string;
  currency: string;
  until: Date;
  metadata: Record<string, string>;
};

/** A subscription that nothing is charged for: it ends when the time that is given is over, card or none. */
export async function givePlan(
  { customerId, priceId, currency, until, metadata }: GivenPlan,
  idempotencyKey: string,
): Promise<void> {
  await ask(Subscription, (stripe) =>
    stripe.subscriptions.create(
      {
        customer: customerId,
        items: [{ price: priceId, quantity: 1 }],
        currency,
        trial_end: Math.floor(until.getTime() / SECOND_MS),
        trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
        cancel_at_period_end: true,
        metadata,
      },
      { idempotencyKey },
    ),
  );
}
