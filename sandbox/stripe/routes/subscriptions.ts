import type Stripe from "stripe";
import { cancelSubscription } from "../acts/canceling";
import { changeSubscription } from "../acts/changing";
import { createSubscription } from "../acts/creating-subscription";
import { pauseSubscription, resumeSubscription } from "../acts/pausing";
import { require } from "../acts/require";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import type { Subscription } from "../store/wire";

export const subscriptionRoutes: Route[] = [
  route<Stripe.SubscriptionCreateParams>("POST /v1/subscriptions", (step, params) => createSubscription(step, params)),
  route<Stripe.SubscriptionListParams>("GET /v1/subscriptions", (step, params) => {
    const found = listed(step.world, "subscriptions", { customer: params.customer });
    const kept = found.filter((subscription) => isAskedFor(subscription, params));
    return pageOf(kept, params, "/v1/subscriptions");
  }),
  route("GET /v1/subscriptions/:id", (step, _params, id) => require(step, "subscriptions", id)),
  route<Stripe.SubscriptionUpdateParams>("POST /v1/subscriptions/:id", (step, params, id) =>
    changeSubscription(step, params, id),
  ),
  route<Stripe.SubscriptionCancelParams>("DELETE /v1/subscriptions/:id", (step, params, id) =>
    cancelSubscription(step, params, id),
  ),
  route<Stripe.SubscriptionPauseParams>("POST /v1/subscriptions/:id/pause", (step, params, id) =>
    pauseSubscription(step, params, { id }),
  ),
  route<Stripe.SubscriptionResumeParams>("POST /v1/subscriptions/:id/resume", (step, params, id) =>
    resumeSubscription(step, params, id),
  ),
];

/** Unless asked otherwise, a list leaves out what has ended. */
function isAskedFor(subscription: Subscription, params: Stripe.SubscriptionListParams): boolean {
  const { status, price, collection_method } = params;
  const hasEnded = subscription.status === "canceled" || subscription.status === "incomplete_expired";
  const fits = [
    status === "all" ||
      (status === "ended"
        ? hasEnded
        : status === undefined
          ? subscription.status !== "canceled"
          : subscription.status === status),
    price === undefined || subscription.items.data.some((item) => item.price.id === price),
    collection_method === undefined || subscription.collection_method === collection_method,
    inRange(subscription.created, params.created),
    isOnAskedClock(subscription, params),
  ];
  return fits.every(Boolean);
}

/** Those on test clocks are left out, unless the clock or their customer is named. */
function isOnAskedClock(
  { test_clock }: Subscription,
  { customer, test_clock: asked }: Stripe.SubscriptionListParams,
): boolean {
  return asked === undefined ? customer !== undefined || test_clock === null : test_clock === asked;
}
