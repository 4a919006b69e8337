import type Stripe from "stripe";
import { changeSubscription } from "../acts/changing";
import { pauseSubscription, resumeSubscription } from "../acts/pausing";
import { requirePaymentMethod } from "../acts/payment-methods";
import { refuseUnbuilt, require, requireCustomer } from "../acts/require";
import { latest, subscribe } from "../acts/subscribing";
import { endSubscription } from "../acts/subscription-status";
import { invalid, missing, parameterMissing, StripeFailure } from "../http/failures";
import { inRange, newestFirst, pageOf, type PageParams } from "../http/paging";
import { type Route, route } from "../http/route";
import { metadataOf, or, orNull } from "../objects/fields";
import type { ItemOrder } from "../objects/subscription";
import type { Step } from "../store/step";
import type { Customer, PaymentMethod, Subscription } from "../store/wire";

export const subscriptionRoutes: Route[] = [
  route<Stripe.SubscriptionCreateParams>("POST /v1/subscriptions", (step, params) => createSubscription(step, params)),
  route<Stripe.SubscriptionListParams>("GET /v1/subscriptions", (step, params) => {
    const found = params.customer
      ? step.world.where("subscriptions", "customer", params.customer)
      : step.world.all("subscriptions");
    const kept = newestFirst(found).filter((subscription) => isAskedFor(subscription, params));
    return pageOf(kept, params, "/v1/subscriptions");
  }),
  route("GET /v1/subscriptions/:id", (step, _params, id) => require(step, "subscriptions", id)),
  route<Stripe.SubscriptionUpdateParams>("POST /v1/subscriptions/:id", (step, params, id) =>
    changeSubscription(step, params, id),
  ),
  route<Stripe.SubscriptionCancelParams>("DELETE /v1/subscriptions/:id", (step, params, id) =>
    cancel(step, params, id),
  ),
  route<Stripe.SubscriptionPauseParams>("POST /v1/subscriptions/:id/pause", (step, params, id) =>
    pauseSubscription(step, params, id),
  ),
  route<Stripe.SubscriptionResumeParams>("POST /v1/subscriptions/:id/resume", (step, params, id) =>
    resumeSubscription(step, params, id),
  ),
  route<PageParams & { subscription: string }>("GET /v1/subscription_items", (step, params) => {
    const { items } = require(step, "subscriptions", params.subscription, "subscription");
    return pageOf(items.data, params, "/v1/subscription_items");
  }),
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
  ];
  return fits.every(Boolean);
}

const UNBUILT = [
  "discounts",
  "add_invoice_items",
  "backdate_start_date",
  "billing_cycle_anchor",
  "billing_cycle_anchor_config",
  "default_tax_rates",
  "cancel_at",
  "transfer_data",
  "billing_schedules",
];

function createSubscription(step: Step, params: Stripe.SubscriptionCreateParams): Subscription {
  refuseUnbuilt(params, UNBUILT);
  if (params.customer === undefined) throw parameterMissing("customer");
  const customer = requireCustomer(step, params.customer);
  const items = or(params.items, []).map((item, i) => readItem(step, item, i));
  if (items.length === 0) throw parameterMissing("items");
  const trialEnd = trialEndOf(step, params);
  const chosen = ownMethod(step, params.default_payment_method, customer.id);
  const method = chosen ?? defaultMethodOf(step, customer);
  if (!method && trialEnd === null && mustPayNow(params, items)) throw noCard();
  const { id } = subscribe(step, {
    customer,
    items,
    trialEnd,
    method,
    ownMethod: chosen !== undefined,
    paymentBehavior: or(params.payment_behavior, "allow_incomplete"),
    collectionMethod: or(params.collection_method, "charge_automatically"),
    daysUntilDue: orNull(params.days_until_due),
    metadata: metadataOf({}, params.metadata),
    description: orNull(params.description),
    missingPaymentMethod: or(params.trial_settings?.end_behavior.missing_payment_method, "create_invoice"),
    savesPaymentMethod: params.payment_settings?.save_default_payment_method === "on_subscription",
    present: params.off_session !== true,
  });
  if (params.cancel_at_period_end) changeSubscription(step, { cancel_at_period_end: true }, id);
  return latest(step, id);
}

function mustPayNow(params: Stripe.SubscriptionCreateParams, items: ItemOrder[]): boolean {
  const isFree = items.every((item) => item.price.unit_amount === 0);
  return !isFree && params.collection_method !== "send_invoice" && params.payment_behavior !== "default_incomplete";
}

function readItem(step: Step, item: Stripe.SubscriptionCreateParams.Item, i: number): ItemOrder {
  refuseUnbuilt(item, ["price_data", "tax_rates", "discounts", "billing_thresholds"]);
  if (!item.price) throw parameterMissing(`items[${i}][price]`);
  const price = require(step, "prices", item.price, `items[${i}][price]`);
  if (!price.active)
    throw invalid("The price specified is inactive. This field only accepts active prices.", `items[${i}][price]`);
  if (!price.recurring) {
    throw invalid(
      "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.",
      `items[${i}][price]`,
    );
  }
  return { price, quantity: item.quantity ?? 1, metadata: metadataOf({}, item.metadata) };
}

function trialEndOf(step: Step, params: Stripe.SubscriptionCreateParams): number | null {
  if (typeof params.trial_end === "number") {
    if (params.trial_end <= step.now)
      throw invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", "trial_end");
    return params.trial_end;
  }
  const days = params.trial_period_days ?? 0;
  return days > 0 && params.trial_end !== "now" ? step.now + days * 86_400 : null;
}

function ownMethod(step: Step, id: string | undefined, customer: string): PaymentMethod | undefined {
  if (!id) return undefined;
  const method = requirePaymentMethod(step, id, "default_payment_method");
  if (method.customer === customer) return method;
  throw missing("PaymentMethod", id, { param: "default_payment_method", status: 400 });
}

function defaultMethodOf(step: Step, customer: Customer): PaymentMethod | undefined {
  const id = customer.invoice_settings.default_payment_method;
  return id ? step.world.find("payment_methods", id) : undefined;
}

function noCard(): StripeFailure {
  return new StripeFailure(400, {
    code: "resource_missing",
    message:
      "This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.",
    type: "invalid_request_error",
  });
}

function cancel(step: Step, params: Stripe.SubscriptionCancelParams, id: string): Subscription {
  refuseUnbuilt(params, ["invoice_now", "prorate"]);
  const { status } = require(step, "subscriptions", id);
  if (status === "canceled" || status === "incomplete_expired") throw missing("subscription", id);
  const details = params.cancellation_details;
  return endSubscription(step, id, {
    comment: orNull(details?.comment),
    feedback: orNull(details?.feedback),
    reason: "cancellation_requested",
  });
}
