import type Stripe from "stripe";
import { invalid, missing, parameterMissing, StripeFailure } from "../http/failures";
import { metadataOf, or, orNull } from "../objects/fields";
import type { ItemOrder } from "../objects/subscription";
import type { Step } from "../store/step";
import type { Customer, PaymentMethod, Subscription } from "../store/wire";
import { readAnchor } from "./anchoring";
import { changeSubscription } from "./changing";
import { readExtras } from "./invoice-items";
import { amountOf } from "./lines";
import { currencyFor, quantityOf } from "./pricing";
import { requirePaymentMethod } from "./payment-methods";
import { refuseUnbuilt, require, requireCustomer } from "./require";
import { latest, subscribe } from "./subscribing";

const UNBUILT = ["backdate_start_date", "default_tax_rates", "cancel_at", "transfer_data", "billing_schedules"];

/** Reads what is asked for and starts it. Throws 400 where nothing could be charged, 402 as `subscribe` does. */
export function createSubscription(step: Step, params: Stripe.SubscriptionCreateParams): Subscription {
  refuseUnbuilt(params, UNBUILT);
  if (params.customer === undefined) throw parameterMissing("customer");
  const customer = requireCustomer(step, params.customer);
  const items = readItems(step, params.items);
  const extras = readExtras(step, params.add_invoice_items);
  const trialEnd = trialEndOf(step, params);
  const chosen = ownMethod(step, params.default_payment_method, customer.id);
  const method = chosen ?? defaultMethodOf(step, customer);
  if (!method && trialEnd === null && mustPayNow(params, items)) throw noCard();
  const { id } = subscribe(step, {
    customer,
    items,
    currency: currencyFor(
      step,
      items.map(({ price }) => price),
      { asked: params.currency, customer },
    ),
    discounts: listOf(params.discounts),
    trialEnd,
    ...readAnchor(step, params, { cadence: items[0]?.price.recurring, trialEnd }),
    extras,
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
  const isFree = items.every((item) => amountOf(item.price, 1) === 0);
  return !isFree && params.collection_method !== "send_invoice" && params.payment_behavior !== "default_incomplete";
}

function readItems(step: Step, asked: Stripe.SubscriptionCreateParams["items"]): ItemOrder[] {
  if (!asked || asked.length === 0) throw parameterMissing("items");
  return asked.map((item, i) => readItem(step, item, i));
}

function readItem(step: Step, item: Stripe.SubscriptionCreateParams.Item, i: number): ItemOrder {
  refuseUnbuilt(item, ["price_data", "tax_rates", "billing_thresholds"]);
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
  return {
    price,
    quantity: quantityOf(price, item.quantity, `items[${i}]`),
    metadata: metadataOf({}, item.metadata),
    discounts: listOf(item.discounts),
  };
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
  const id = customer.invoice_settings.default_payment_method ?? customer.default_source;
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

/** An empty text names nothing. */
function listOf<T>(given: T[] | "" | null | undefined): T[] {
  return given || [];
}
