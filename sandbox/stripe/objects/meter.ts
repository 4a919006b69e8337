import type Stripe from "stripe";
import type { Step } from "../store/step";
import type { Meter } from "../store/wire";

export function buildMeter(step: Step, params: Stripe.Billing.MeterCreateParams): Meter {
  return {
    id: step.world.nextId("mtr"),
    object: "billing.meter",
    created: step.now,
    customer_mapping: params.customer_mapping ?? { event_payload_key: "stripe_customer_id", type: "by_id" },
    default_aggregation: params.default_aggregation,
    display_name: params.display_name,
    event_name: params.event_name,
    event_time_window: params.event_time_window ?? null,
    livemode: false,
    status: "active",
    status_transitions: { deactivated_at: null },
    updated: step.now,
    value_settings: params.value_settings ?? { event_payload_key: "value" },
  };
}
