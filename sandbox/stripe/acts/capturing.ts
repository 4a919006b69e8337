import { invalid } from "../http/failures";
import { change, emit, type Step } from "../store/step";
import type { PaymentIntent } from "../store/wire";
import { bookCharge } from "./booking";
import { refuseOfCheckout } from "./checkout-orders";
import { disputeIfAsked } from "./disputing";
import { cancelIntent, unexpectedState } from "./intents";
import { require } from "./require";

/** Takes what was set aside, or a part of it; the rest is let go. */
export function capturePayment(step: Step, id: string, asked: number | undefined): PaymentIntent {
  const intent = require(step, "payment_intents", id);
  if (intent.status !== "requires_capture" || !intent.latest_charge) throw unexpectedState(intent, "capture");
  const amount = asked ?? intent.amount_capturable;
  if (!Number.isInteger(amount) || amount < 1)
    throw invalid("Invalid positive integer", "amount_to_capture", "parameter_invalid_integer");
  if (amount > intent.amount_capturable) {
    const most = `The amount_to_capture can not be above what is capturable (${intent.amount_capturable}).`;
    throw invalid(most, "amount_to_capture", "amount_too_large");
  }
  const charge = require(step, "charges", intent.latest_charge);
  const booked = bookCharge(step, charge, amount);
  const patch = { amount_captured: amount, balance_transaction: booked.id, captured: true };
  const captured = change(step, { of: "charges", id: charge.id }, patch);
  emit(step, "charge.captured", captured);
  const done = change(
    step,
    { of: "payment_intents", id },
    { amount_capturable: 0, amount_received: amount, status: "succeeded" },
  );
  emit(step, "payment_intent.succeeded", done);
  disputeIfAsked(step, captured);
  return done;
}

/** Ends an intent for good; money set aside for it is let go. */
export function cancelPaymentIntent(step: Step, id: string, reason: string | undefined): PaymentIntent {
  const intent = require(step, "payment_intents", id);
  refuseOfCheckout(step, id);
  if (intent.status === "requires_capture" && intent.latest_charge) {
    const { amount } = require(step, "charges", intent.latest_charge);
    const let_go = { amount_refunded: amount, refunded: true };
    change(step, { of: "charges", id: intent.latest_charge }, let_go, "charge.refunded");
  }
  return cancelIntent(step, intent, reason ?? null);
}
