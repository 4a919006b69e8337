import type { AnchorConfig } from "../rules/anchors";
import type { Step } from "../store/step";
import type { Price, Subscription, SubscriptionItem } from "../store/wire";
import { planOf } from "./catalog";

export type ItemOrder = {
  price: Price;
  quantity: number;
  metadata?: { [key: string]: string };
  /** What is redeemed for this item alone. */
  discounts?: AskedDiscount[];
};

/** A discount as requests name it: a coupon or code that is redeemed now, or a discount that is there already. */
export type AskedDiscount = { coupon?: string; promotion_code?: string; discount?: string };

type SubscriptionOrder = {
  customer: string;
  items: ItemOrder[];
  currency: string;
  trialEnd: number | null;
  firstPeriodEnd: number;
  anchor: number;
  anchorConfig: AnchorConfig | null;
  defaultPaymentMethod: string | null;
  collectionMethod: string;
  daysUntilDue: number | null;
  metadata: { [key: string]: string };
  description: string | null;
  missingPaymentMethod: string;
  savesPaymentMethod: boolean;
};

/** A subscription at its birth: nothing paid yet, so `incomplete`, or `trialing`. */
export function buildSubscription(step: Step, order: SubscriptionOrder): Subscription {
  const id = step.world.nextId("sub");
  const items = order.items.map((item) => buildItem(step, id, item, { start: step.now, end: order.firstPeriodEnd }));
  return {
    id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: order.anchor,
    billing_cycle_anchor_config: order.anchorConfig,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible", updated_at: step.now },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: order.collectionMethod,
    created: step.now,
    currency: order.currency,
    customer: order.customer,
    customer_account: null,
    days_until_due: order.daysUntilDue,
    default_payment_method: order.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: order.description,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    items: itemList(id, items),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: order.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: order.savesPaymentMethod ? "on_subscription" : "off",
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: step.now,
    status: order.trialEnd === null ? "incomplete" : "trialing",
    test_clock: step.world.find("customers", order.customer)?.test_clock ?? null,
    transfer_data: null,
    trial_end: order.trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: order.missingPaymentMethod },
    },
    trial_start: order.trialEnd === null ? null : step.now,
  };
}

export function buildItem(
  step: Step,
  subscription: string,
  { price, quantity, metadata }: ItemOrder,
  period: { start: number; end: number },
): SubscriptionItem {
  return {
    id: step.world.nextId("si"),
    object: "subscription_item",
    billing_thresholds: null,
    created: step.now,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: metadata ?? {},
    plan: planOf(price),
    price,
    ...(price.recurring?.usage_type === "metered" ? {} : { quantity }),
    subscription,
    tax_rates: [],
  };
}

export function itemList(subscription: string, items: SubscriptionItem[]): Subscription["items"] {
  return { object: "list", data: items, has_more: false, url: `/v1/subscription_items?subscription=${subscription}` };
}
