import "server-only";
import { z } from "zod";
import { ask, askMaybe } from "@/lib/adapters/payments/connection";
import { amount, idOf, maybeIdOf, maybeMoment, maybeText, moment } from "@/lib/adapters/payments/field";
import { PAGE, PAGED_MOST } from "@/lib/adapters/payments/paging";

const Item = z
  .object({
    current_period_start: moment,
    current_period_end: moment,
    quantity: z.number().int().optional(),
    price: z.object({
      id: z.string(),
      lookup_key: maybeText,
      currency: z.string(),
      unit_amount: amount.nullish(),
      recurring: z.object({ interval: z.string(), interval_count: z.number().int() }),
    }),
  })
  .transform(({ price, quantity, current_period_start, current_period_end }) => ({
    priceId: price.id,
    lookupKey: price.lookup_key,
    interval: price.recurring.interval,
    intervalCount: price.recurring.interval_count,
    currency: price.currency,
    /** Of one unit. 0 where the price has no single amount (tiers), which ours always have. */
    unitAmountMinor: price.unit_amount ?? 0,
    quantity: quantity ?? 1,
    periodStart: current_period_start,
    periodEnd: current_period_end,
  }));

const Wire = z
  .object({
    id: z.string(),
    object: z.literal("subscription"),
    customer: idOf,
    status: z.string().min(1),
    items: z.object({ data: z.array(Item).min(1) }),
    trial_end: maybeMoment,
    cancel_at: maybeMoment,
    cancel_at_period_end: z.boolean().optional(),
    canceled_at: maybeMoment,
    ended_at: maybeMoment,
    latest_invoice: maybeIdOf,
    default_payment_method: maybeIdOf,
    livemode: z.boolean(),
    created: moment,
  })
  .transform(({ items, ...wire }) => ({
    id: wire.id,
    customerId: wire.customer,
    status: wire.status,
    items: items.data,
    trialEnd: wire.trial_end,
    cancelAt: wire.cancel_at ?? (wire.cancel_at_period_end ? lastEnd(items.data) : null),
    canceledAt: wire.canceled_at,
    endedAt: wire.ended_at,
    latestInvoiceId: wire.latest_invoice,
    cardId: wire.default_payment_method,
    livemode: wire.livemode,
    createdAt: wire.created,
  }));

export type RemoteSubscription = z.infer<typeof Wire>;
export type RemoteItem = RemoteSubscription["items"][number];

/** Every subscription the customer ever had, whatever its status. */
export function listSubscriptions(customer: string): Promise<RemoteSubscription[]> {
  return ask(z.array(Wire), (stripe) =>
    stripe.subscriptions.list({ customer, status: "all", limit: PAGE }).autoPagingToArray({ limit: PAGED_MOST }),
  );
}

export function findSubscription(id: string): Promise<RemoteSubscription | undefined> {
  return askMaybe(Wire, (stripe) => stripe.subscriptions.retrieve(id));
}

function lastEnd(items: readonly { periodEnd: Date }[]): Date | null {
  return items.map(({ periodEnd }) => periodEnd).toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null;
}
