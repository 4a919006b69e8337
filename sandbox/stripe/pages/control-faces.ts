import { isMetered, priceOf } from "../acts/pricing";
import type { Customer, Delivery, PaymentMethod, StripeEvent, Subscription, SubscriptionItem } from "../store/wire";
import type { World } from "../store/world";

export type PersonFace = { id: string; name: string | null; email: string | null };

/** Who an id is; nothing for one who is gone or never was. */
export function personOf(world: World, id: string | null): PersonFace | null {
  const found = id === null ? undefined : world.find("customers", id);
  return found ? { id: found.id, name: found.name ?? null, email: found.email } : null;
}

/** A customer in one line of a list. */
export function customerFace(world: World, customer: Customer): object {
  const { id, balance, currency, created, test_clock } = customer;
  const card = customer.invoice_settings.default_payment_method ?? customer.default_source ?? null;
  return {
    ...personOf(world, id),
    balance,
    currency: currency ?? null,
    created,
    test_clock,
    card: cardFace(world.find("payment_methods", card ?? "")),
    subscriptions: world.where("subscriptions", "customer", id).map((one) => subscriptionFace(world, one)),
  };
}

export function subscriptionFace(world: World, subscription: Subscription): object {
  const { id, status, cancel_at, trial_end, ended_at, items, default_payment_method } = subscription;
  return {
    id,
    status,
    cancel_at,
    trial_end,
    ended_at,
    card: cardFace(world.find("payment_methods", default_payment_method ?? "")),
    items: items.data.map((item) => itemFace(world, item)),
  };
}

/** What an item costs ahead; what is billed by use costs nothing ahead. */
function itemFace(world: World, item: SubscriptionItem): object {
  const price = priceOf({ world }, item);
  return {
    plan: world.find("products", price.product)?.name ?? null,
    unit_amount: isMetered(price) ? 0 : price.unit_amount,
    currency: price.currency,
    interval: price.recurring?.interval ?? null,
    interval_count: price.recurring?.interval_count ?? 1,
    quantity: item.quantity ?? 1,
    current_period_end: item.current_period_end,
  };
}

export function cardFace(method: PaymentMethod | undefined): object | null {
  if (!method?.card) return null;
  const { brand, last4, exp_month, exp_year } = method.card;
  return { id: method.id, brand, last4, exp_month, exp_year };
}

/** An event with whom it is about. */
export function eventFace(world: World, event: StripeEvent): object {
  const { id, type, created, data, pending_webhooks } = event;
  const customer = customerOf(world, event);
  const previous = data.previous_attributes ?? null;
  return {
    id,
    type,
    created,
    pending_webhooks,
    object: data.object,
    previous,
    plan: planIn(world, data.object),
    customer: personOf(world, customer),
  };
}

/** What a subscription in an event is a subscription of. */
function planIn(world: World, thing: object): string | null {
  const { object, items } = thing as { object?: unknown; items?: Subscription["items"] };
  const product = object === "subscription" ? items?.data[0]?.price.product : undefined;
  return product === undefined ? null : (world.find("products", product)?.name ?? null);
}

/** Whose an event is: a customer's own, or that of the payment it goes back to. */
export function customerOf(world: World, { data }: StripeEvent): string | null {
  const { id, object, customer, charge } = data.object as { [name: string]: unknown };
  if (object === "customer" && typeof id === "string") return id;
  if (typeof customer === "string") return customer;
  return typeof charge === "string" ? (world.find("charges", charge)?.customer ?? null) : null;
}

/** A delivery with the event it carries, without its contents. */
export function deliveryFace(world: World, { attempts, ...delivery }: Delivery): object {
  const event = world.find("events", delivery.event);
  return {
    ...delivery,
    type: event?.type ?? null,
    created: event?.created ?? null,
    customer: event ? personOf(world, customerOf(world, event)) : null,
    tries: attempts.length,
    last: attempts.at(-1) ?? null,
  };
}
