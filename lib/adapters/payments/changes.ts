import "server-only";
import { z } from "zod";
import { ask } from "@/lib/adapters/payments/connection";
import { idOf } from "@/lib/adapters/payments/field";
import type { PriceChange } from "@/lib/adapters/payments/preview";
import { type RemoteSubscription, Wire as Subscription } from "@/lib/adapters/payments/subscription";

/**
 * Changes an item's price or number and charges the difference, prorated as of then. Where the payment does not go through at
 * once, the subscription stays as it is and says until when the change waits for it.
 */
export function changePrice(
  { subscriptionId, itemId, priceId, quantity }: PriceChange,
  { proratedAtS, idempotencyKey }: { proratedAtS: number; idempotencyKey: string },
): Promise<RemoteSubscription> {
  return ask(Subscription, (stripe) =>
    stripe.subscriptions.update(
      subscriptionId,
      {
        items: [{ id: itemId, price: priceId, quantity }],
        proration_behavior: "always_invoice",
        proration_date: proratedAtS,
        payment_behavior: "pending_if_incomplete",
      },
      { idempotencyKey },
    ),
  );
}

/** The same while nothing is paid for yet: nothing is charged or given back. */
export async function changePriceInTrial(change: PriceChange): Promise<void> {
  const { subscriptionId, itemId, priceId, quantity } = change;
  await ask(Subscription, (stripe) =>
    stripe.subscriptions.update(subscriptionId, {
      items: [{ id: itemId, price: priceId, quantity }],
      proration_behavior: "none",
    }),
  );
}

const Schedule = z.object({
  id: z.string(),
  object: z.literal("subscription_schedule"),
  status: z.string(),
  current_phase: z.object({ start_date: z.number(), end_date: z.number() }).nullable(),
  phases: z.array(
    z.object({
      start_date: z.number(),
      items: z.array(z.object({ price: idOf, quantity: z.number().int().optional() })),
    }),
  ),
});

/** What a subscription becomes when its period ends. `metadata` goes along, and says what it is. */
export type NextPhase = {
  priceId: string;
  quantity: number;
  interval: "month" | "year";
  metadata: Record<string, string>;
};

/** Plans a change for the end of the period that runs; what was planned before is replaced. */
export async function planPriceChange(
  { id, scheduleId, discountIds }: RemoteSubscription,
  { priceId, quantity, interval, metadata }: NextPhase,
): Promise<void> {
  const { id: schedule, phases, current_phase: current } = await scheduleOf(id, scheduleId);
  const running = phases.find(({ start_date }) => start_date === current?.start_date);
  if (running === undefined || current === null) throw new Error("A schedule of a running subscription has a phase");
  const discounts = discountIds.map((discount) => ({ discount }));
  const { start_date, end_date } = current;
  await ask(Schedule, (stripe) =>
    stripe.subscriptionSchedules.update(schedule, {
      end_behavior: "release",
      proration_behavior: "none",
      phases: [
        {
          items: running.items.map((item) => ({ price: item.price, quantity: item.quantity ?? 1 })),
          start_date,
          end_date,
          discounts,
          proration_behavior: "none",
        },
        {
          items: [{ price: priceId, quantity }],
          duration: { interval, interval_count: 1 },
          discounts,
          metadata,
          proration_behavior: "none",
        },
      ],
    }),
  );
}

function scheduleOf(subscription: string, known: string | null): Promise<z.infer<typeof Schedule>> {
  return ask(Schedule, (stripe) =>
    known === null
      ? stripe.subscriptionSchedules.create({ from_subscription: subscription })
      : stripe.subscriptionSchedules.retrieve(known),
  );
}

/** Lets a subscription go on as it is. */
export async function releaseSchedule(id: string): Promise<void> {
  await ask(Schedule, (stripe) => stripe.subscriptionSchedules.release(id));
}

/** Has a subscription end with its period, and notes why. */
export async function cancelAtPeriodEnd(
  id: string,
  { reason, comment }: { reason?: Feedback | undefined; comment?: string | undefined },
): Promise<void> {
  const words = { ...(reason ? { feedback: reason } : {}), ...(comment ? { comment } : {}) };
  await ask(Subscription, (stripe) =>
    stripe.subscriptions.update(id, { cancel_at_period_end: true, cancellation_details: words }),
  );
}

/** Stripe's own list of reasons. */
export type Feedback =
  | "customer_service"
  | "low_quality"
  | "missing_features"
  | "other"
  | "switched_service"
  | "too_complex"
  | "too_expensive"
  | "unused";

/** Has a subscription renew again that was to end. */
export async function resumeRenewing({ id, cancelsAtPeriodEnd }: RemoteSubscription): Promise<void> {
  await ask(Subscription, (stripe) =>
    stripe.subscriptions.update(id, cancelsAtPeriodEnd ? { cancel_at_period_end: false } : { cancel_at: "" }),
  );
}
