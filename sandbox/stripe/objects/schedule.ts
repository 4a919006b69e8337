import type Stripe from "stripe";
import type { Step } from "../store/step";
import type { Customer, Price, Subscription } from "../store/wire";
import type { Schedule, SchedulePhase } from "../store/wire-billing";
import { metadataOf, or, orNull } from "./fields";

type PhaseParams = Stripe.SubscriptionScheduleUpdateParams.Phase;
export type PhaseItem = { price: Price; quantity: number; metadata: { [key: string]: string } };

/** One stretch of a schedule. Times in seconds. */
export function buildPhase(
  items: PhaseItem[],
  { start, end }: { start: number; end: number },
  params: Partial<Omit<PhaseParams, "items">>,
): SchedulePhase {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: orNull(params.billing_cycle_anchor),
    billing_thresholds: null,
    collection_method: orNull(params.collection_method),
    currency: params.currency ?? items[0]?.price.currency ?? "usd",
    default_payment_method: orNull(params.default_payment_method),
    default_tax_rates: [],
    description: orNull(params.description),
    discounts: (params.discounts || []).map(({ coupon, discount, promotion_code }) => {
      return { coupon: orNull(coupon), discount: orNull(discount), promotion_code: orNull(promotion_code) };
    }),
    end_date: end,
    invoice_settings: null,
    items: items.map(({ price, quantity, metadata }) => ({
      billing_thresholds: null,
      discounts: [],
      metadata,
      plan: price.id,
      price: price.id,
      quantity,
      tax_rates: [],
    })),
    metadata: metadataOf({}, params.metadata),
    on_behalf_of: null,
    proration_behavior: or(params.proration_behavior, "create_prorations"),
    start_date: start,
    transfer_data: null,
    trial_end: orNull(params.trial_end === "now" ? undefined : params.trial_end),
  };
}

type ScheduleOrder = {
  customer: Customer;
  subscription: Subscription | null;
  phases: SchedulePhase[];
  endBehavior: string;
  metadata: { [key: string]: string };
};

/** A schedule that has not begun. */
export function buildSchedule(step: Step, order: ScheduleOrder): Schedule {
  const { customer, subscription, phases } = order;
  return {
    id: step.world.nextId("sched"),
    object: "subscription_schedule",
    application: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible", updated_at: step.now },
    canceled_at: null,
    completed_at: null,
    created: step.now,
    current_phase: null,
    customer: customer.id,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: "automatic",
      billing_thresholds: null,
      collection_method: subscription?.collection_method ?? "charge_automatically",
      default_payment_method: subscription?.default_payment_method ?? null,
      description: subscription?.description ?? null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: "self" },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: order.endBehavior,
    livemode: false,
    metadata: order.metadata,
    pause_schedules: [],
    phases,
    released_at: null,
    released_subscription: null,
    status: "not_started",
    subscription: subscription?.id ?? null,
    test_clock: customer.test_clock,
  };
}
