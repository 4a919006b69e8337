import { StripeFailure } from "../http/failures";
import { buildInvoice, buildInvoicePayment, figuresOf, type InvoiceOrder, netOf } from "../objects/invoice";
import { sumsOf } from "../rules/invoice-sums";
import { change, emit, type Step } from "../store/step";
import type { Invoice, InvoicePayment, PaymentIntent } from "../store/wire";
import { createIntent } from "./charging";
import { discounted, runningDiscounts, useUpDiscounts } from "./discounting";
import { discardPendingUpdate } from "./pending-updates";
import { require } from "./require";
import { afterPaid, subscriptionOf } from "./subscription-status";

export function createInvoice(step: Step, order: InvoiceOrder): Invoice {
  const discounts = order.discounts ?? runningDiscounts(step, order.customer, order.subscription);
  const invoice = step.world.put("invoices", discounted(step, buildInvoice(step, order), discounts));
  for (const { invoiceItem } of order.lines) {
    if (invoiceItem !== null) change(step, { of: "invoice_items", id: invoiceItem }, { invoice: invoice.id });
  }
  emit(step, "invoice.created", invoice);
  const isNews = order.subscription !== null && order.customer.currency !== order.currency;
  if (order.customer.currency === null || isNews) {
    change(step, { of: "customers", id: order.customer.id }, { currency: order.currency }, "customer.updated");
  }
  return invoice;
}

/**
 * Fixes an invoice: it gets its number, its pages, and what pays it (`paidBy`,
 * or a new intent). Nothing due means paid at once.
 */
export function finalizeInvoice(step: Step, id: string, paidBy?: PaymentIntent): Invoice {
  const draft = require(step, "invoices", id);
  if (draft.status !== "draft")
    throw wrongStatus("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
  const customer = require(step, "customers", draft.customer);
  const sums = sumsOf(draft.lines.data.map(netOf), customer.balance);
  const sequence = customer.next_invoice_sequence ?? 1;
  change(
    step,
    { of: "customers", id: customer.id },
    { balance: sums.ending_balance, next_invoice_sequence: sequence + 1 },
    "customer.updated",
  );
  const open = change(
    step,
    { of: "invoices", id },
    {
      ...figuresOf(draft.lines.data, customer.balance),
      automatically_finalizes_at: null,
      effective_at: step.now,
      ending_balance: sums.ending_balance,
      hosted_invoice_url: `${step.origin}/i/${id}`,
      invoice_pdf: `${step.origin}/i/${id}/pdf`,
      next_payment_attempt: null,
      number: `${customer.invoice_prefix ?? "SANDBOX"}-${String(sequence).padStart(4, "0")}`,
      status: "open",
      status_transitions: { ...draft.status_transitions, finalized_at: step.now },
      webhooks_delivered_at: step.now,
    },
  );
  emit(step, "invoice.finalized", open);
  useUpDiscounts(step, open);
  if (open.amount_due === 0) return settleInvoice(step, id, { amount: 0 });
  openPayment(step, open, paidBy ?? intentFor(step, open));
  return open;
}

/** The payment that belongs to an invoice, if it has one. */
export function paymentOf(step: Step, invoice: string): InvoicePayment | undefined {
  return step.world.where("invoice_payments", "invoice", invoice)[0];
}

type Settlement = {
  amount: number;
  /** Paid elsewhere, or no longer owed: what would have taken the money is let go. */
  outOfBand?: boolean;
};

/** Marks an invoice paid with so much money, and lets its subscription know. */
export function settleInvoice(step: Step, id: string, { amount, outOfBand = false }: Settlement): Invoice {
  const invoice = require(step, "invoices", id);
  if (outOfBand) cancelPayment(step, id, "automatic");
  const paid = change(
    step,
    { of: "invoices", id },
    {
      amount_paid: amount,
      amount_remaining: 0,
      attempted: true,
      auto_advance: false,
      next_payment_attempt: null,
      status: "paid",
      status_transitions: { ...invoice.status_transitions, paid_at: step.now },
    },
  );
  const payment = paymentOf(step, id);
  if (payment && !outOfBand) {
    const done = { amount_paid: amount, status: "paid", status_transitions: { canceled_at: null, paid_at: step.now } };
    emit(step, "invoice_payment.paid", change(step, { of: "invoice_payments", id: payment.id }, done));
  }
  emit(step, "invoice.paid", paid);
  if (!outOfBand) emit(step, "invoice.payment_succeeded", paid);
  afterPaid(step, paid);
  return paid;
}

export function voidInvoice(step: Step, id: string): Invoice {
  const invoice = require(step, "invoices", id);
  if (invoice.status !== "open" && invoice.status !== "uncollectible") {
    throw wrongStatus(`You can only pass in open or uncollectible invoices. This invoice isn't open or uncollectible.`);
  }
  cancelPayment(step, id, "void_invoice");
  returnBalance(step, invoice);
  const voided = change(
    step,
    { of: "invoices", id },
    {
      auto_advance: false,
      next_payment_attempt: null,
      status: "void",
      status_transitions: { ...invoice.status_transitions, voided_at: step.now },
    },
  );
  emit(step, "invoice.voided", voided);
  discardPendingUpdate(step, voided, subscriptionOf(step, voided));
  return voided;
}

/** What the customer's balance did for an invoice is undone with it. */
function returnBalance(step: Step, { customer, starting_balance, ending_balance }: Invoice): void {
  const owner = step.world.find("customers", customer);
  if (!owner) return;
  const balance = owner.balance + starting_balance - (ending_balance ?? 0);
  change(step, { of: "customers", id: customer }, { balance }, "customer.updated");
}

export function wrongStatus(message: string): StripeFailure {
  return new StripeFailure(400, { message, type: "invalid_request_error" });
}

function openPayment(step: Step, invoice: Invoice, { id }: PaymentIntent): void {
  step.world.put("invoice_payments", buildInvoicePayment(step, invoice, id));
}

function intentFor(step: Step, invoice: Invoice): PaymentIntent {
  return createIntent(step, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: invoice.description ?? (invoice.parent ? "Subscription creation" : null),
    setupFutureUsage: invoice.parent ? "off_session" : null,
    cardOnly: true,
  });
}

/** An open invoice comes to something else: so does what will pay it. */
export function lessenPayment(step: Step, invoice: string, amount: number): void {
  const payment = paymentOf(step, invoice);
  if (!payment || amount === 0) return;
  change(step, { of: "invoice_payments", id: payment.id }, { amount_requested: amount });
  change(step, { of: "payment_intents", id: payment.payment.payment_intent }, { amount });
}

function cancelPayment(step: Step, invoice: string, reason: "void_invoice" | "automatic"): void {
  const payment = paymentOf(step, invoice);
  if (!payment) return;
  const canceled = { status: "canceled", status_transitions: { canceled_at: step.now, paid_at: null } };
  change(step, { of: "invoice_payments", id: payment.id }, canceled);
  const id = payment.payment.payment_intent;
  const patch = { canceled_at: step.now, cancellation_reason: reason, status: "canceled" } as const;
  emit(step, "payment_intent.canceled", change(step, { of: "payment_intents", id }, patch));
}
