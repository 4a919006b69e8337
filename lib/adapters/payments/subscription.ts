import "server-only";
import type Stripe from "stripe";
import { z } from "zod";
import { readPrice } from "@/lib/adapters/payments/catalogue";
import { ask, askMaybe } from "@/lib/adapters/payments/connection";
import { type RemoteCustomer, Wire as CustomerWire } from "@/lib/adapters/payments/customer";
import { DISCOUNTED, Discounts, inCurrency } from "@/lib/adapters/payments/discount";
import { amount, idOf, maybeIdOf, maybeMoment, maybeText, moment } from "@/lib/adapters/payments/field";
import { PAGE, PAGED_MOST } from "@/lib/adapters/payments/paging";

const Item = z
  .object({
    id: z.string(),
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
  .transform(({ id, price, quantity, current_period_start, current_period_end }) => ({
    id,
    priceId: price.id,
    lookupKey: price.lookup_key,
    interval: price.recurring.interval,
    intervalCount: price.recurring.interval_count,
    /** The price's own; what is paid is in {@link RemoteSubscription}'s. */
    currency: price.currency,
    /** Of one unit. 0 where the price has no single amount (tiers), which ours always have. */
    unitAmountMinor: price.unit_amount ?? 0,
    quantity: quantity ?? 1,
    periodStart: current_period_start,
    periodEnd: current_period_end,
  }));

/** What is planned ahead; Stripe tells more than its id only to who asks for it ({@link IN_FULL}). */
const Schedule = z
  .object({
    id: z.string(),
    current_phase: z.object({ end_date: moment }).nullish(),
    phases: z.array(z.object({ start_date: moment, metadata: z.record(z.string(), z.string()).nullish() })),
  })
  .transform(({ id, current_phase, phases }) => {
    const next = phases.find(({ start_date }) => start_date.getTime() === current_phase?.end_date.getTime());
    return { id, next: next ? { at: next.start_date, metadata: next.metadata ?? {} } : null };
  });
const maybeSchedule = z
  .union([z.string().transform((id) => ({ id, next: null })), Schedule])
  .nullish()
  .transform((found) => found ?? { id: null, next: null });
/** A change that waits for its payment. */
const maybePending = z
  .object({
    expires_at: moment,
    subscription_items: z.array(z.object({ price: idOf, quantity: z.number().int().optional() })).nullish(),
  })
  .nullish()
  .transform((found) => ({
    until: found?.expires_at ?? null,
    items: found?.subscription_items?.map(({ price, quantity }) => ({ priceId: price, quantity: quantity ?? 1 })) ?? [],
  }));
/** What to expand, so that the plan ahead and what discounts take off are told along. */
export const IN_FULL = ["schedule", DISCOUNTED];
/** The same of each of a list. */
export const ALL_IN_FULL = IN_FULL.map((path) => `data.${path}`);

export const Wire = z
  .object({
    id: z.string(),
    object: z.literal("subscription"),
    customer: idOf,
    status: z.string().min(1),
    currency: z.string(),
    items: z.object({ data: z.array(Item).min(1) }),
    metadata: z.record(z.string(), z.string()).nullish(),
    trial_end: maybeMoment,
    cancel_at: maybeMoment,
    cancel_at_period_end: z.boolean().optional(),
    canceled_at: maybeMoment,
    ended_at: maybeMoment,
    cancellation_details: z.object({ reason: maybeText }).nullish(),
    latest_invoice: maybeIdOf,
    default_payment_method: maybeIdOf,
    schedule: maybeSchedule,
    pending_update: maybePending,
    // Their ids, and what they take off.
    discounts: z.preprocess(
      (all) => ({ ids: all, told: all }),
      z.object({ ids: z.array(idOf).nullish(), told: Discounts }),
    ),
    billing_cycle_anchor: moment,
    pause_collection: z.object({ behavior: z.string() }).nullish(),
    livemode: z.boolean(),
    created: moment,
  })
  .transform(({ items, ...wire }) => ({
    id: wire.id,
    customerId: wire.customer,
    status: wire.status,
    currency: wire.currency,
    items: items.data,
    metadata: wire.metadata ?? {},
    trialEnd: wire.trial_end,
    // One that has ended plans no end, even where it was to end with its period and was ended before.
    cancelAt: wire.cancel_at ?? (wire.cancel_at_period_end && !wire.ended_at ? lastEnd(items.data) : null),
    cancelsAtPeriodEnd: wire.cancel_at_period_end === true,
    canceledAt: wire.canceled_at,
    endedAt: wire.ended_at,
    /** Stripe's word for why it ended, or will. */
    cancellationReason: wire.cancellation_details?.reason ?? null,
    latestInvoiceId: wire.latest_invoice,
    cardId: wire.default_payment_method,
    scheduleId: wire.schedule.id,
    /** What it becomes by itself, and when. */
    next: wire.schedule.next,
    /** A change waits for its payment until then. */
    changePendingUntil: wire.pending_update.until,
    /** What it would sell then. */
    pendingItems: wire.pending_update.items,
    discountIds: wire.discounts.ids ?? [],
    discounts: wire.discounts.told,
    /** Its periods are counted from then. */
    anchor: wire.billing_cycle_anchor,
    /** Invoices are made, and not collected. */
    isCollectionPaused: wire.pause_collection !== null && wire.pause_collection !== undefined,
    livemode: wire.livemode,
    createdAt: wire.created,
  }));

export type RemoteSubscription = z.infer<typeof Wire>;
export type RemoteItem = RemoteSubscription["items"][number];

/** Every subscription the customer ever had, whatever its status. */
export async function listSubscriptions(customer: string): Promise<RemoteSubscription[]> {
  return inTheirCurrency(await ask(z.array(Wire), listing(customer, ALL_IN_FULL)));
}

/** A subscription, and the whole customer, whom it tells where that is asked for. */
const Owned = z.preprocess(
  (wire) => ({ subscription: wire, owner: wire }),
  z.object({ subscription: Wire, owner: z.object({ customer: CustomerWire }) }),
);

/** The same, and the customer, in one call: Stripe tells of nobody who never had a subscription. */
export async function listWithCustomer(
  customer: string,
): Promise<{ subscriptions: RemoteSubscription[]; customer: RemoteCustomer | undefined }> {
  const all = await ask(z.array(Owned), listing(customer, [...ALL_IN_FULL, "data.customer"]));
  const subscriptions = await inTheirCurrency(all.map(({ subscription }) => subscription));
  return { subscriptions, customer: all[0]?.owner.customer };
}

function listing(customer: string, expand: string[]) {
  return (stripe: Stripe): Promise<unknown[]> =>
    stripe.subscriptions
      .list({ customer, status: "all", limit: PAGE, expand })
      .autoPagingToArray({ limit: PAGED_MOST });
}

export async function findSubscription(id: string): Promise<RemoteSubscription | undefined> {
  const found = await askMaybe(Wire, (stripe) => stripe.subscriptions.retrieve(id, { expand: IN_FULL }));
  return found && (await inTheirCurrency([found]))[0];
}

/**
 * The same with items and discounts in the currency their subscription is paid in. Stripe shows a price in its own
 * currency alone; its other amounts are too deep in a list to be asked for along with it, so they take a call for each.
 */
export async function inTheirCurrency(subscriptions: readonly RemoteSubscription[]): Promise<RemoteSubscription[]> {
  const abroad = subscriptions.flatMap(({ currency, items }) => items.filter((item) => item.currency !== currency));
  const priceIds = [...new Set(abroad.map(({ priceId }) => priceId))];
  const prices = new Map(await Promise.all(priceIds.map(async (id) => [id, await readPrice(id)] as const)));
  return Promise.all(
    subscriptions.map(async (subscription) => ({
      ...subscription,
      discounts: await Promise.all(subscription.discounts.map((each) => inCurrency(each, subscription.currency))),
      items: subscription.items.map((item) => {
        const { currency } = subscription;
        if (item.currency === currency) return item;
        return { ...item, currency, unitAmountMinor: prices.get(item.priceId)?.amountsMinor[currency] ?? 0 };
      }),
    })),
  );
}

function lastEnd(items: readonly { periodEnd: Date }[]): Date | null {
  return items.map(({ periodEnd }) => periodEnd).toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null;
}
