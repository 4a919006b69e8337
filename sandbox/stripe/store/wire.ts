import type Stripe from "stripe";
import type { Interval } from "../rules/periods";
import type { Billed, BillingCollections, Discount } from "./wire-billing";
import type { DeliveryCollections } from "./wire-delivery";

export type { Delivery, DeliveryAttempt } from "./wire-delivery";

/**
 * The shapes that lie in the world: what Stripe declares, with every reference
 * held as an id (replies expand them) and decimals as the text they are on the wire.
 */
type With<T, Changes> = Omit<T, keyof Changes | "deleted"> & Changes;

export type List<T> = { object: "list"; data: T[]; has_more: boolean; url: string };

export type Customer = With<
  Stripe.Customer,
  {
    default_source: string | null;
    discount?: Discount | null;
    test_clock: string | null;
    invoice_settings: With<Stripe.Customer.InvoiceSettings, { default_payment_method: string | null }>;
  }
>;
export type Product = With<Stripe.Product, { default_price: string | null; tax_code: string | null }>;
export type Price = With<
  Stripe.Price,
  {
    product: string;
    unit_amount_decimal: string | null;
    recurring: With<Stripe.Price.Recurring, { interval: Interval }> | null;
    tiers?: never;
    currency_options?: never;
  }
>;
export type Plan = With<Stripe.Plan, { product: string | null; amount_decimal: string | null; tiers?: never }>;
export type PaymentMethod = With<Stripe.PaymentMethod, { customer: string | null }>;
export type SetupIntent = With<
  Stripe.SetupIntent,
  { customer: string | null; payment_method: string | null; latest_attempt: string | null; mandate: string | null }
>;
export type PaymentIntent = With<
  Stripe.PaymentIntent,
  { customer: string | null; payment_method: string | null; latest_charge: string | null }
>;
export type Charge = With<
  Stripe.Charge,
  { customer: string | null; payment_intent: string | null; balance_transaction: string | null; refunds?: never }
>;
export type Refund = With<
  Stripe.Refund,
  { charge: string | null; customer: string | null; payment_intent: string | null; balance_transaction: string | null }
>;
export type Dispute = With<
  Stripe.Dispute,
  { charge: string; payment_intent: string | null; balance_transactions: BalanceTransaction[] }
>;
export type TestClock = With<Stripe.TestHelpers.TestClock, object>;
export type Meter = Stripe.Billing.Meter;
/** One use that was told to a meter. `id` is the event's identifier. Times in world seconds. */
export type MeterUse = {
  id: string;
  meter: string;
  customer: string;
  value: number;
  timestamp: number;
  told: number;
};
export type BalanceTransaction = With<Stripe.BalanceTransaction, { source: string | null; exchange_rate: null }>;

export type SubscriptionItem = With<Stripe.SubscriptionItem, { price: Price; plan: Plan }>;
export type Subscription = With<
  Stripe.Subscription,
  {
    customer: string;
    default_payment_method: string | null;
    discounts: string[];
    items: List<SubscriptionItem>;
    latest_invoice: string | null;
    pending_setup_intent: string | null;
    pending_update: With<
      Stripe.Subscription.PendingUpdate,
      { discount: null; discounts: string[] | null; subscription_items: SubscriptionItem[] | null }
    > | null;
    schedule: string | null;
  }
>;
export type InvoiceLine = With<
  Stripe.InvoiceLineItem,
  {
    pricing: {
      price_details?: { price: string; product: string };
      type: "price_details";
      unit_amount_decimal: string | null;
    } | null;
    subscription: string | null;
    quantity_decimal: string | null;
  }
>;
export type Invoice = With<
  Stripe.Invoice,
  {
    customer: string;
    default_payment_method: string | null;
    discounts: string[];
    lines: List<InvoiceLine>;
    payments?: never;
    confirmation_secret?: never;
  }
>;
export type InvoiceItem = With<
  Stripe.InvoiceItem,
  {
    customer: string;
    invoice: string | null;
    pricing: {
      price_details?: { price: string; product: string };
      type: "price_details";
      unit_amount_decimal: string | null;
    } | null;
    quantity_decimal: string;
  }
>;
export type InvoicePayment = With<
  Stripe.InvoicePayment,
  { invoice: string; payment: { type: "payment_intent"; payment_intent: string } }
>;
export type CheckoutSession = With<
  Stripe.Checkout.Session,
  {
    customer: string | null;
    invoice: string | null;
    payment_intent: string | null;
    setup_intent: string | null;
    subscription: string | null;
    line_items?: never;
    currency_conversion: null;
  }
>;
export type LineItem = With<Stripe.LineItem, { price: Price }>;
export type PortalConfiguration = Stripe.BillingPortal.Configuration;
export type PortalSession = With<Stripe.BillingPortal.Session, { configuration: string }>;
export type WebhookEndpoint = With<Stripe.WebhookEndpoint, { secret?: never }>;

export type StripeEvent = {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: { object: object; previous_attributes?: object };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
};

/** What we know of a card and Stripe does not show: how it behaves. Keyed by the payment method's id. */
export type CardSecret = {
  id: string;
  number: string;
  /** Its owner has just proven who he is; the next charge uses that up. */
  proven?: boolean;
  /** Kept with its owner's proof, so that it may be charged without him. */
  setUp?: boolean;
};
/** What waits for a card's owner, keyed by the intent's or the checkout session's id. */
export type Challenge = {
  id: string;
  method: string;
  returnUrl: string | null;
  email: string | null;
  name: string | null;
  /** The portal session that keeps the card when it is taken. */
  portal?: string;
};
/** A change that waits for its invoice to be paid. Keyed by the subscription's id. */
export type PendingUpdate = {
  id: string;
  invoice: string;
  becomes: Pick<Subscription, "items" | "billing_cycle_anchor" | "status" | "trial_end">;
  billed: Billed[];
};
/** `earlier`: secrets that were replaced and still sign for a while (world milliseconds). */
export type EndpointSecret = { id: string; secret: string; earlier?: { secret: string; untilMs: number }[] };
/** What a checkout session was asked for and does not show. Keyed by the session's id. */
export type CheckoutOrder = {
  id: string;
  lines: { id: string; price: string; quantity: number }[];
  subscriptionMetadata: Record<string, string>;
  subscriptionDescription: string | null;
  trialPeriodDays: number | null;
  trialEnd: number | null;
  missingPaymentMethod: string;
  intentMetadata: Record<string, string>;
  intentDescription: string | null;
  setupFutureUsage: string | null;
  shipping: PaymentIntent["shipping"];
};
export type IdempotentResult = {
  id: string;
  fingerprint: string;
  status: number;
  body: string;
  requestId: string;
  atMs: number;
};
/** What a portal session may touch until when (world seconds). */
export type Setting = { id: string; value: number };

type Elsewhere = BillingCollections & DeliveryCollections;
export type Collections = Elsewhere & {
  customers: Customer;
  deleted_customers: { id: string; object: "customer"; deleted: true };
  products: Product;
  prices: Price;
  payment_methods: PaymentMethod;
  setup_intents: SetupIntent;
  payment_intents: PaymentIntent;
  charges: Charge;
  refunds: Refund;
  balance_transactions: BalanceTransaction;
  subscriptions: Subscription;
  invoices: Invoice;
  invoice_items: InvoiceItem;
  invoice_payments: InvoicePayment;
  checkout_sessions: CheckoutSession;
  portal_configurations: PortalConfiguration;
  portal_sessions: PortalSession;
  webhook_endpoints: WebhookEndpoint;
  events: StripeEvent;
  card_secrets: CardSecret;
  challenges: Challenge;
  disputes: Dispute;
  test_clocks: TestClock;
  meters: Meter;
  meter_uses: MeterUse;
  endpoint_secrets: EndpointSecret;
  checkout_orders: CheckoutOrder;
  idempotent_results: IdempotentResult;
  pending_updates: PendingUpdate;
  settings: Setting;
};
export type CollectionName = keyof Collections;
