import type Stripe from "stripe";
import type { Interval } from "../rules/periods";
import type { Step } from "../store/step";
import type { Plan, Price, Product } from "../store/wire";
import { metadataOf, or, orNull } from "./fields";

export function buildProduct(step: Step, params: Stripe.ProductCreateParams): Product {
  return {
    id: params.id ?? step.world.nextId("prod"),
    object: "product",
    active: or(params.active, true),
    created: step.now,
    default_price: null,
    description: orNull(params.description),
    images: or(params.images, []),
    livemode: false,
    marketing_features: or(params.marketing_features, []),
    metadata: metadataOf({}, params.metadata),
    name: params.name,
    package_dimensions: orNull(params.package_dimensions),
    shippable: orNull(params.shippable),
    statement_descriptor: orNull(params.statement_descriptor),
    tax_code: orNull(params.tax_code),
    tax_details: null,
    type: "service",
    unit_label: orNull(params.unit_label),
    updated: step.now,
    url: orNull(params.url),
  };
}

export type Recurring = {
  interval: Interval;
  interval_count?: number;
  trial_period_days?: number;
  usage_type?: "licensed" | "metered";
  meter?: string;
};

type PriceOrder = {
  product: string;
  currency: string;
  unitAmount: number;
  recurring: Recurring | null;
  params: Pick<Stripe.PriceCreateParams, "active" | "lookup_key" | "nickname" | "tax_behavior"> & {
    metadata?: unknown;
  };
};

export function buildPrice(step: Step, { product, currency, unitAmount, recurring, params }: PriceOrder): Price {
  return {
    id: step.world.nextId("price"),
    object: "price",
    active: or(params.active, true),
    billing_scheme: "per_unit",
    created: step.now,
    currency: currency.toLowerCase(),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: orNull(params.lookup_key),
    metadata: metadataOf({}, params.metadata),
    nickname: orNull(params.nickname),
    product,
    recurring: recurring && {
      interval: recurring.interval,
      interval_count: recurring.interval_count ?? 1,
      meter: recurring.meter ?? null,
      trial_period_days: recurring.trial_period_days ?? null,
      usage_type: recurring.usage_type ?? "licensed",
    },
    tax_behavior: or(params.tax_behavior, "unspecified"),
    tiers_mode: null,
    transform_quantity: null,
    type: recurring ? "recurring" : "one_time",
    unit_amount: Number.isInteger(unitAmount) ? unitAmount : null,
    unit_amount_decimal: String(unitAmount),
  };
}

/** The old name for a recurring price, which subscription items still carry. */
export function planOf(price: Price): Plan {
  const { interval, interval_count, meter, trial_period_days, usage_type } = price.recurring ?? MONTHLY;
  return {
    id: price.id,
    object: "plan",
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval,
    interval_count,
    livemode: false,
    metadata: price.metadata,
    meter,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days,
    usage_type,
  };
}

const MONTHLY: NonNullable<Price["recurring"]> = {
  interval: "month",
  interval_count: 1,
  meter: null,
  trial_period_days: null,
  usage_type: "licensed",
};
