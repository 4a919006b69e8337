import type { Period } from "../rules/periods";
import { sumsOf } from "../rules/invoice-sums";
import type { Step } from "../store/step";
import type { Discount } from "../store/wire-billing";
import type { Customer, Invoice, InvoiceLine, InvoicePayment, Price, Subscription } from "../store/wire";

export type LineOrder = {
  amount: number;
  currency: string;
  description: string | null;
  period: Period;
  quantity: number;
  price: Pick<Price, "id" | "product" | "unit_amount_decimal"> | null;
  proration: boolean;
  /** Without, everything is but what is prorated, which has its discounts in it. */
  discountable?: boolean;
  /** Its own, which count before those of the whole invoice. */
  discounts?: string[];
  subscription: string | null;
  subscriptionItem: string | null;
  invoiceItem: string | null;
  metadata: { [key: string]: string };
};

export type InvoiceOrder = {
  customer: Customer;
  subscription: Subscription | null;
  reason: NonNullable<Invoice["billing_reason"]>;
  lines: LineOrder[];
  period: Period;
  currency: string;
  /** Those it is given by itself; without, those of its subscription or customer count. */
  discounts?: Discount[];
  autoAdvance: boolean;
  /** When a draft becomes final by itself (seconds). */
  finalizesAt?: number;
  collectionMethod: Invoice["collection_method"];
  dueDate: number | null;
  paymentMethod: string | null;
  description: string | null;
  metadata: { [key: string]: string };
};

export function buildInvoice(step: Step, order: InvoiceOrder): Invoice {
  const id = step.world.nextId("in");
  const { customer, subscription } = order;
  const lines = order.lines.map((line) => buildLine(step, id, line));
  return {
    id,
    object: "invoice",
    account_country: "US",
    account_name: "Sandbox",
    account_tax_ids: null,
    ...figuresOf(lines, customer.balance),
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: order.autoAdvance,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: order.finalizesAt ?? null,
    billing_reason: order.reason,
    collection_method: order.collectionMethod,
    created: step.now,
    currency: order.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt ?? "none",
    customer_tax_ids: [],
    default_payment_method: order.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: order.description,
    discounts: [],
    due_date: order.dueDate,
    effective_at: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: "list", data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: order.metadata,
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: subscription && {
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
      type: "subscription_details",
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: order.period.end,
    period_start: order.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    statement_descriptor: null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    test_clock: customer.test_clock,
    webhooks_delivered_at: null,
  };
}

type Figures = Pick<
  Invoice,
  | "amount_due"
  | "amount_overpaid"
  | "amount_paid"
  | "amount_remaining"
  | "amount_shipping"
  | "ending_balance"
  | "starting_balance"
  | "subtotal"
  | "subtotal_excluding_tax"
  | "total"
  | "total_discount_amounts"
  | "total_excluding_tax"
  | "total_pretax_credit_amounts"
  | "total_taxes"
>;

/** Every sum an invoice shows, from its lines and the customer's balance, before anything is paid. */
export function figuresOf(lines: InvoiceLine[], startingBalance: number): Figures {
  const { total, amount_due, amount_remaining } = sumsOf(lines.map(netOf), startingBalance);
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const discounts = discountSums(lines);
  return {
    amount_due,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining,
    amount_shipping: 0,
    ending_balance: null,
    starting_balance: startingBalance,
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: discounts,
    total_excluding_tax: total,
    total_pretax_credit_amounts: discounts.map((each) => ({ ...each, type: "discount" })),
    total_taxes: [],
  };
}

/** What a line comes to after its discounts. */
export function netOf(line: InvoiceLine): number {
  return (line.discount_amounts ?? []).reduce((left, { amount }) => left - amount, line.amount);
}

function discountSums(lines: InvoiceLine[]): { amount: number; discount: string }[] {
  const sums = new Map<string, number>();
  for (const { amount, discount } of lines.flatMap((line) => line.discount_amounts ?? [])) {
    if (typeof discount === "string") sums.set(discount, (sums.get(discount) ?? 0) + amount);
  }
  return [...sums].map(([discount, amount]) => ({ amount, discount }));
}

export function buildLine(step: Step, invoice: string, order: LineOrder): InvoiceLine {
  return {
    id: step.world.nextId("il"),
    object: "line_item",
    amount: order.amount,
    currency: order.currency,
    description: order.description,
    discount_amounts: [],
    discountable: order.discountable ?? !order.proration,
    discounts: order.discounts ?? [],
    invoice,
    livemode: false,
    metadata: order.metadata,
    parent: parentOf(order),
    period: order.period,
    pretax_credit_amounts: [],
    pricing: order.price && {
      price_details: { price: order.price.id, product: order.price.product },
      type: "price_details",
      unit_amount_decimal: order.price.unit_amount_decimal,
    },
    quantity: order.quantity,
    quantity_decimal: String(order.quantity),
    subscription: order.subscription,
    subtotal: order.amount,
    taxes: [],
  };
}

function parentOf(order: LineOrder): InvoiceLine["parent"] {
  const proration = order.proration;
  const proration_details = proration ? { credited_items: null } : null;
  const { subscription, subscriptionItem, invoiceItem } = order;
  if (subscriptionItem !== null) {
    const details = {
      invoice_item: invoiceItem,
      proration,
      proration_details,
      subscription,
      subscription_item: subscriptionItem,
    };
    return { invoice_item_details: null, subscription_item_details: details, type: "subscription_item_details" };
  }
  if (invoiceItem === null) return null;
  const details = { invoice_item: invoiceItem, proration, proration_details, subscription };
  return { invoice_item_details: details, subscription_item_details: null, type: "invoice_item_details" };
}

export function buildInvoicePayment(step: Step, invoice: Invoice, intent: string): InvoicePayment {
  return {
    id: step.world.nextId("inpay"),
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: step.now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: "payment_intent" },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  };
}
