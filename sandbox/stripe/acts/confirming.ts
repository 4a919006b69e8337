import { invalid, type StripeFailure } from "../http/failures";
import type { Step } from "../store/step";
import type { InvoicePayment, PaymentIntent, PaymentMethod } from "../store/wire";
import { refuseOfCheckout } from "./checkout-orders";
import { chargeIntent } from "./charging";
import {
  authenticationError,
  becomes,
  failIntent,
  type Intent,
  isOver,
  type Outcome,
  unexpectedState,
} from "./intents";
import { settleInvoice } from "./invoicing";
import { attachPaymentMethod, cardFailure, requirePaymentMethod } from "./payment-methods";
import { markProven } from "./proving";
import { require } from "./require";
import { setUpCard } from "./setting-up";

type Presence = { present: boolean; returnUrl?: string | null | undefined };
type Confirmation = Presence & { method?: string | undefined };

/** Tries an intent with the card it has or is given. Throws 402 and keeps the try when the card is refused. */
export function confirmIntent(step: Step, id: string, { method: given, ...presence }: Confirmation): Intent {
  const intent = requireIntent(step, id);
  refuseOfCheckout(step, id);
  if (isOver(intent) || intent.status === "requires_capture") throw unexpectedState(intent, "confirm");
  const wanted = given ?? intent.payment_method;
  if (typeof wanted !== "string" || wanted === "") throw methodMissing(intent);
  const method = requirePaymentMethod(step, wanted, "payment_method");
  const outcome = tryIntent(step, intent, { method, ...presence });
  if (outcome.kind === "declined") throw declined(outcome, method);
  return requireIntent(step, id);
}

/**
 * The owner of a card was asked who he is, and proved it or did not. A payment
 * that is confirmed by hand then waits for that; any other is made at once.
 */
export function answerIntent(step: Step, id: string, passed: boolean): Intent {
  const intent = requireIntent(step, id);
  const method = requirePaymentMethod(step, String(intent.payment_method));
  step.world.remove("challenges", id);
  if (!passed) return failIntent(step, intent, authenticationError(intent, method));
  markProven(step, method.id);
  if ("confirmation_method" in intent && intent.confirmation_method === "manual") {
    return becomes(step, intent, { next_action: null, status: "requires_confirmation" });
  }
  tryIntent(step, intent, { method, present: true });
  return requireIntent(step, id);
}

/** The intent itself, to pay or to keep a card, as its id tells. */
function requireIntent(step: Step, id: string): Intent {
  return require(step, id.startsWith("seti_") ? "setup_intents" : "payment_intents", id);
}

/** Tries a card. What it pays hears of it. */
export function tryIntent(
  step: Step,
  intent: Intent,
  { method, present, returnUrl = null }: Presence & { method: PaymentMethod },
): Outcome<Intent> {
  if (intent.object === "setup_intent") return setUpCard(step, intent, method, { returnUrl });
  const outcome = chargeIntent(step, intent, method, { present, returnUrl });
  if (outcome.kind === "done") afterPayment(step, outcome.intent, method.id);
  return outcome;
}

/** What a payment was for hears that it was made. */
function afterPayment(step: Step, intent: PaymentIntent, method: string): void {
  if (intent.setup_future_usage && intent.customer) attachPaymentMethod(step, method, intent.customer);
  if (intent.status !== "succeeded") return;
  const payment = invoicePaymentOf(step, intent.id);
  if (payment?.status === "open") settleInvoice(step, payment.invoice, { amount: intent.amount });
}

/** The payment of an invoice that an intent makes, if it makes one. */
export function invoicePaymentOf({ world }: Pick<Step, "world">, intent: string): InvoicePayment | undefined {
  return world.where("invoice_payments", "payment.payment_intent", intent)[0];
}

/** How a refused card is answered: with the intent that keeps the try. */
export function declined({ intent, decline }: Declined, payment_method: PaymentMethod): StripeFailure {
  const charge = intent.object === "payment_intent" ? { charge: String(intent.latest_charge) } : {};
  return cardFailure(decline, { ...charge, [intent.object]: intent, payment_method });
}

type Declined = Extract<Outcome<Intent>, { kind: "declined" }>;

function methodMissing({ object }: Intent): StripeFailure {
  const name = object === "payment_intent" ? "PaymentIntent" : "SetupIntent";
  const message = `You cannot confirm this ${name} because it's missing a payment method. You can either update the ${name} with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.`;
  return invalid(message, undefined, `${object}_unexpected_state`);
}
