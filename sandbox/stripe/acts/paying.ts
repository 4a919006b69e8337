import { nextPaymentAttempt } from "../rules/dunning";
import { change, emit, type Step } from "../store/step";
import type { Invoice, PaymentMethod } from "../store/wire";
import { chargeIntent, type ChargeOutcome } from "./charging";
import { finalizeInvoice, paymentOf, settleInvoice, wrongStatus } from "./invoicing";
import { require } from "./require";
import { afterFailed, subscriptionOf } from "./subscription-status";

type PaymentTry = { method: PaymentMethod | undefined; present: boolean };

/** The card an invoice is charged to: its own, its subscription's, or its customer's. */
export function methodFor(step: Step, invoice: Invoice): PaymentMethod | undefined {
  const customer = step.world.find("customers", invoice.customer);
  const id =
    invoice.default_payment_method ??
    subscriptionOf(step, invoice)?.default_payment_method ??
    customer?.invoice_settings.default_payment_method ??
    customer?.default_source;
  return id ? step.world.find("payment_methods", id) : undefined;
}

/**
 * Tries to pay an open invoice (a draft is finalised first) and does all that
 * follows from success or failure. `undefined`: nothing was due.
 */
export function tryToPay(step: Step, id: string, { method, present }: PaymentTry): ChargeOutcome | undefined {
  const found = require(step, "invoices", id);
  const invoice = found.status === "draft" ? finalizeInvoice(step, id) : found;
  if (invoice.status === "paid") return undefined;
  if (invoice.status !== "open" && invoice.status !== "uncollectible") {
    throw wrongStatus(`This invoice can not be paid because it is ${invoice.status ?? "gone"}.`);
  }
  const payment = paymentOf(step, id);
  if (!payment) throw new Error(`Invoice ${id} is open and has no payment`);
  const intent = require(step, "payment_intents", payment.payment.payment_intent);
  if (!method) {
    failInvoice(step, invoice);
    return undefined;
  }
  const outcome = chargeIntent(step, intent, method, { present });
  if (outcome.kind === "done") settleInvoice(step, id, { amount: invoice.amount_due });
  else failInvoice(step, invoice, outcome.kind === "needs_action");
  return outcome;
}

function failInvoice(step: Step, invoice: Invoice, needsAction = false): void {
  const attempts = invoice.attempt_count + 1;
  const retries = invoice.billing_reason === "subscription_cycle" && invoice.auto_advance === true;
  const failed = change(
    step,
    { of: "invoices", id: invoice.id },
    {
      attempt_count: attempts,
      attempted: true,
      next_payment_attempt: retries ? nextPaymentAttempt(attempts, step.now) : null,
    },
  );
  emit(step, "invoice.payment_failed", failed);
  if (needsAction) emit(step, "invoice.payment_action_required", failed);
  afterFailed(step, failed);
}
