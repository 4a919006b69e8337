import type Stripe from "stripe";
import type { Step } from "../store/step";
import type { CheckoutSession, LineItem, Price } from "../store/wire";
import { metadataOf, or, orNull } from "./fields";

const DAY_S = 86_400;

type SessionTotals = { total: number | null; currency: string | null };

export function buildCheckoutSession(
  step: Step,
  params: Stripe.Checkout.SessionCreateParams,
  { total, currency }: SessionTotals,
): CheckoutSession {
  const id = step.world.nextId("cs");
  const mode = params.mode ?? "payment";
  return {
    id,
    object: "checkout.session",
    adaptive_pricing: mode === "payment" ? { enabled: false } : null,
    after_expiration: null,
    allow_promotion_codes: orNull(params.allow_promotion_codes),
    allowed_payment_method_types: null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: orNull(params.billing_address_collection),
    cancel_url: orNull(params.cancel_url),
    client_reference_id: orNull(params.client_reference_id),
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: step.now,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: orNull(params.customer),
    customer_account: null,
    customer_creation: creationOf(params, mode),
    customer_details: null,
    customer_email: orNull(params.customer_email),
    discounts: [],
    expires_at: or(params.expires_at, step.now + DAY_S),
    integration_identifier: null,
    invoice: null,
    invoice_creation: mode === "payment" ? NO_INVOICE : null,
    livemode: false,
    locale: orNull(params.locale),
    managed_payments: null,
    metadata: metadataOf({}, params.metadata),
    mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: mode === "payment" ? "if_required" : (params.payment_method_collection ?? "always"),
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: "automatic" } },
    payment_method_types: ["card"],
    payment_status: mode === "setup" ? "no_payment_required" : "unpaid",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: orNull(params.submit_type),
    subscription: null,
    success_url: orNull(params.success_url),
    total_details: mode === "setup" ? null : { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${step.origin}/c/pay/${id}`,
    wallet_options: null,
  };
}

function creationOf(params: Stripe.Checkout.SessionCreateParams, mode: string): CheckoutSession["customer_creation"] {
  if (params.customer) return null;
  return mode === "subscription" ? "always" : or(params.customer_creation, "if_required");
}

const NO_INVOICE: Stripe.Checkout.Session.InvoiceCreation = {
  enabled: false,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
};

type SoldLine = { id: string; price: Price; quantity: number };

export function buildLineItem(
  { id, price, quantity }: SoldLine,
  description: string,
  { amount, discount, currency }: { amount: number; discount: number; currency: string },
): LineItem {
  return {
    id,
    object: "item",
    adjustable_quantity: null,
    amount_discount: discount,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount - discount,
    currency,
    description,
    metadata: {},
    price,
    quantity: price.recurring?.usage_type === "metered" ? null : quantity,
  };
}
