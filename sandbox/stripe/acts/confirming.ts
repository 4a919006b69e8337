import { invalid } from "../http/failures";
import { change, type Step } from "../store/step";
import type { InvoicePayment, PaymentIntent } from "../store/wire";
import { chargeIntent, failIntent } from "./charging";
import { settleInvoice } from "./invoicing";
import { attachPaymentMethod, cardFailure, requirePaymentMethod } from "./payment-methods";
import { markProven } from "./proving";
import { require } from "./require";

type Confirmation = { method?: string | undefined; present: boolean; returnUrl?: string | undefined };

/** Tries to pay an intent with the card it has or is given. Throws 402 and keeps the try when the card is refused. */
export function confirmPayment(
  step: Step,
  id: string,
  { method: given, present, returnUrl }: Confirmation,
): PaymentIntent {
  const intent = require(step, "payment_intents", id);
  if (isOver(intent.status) || intent.status === "requires_capture") throw unexpectedState(intent.status, "confirm");
  const wanted = given ?? intent.payment_method;
  if (!wanted) {
    throw invalid(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      undefined,
      "payment_intent_unexpected_state",
    );
  }
  const method = requirePaymentMethod(step, wanted, "payment_method");
  const outcome = chargeIntent(step, intent, method, { present, returnUrl: returnUrl ?? null });
  if (outcome.kind === "declined") {
    throw cardFailure(outcome.decline, {
      charge: String(outcome.intent.latest_charge),
      payment_intent: outcome.intent,
      payment_method: method,
    });
  }
  if (outcome.kind === "paid") afterPayment(step, outcome.intent, method.id);
  return require(step, "payment_intents", id);
}

/**
 * The owner of a card was asked who he is, and proved it or did not. An intent
 * that is confirmed by hand then waits for that; any other is charged at once.
 */
export function answerPayment(step: Step, id: string, passed: boolean): PaymentIntent {
  const intent = require(step, "payment_intents", id);
  const method = requirePaymentMethod(step, intent.payment_method ?? "");
  step.world.remove("challenges", id);
  if (!passed) {
    return failIntent(step, id, {
      code: "payment_intent_authentication_failure",
      message: AUTHENTICATION_FAILED,
      payment_method: method,
      type: "invalid_request_error",
    });
  }
  markProven(step, method.id);
  if (intent.confirmation_method === "manual") {
    return change(step, { of: "payment_intents", id }, { next_action: null, status: "requires_confirmation" });
  }
  const outcome = chargeIntent(step, intent, method, { present: true });
  if (outcome.kind === "paid") afterPayment(step, outcome.intent, method.id);
  return require(step, "payment_intents", id);
}

export const AUTHENTICATION_FAILED =
  "The provided payment method has failed authentication. Provide a new payment method to try again.";

/** What a payment was for hears that it was made. */
function afterPayment(step: Step, intent: PaymentIntent, method: string): void {
  if (intent.setup_future_usage && intent.customer) attachPaymentMethod(step, method, intent.customer);
  if (intent.status !== "succeeded") return;
  const payment = invoicePaymentOf(step, intent.id);
  if (payment?.status === "open") settleInvoice(step, payment.invoice, { amount: intent.amount });
}

/** The payment of an invoice that an intent makes, if it makes one. */
export function invoicePaymentOf({ world }: Pick<Step, "world">, intent: string): InvoicePayment | undefined {
  return world.all("invoice_payments").find((known) => known.payment.payment_intent === intent);
}

/** Neither confirming nor cancelling changes it any more. */
export function isOver(status: string): boolean {
  return status === "succeeded" || status === "canceled";
}

export function unexpectedState(status: string, verb: string, kind = "payment_intent") {
  return invalid(
    `You cannot ${verb} this intent because it has a status of ${status}.`,
    undefined,
    `${kind}_unexpected_state`,
  );
}
