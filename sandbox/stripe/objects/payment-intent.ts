import type Stripe from "stripe";
import type { Step } from "../store/step";
import type { PaymentIntent } from "../store/wire";
import { wholeAddress } from "./customer";
import { metadataOf, orNull } from "./fields";

const AUTOMATIC = { allow_redirects: "always", enabled: true } as const;

export type IntentOrder = {
  amount: number;
  currency: string;
  customer: string | null;
  paymentMethod?: string | null;
  description?: string | null;
  metadata?: unknown;
  setupFutureUsage?: string | null;
  captureMethod?: string;
  confirmationMethod?: PaymentIntent["confirmation_method"];
  receiptEmail?: string | null;
  shipping?: PaymentIntent["shipping"];
  /** Made by an invoice or a checkout page, which fix how it is paid. */
  cardOnly?: boolean;
};

export function buildPaymentIntent(step: Step, order: IntentOrder): PaymentIntent {
  const id = step.world.nextId("pi");
  return {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: order.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: order.cardOnly ? null : AUTOMATIC,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: order.captureMethod ?? "automatic_async",
    client_secret: `${id}_${step.world.nextId("secret")}`,
    confirmation_method: order.confirmationMethod ?? "automatic",
    created: step.now,
    currency: order.currency,
    customer: order.customer,
    customer_account: null,
    description: order.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: metadataOf({}, order.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: order.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: CARD_OPTIONS,
    payment_method_types: ["card"],
    payment_record: null,
    processing: null,
    receipt_email: order.receiptEmail ?? null,
    review: null,
    setup_future_usage: order.setupFutureUsage ?? null,
    shipping: order.shipping ?? null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: order.paymentMethod ? "requires_confirmation" : "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  };
}

const CARD_OPTIONS: Stripe.PaymentIntent["payment_method_options"] = {
  card: { installments: null, mandate_options: null, network: null, request_three_d_secure: "automatic" },
};

type Shipping = {
  address: Stripe.AddressParam;
  name: string;
  carrier?: string;
  phone?: string;
  tracking_number?: string;
};

/** Where the goods go, complete as Stripe shows it. */
export function shippingOf(given: Shipping | "" | undefined): PaymentIntent["shipping"] {
  if (!given) return null;
  return {
    address: wholeAddress(given.address),
    carrier: orNull(given.carrier),
    name: given.name,
    phone: orNull(given.phone),
    tracking_number: orNull(given.tracking_number),
  };
}
