import type Stripe from "stripe";
import type { Step } from "../store/step";
import type { PortalConfiguration, PortalSession } from "../store/wire";
import { metadataOf, or, orNull } from "./fields";

type Features = Stripe.BillingPortal.ConfigurationCreateParams.Features;
type UpdateProduct = Exclude<NonNullable<NonNullable<Features["subscription_update"]>["products"]>, "">[number];
const REASONS = ["too_expensive", "missing_features", "switched_service", "unused", "other"] as const;

export function buildPortalConfiguration(
  step: Step,
  params: Partial<Stripe.BillingPortal.ConfigurationCreateParams>,
  isDefault: boolean,
): PortalConfiguration {
  return {
    id: step.world.nextId("bpc"),
    object: "billing_portal.configuration",
    active: true,
    application: null,
    business_profile: {
      headline: orNull(params.business_profile?.headline),
      privacy_policy_url: orNull(params.business_profile?.privacy_policy_url),
      terms_of_service_url: orNull(params.business_profile?.terms_of_service_url),
    },
    created: step.now,
    default_return_url: orNull(params.default_return_url),
    features: featuresOf(params.features ?? EVERYTHING),
    is_default: isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: metadataOf({}, params.metadata),
    name: orNull(params.name),
    updated: step.now,
  };
}

const EVERYTHING: Features = {
  customer_update: { enabled: true, allowed_updates: ["email", "name"] },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: { enabled: true },
};

export function featuresOf(asked: Features): PortalConfiguration["features"] {
  return {
    customer_update: {
      allowed_updates: asked.customer_update?.allowed_updates || [],
      enabled: isOn(asked.customer_update),
    },
    invoice_history: { enabled: isOn(asked.invoice_history) },
    payment_method_update: { enabled: isOn(asked.payment_method_update), payment_method_configuration: null },
    subscription_cancel: cancelFeature(asked.subscription_cancel),
    subscription_pause: pauseFeature(asked.subscription_pause),
    subscription_update: updateFeature(asked.subscription_update),
  };
}

/** Where it is not said for how long, a month is offered. */
function pauseFeature(asked: Features["subscription_pause"]): PortalConfiguration["features"]["subscription_pause"] {
  const { type = "interval_options", interval_options: options } = asked?.duration ?? {};
  const offered = options || [{ interval: "month" }];
  return {
    duration: {
      interval_options:
        type === "indefinite" ? [] : offered.map(({ interval, interval_count = 1 }) => ({ interval, interval_count })),
      type,
    },
    enabled: isOn(asked),
  };
}

function updateFeature(asked: Features["subscription_update"]): PortalConfiguration["features"]["subscription_update"] {
  const { billing_cycle_anchor, default_allowed_updates, products, schedule_at_period_end } = asked ?? {};
  return {
    billing_cycle_anchor: orNull(billing_cycle_anchor),
    default_allowed_updates: default_allowed_updates || [],
    enabled: isOn(asked),
    ...(products ? { products: products.map(sellable) } : {}),
    proration_behavior: or(asked?.proration_behavior, "none"),
    schedule_at_period_end: { conditions: schedule_at_period_end?.conditions || [] },
    trial_update_behavior: or(asked?.trial_update_behavior, "end_trial"),
  };
}

function sellable({ product, prices, adjustable_quantity: quantity }: UpdateProduct): {
  adjustable_quantity: { enabled: boolean; maximum: number | null; minimum: number };
  prices: string[];
  product: string;
} {
  const { enabled = false, maximum, minimum } = quantity ?? {};
  return { product, prices, adjustable_quantity: { enabled, maximum: orNull(maximum), minimum: or(minimum, 1) } };
}

function cancelFeature(asked: Features["subscription_cancel"]): PortalConfiguration["features"]["subscription_cancel"] {
  const why = asked?.cancellation_reason;
  return {
    cancellation_reason: {
      enabled: or(why?.enabled, true),
      feedback_options: null,
      options: why?.options || [...REASONS],
    },
    enabled: isOn(asked),
    mode: or(asked?.mode, "at_period_end"),
    proration_behavior: or(asked?.proration_behavior, "none"),
  };
}

function isOn(feature: { enabled?: boolean } | undefined): boolean {
  return feature?.enabled ?? false;
}

type PortalOrder = { customer: string; configuration: string; returnUrl: string | null };

export function buildPortalSession(step: Step, { customer, configuration, returnUrl }: PortalOrder): PortalSession {
  const id = step.world.nextId("bps");
  return {
    id,
    object: "billing_portal.session",
    configuration,
    created: step.now,
    customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${step.origin}/p/session/${id}`,
  };
}
