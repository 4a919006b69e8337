import type Stripe from "stripe";
import { changeSubscription } from "../acts/changing";
import { require } from "../acts/require";
import { missing } from "../http/failures";
import { pageOf, type PageParams } from "../http/paging";
import { type Route, route } from "../http/route";
import type { Step } from "../store/step";
import type { Subscription, SubscriptionItem } from "../store/wire";

type HowToBill = Pick<
  Stripe.SubscriptionItemCreateParams,
  "payment_behavior" | "proration_behavior" | "proration_date"
>;

/** Items by themselves: each change is an update of the subscription they belong to. */
export const subscriptionItemRoutes: Route[] = [
  route<PageParams & { subscription: string }>("GET /v1/subscription_items", (step, params) => {
    const { items } = require(step, "subscriptions", params.subscription, "subscription");
    return pageOf(items.data, params, "/v1/subscription_items");
  }),
  route("GET /v1/subscription_items/:id", (step, _params, id) => itemIn(ownerOf(step, id), id)),
  route<Stripe.SubscriptionItemCreateParams>("POST /v1/subscription_items", (step, params) => addItem(step, params)),
  route<Stripe.SubscriptionItemUpdateParams>("POST /v1/subscription_items/:id", (step, params, id) => {
    const { expand: _expand, off_session: _off, ...rest } = params;
    const { item, how } = split(rest);
    return itemIn(changeSubscription(step, { items: [{ ...item, id }], ...how }, ownerOf(step, id).id), id);
  }),
  route<Stripe.SubscriptionItemDeleteParams>("DELETE /v1/subscription_items/:id", (step, params, id) => {
    changeSubscription(step, { items: [{ id, deleted: true }], ...split(params).how }, ownerOf(step, id).id);
    return { id, object: "subscription_item", deleted: true };
  }),
];

function addItem(step: Step, params: Stripe.SubscriptionItemCreateParams): SubscriptionItem {
  const { expand: _expand, subscription, ...rest } = params;
  const before = require(step, "subscriptions", subscription, "subscription");
  const { item, how } = split(rest);
  const after = changeSubscription(step, { items: [item], ...how }, subscription);
  const added = after.items.data.find((each) => !before.items.data.some((old) => old.id === each.id));
  // A change that waits for its payment has added nothing yet.
  const pending = after.pending_update?.subscription_items?.at(-1);
  if (!added && !pending) throw new Error(`Subscription ${subscription} got no new item`);
  return (added ?? pending) as SubscriptionItem;
}

function split<T extends HowToBill>(params: T): { item: Omit<T, keyof HowToBill>; how: HowToBill } {
  const { payment_behavior, proration_behavior, proration_date, ...item } = params;
  return {
    item,
    how: {
      ...(payment_behavior ? { payment_behavior } : {}),
      ...(proration_behavior ? { proration_behavior } : {}),
      ...(proration_date === undefined ? {} : { proration_date }),
    },
  };
}

function ownerOf(step: Step, item: string): Subscription {
  const owner = step.world.all("subscriptions").find(({ items }) => items.data.some(({ id }) => id === item));
  if (!owner) throw missing("subscription_item", item);
  return owner;
}

function itemIn(subscription: Subscription, id: string): SubscriptionItem {
  const item = subscription.items.data.find((each) => each.id === id);
  if (!item) throw missing("subscription_item", id);
  return item;
}
