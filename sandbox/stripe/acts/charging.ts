import { buildCharge } from "../objects/charge";
import { buildPaymentIntent, type IntentOrder } from "../objects/payment-intent";
import type { Decline } from "../rules/cards";
import { change, emit, type Step } from "../store/step";
import type { PaymentIntent, PaymentMethod } from "../store/wire";
import { bookCharge, releaseIfAsked } from "./booking";
import { disputeIfAsked } from "./disputing";
import { askOwner, declineError, failIntent, type Outcome } from "./intents";
import { behaviourOf } from "./payment-methods";
import { asksOwner, spendProof } from "./proving";

export type ChargeOutcome = Outcome<PaymentIntent>;

type Presence = { present: boolean; returnUrl?: string | null };

export function createIntent(step: Step, order: IntentOrder): PaymentIntent {
  const intent = step.world.put("payment_intents", buildPaymentIntent(step, order));
  emit(step, "payment_intent.created", intent);
  return intent;
}

/**
 * Tries to take the money of an intent from a card, or to set it aside where it
 * is captured by hand. `present`: the card's owner is there and can prove who he
 * is; otherwise a card that asks for that declines.
 */
export function chargeIntent(
  step: Step,
  intent: PaymentIntent,
  method: PaymentMethod,
  { present, returnUrl = null }: Presence,
): ChargeOutcome {
  if (asksOwner(step, method)) {
    if (!present) return declineIntent(step, intent, method, AUTHENTICATION_REQUIRED);
    return { kind: "needs_action", intent: askOwner(step, intent, { method, returnUrl }) };
  }
  const { decline } = behaviourOf(step, method);
  spendProof(step, method.id, { keeps: !decline && intent.setup_future_usage === "off_session" });
  if (decline) return declineIntent(step, intent, method, decline);
  return intent.capture_method === "manual" ? setAside(step, intent, method) : takeMoney(step, intent, method);
}

const AUTHENTICATION_REQUIRED: Decline = {
  code: "authentication_required",
  decline_code: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
  networkCode: null,
};

function takeMoney(step: Step, intent: PaymentIntent, method: PaymentMethod): ChargeOutcome {
  const charge = buildCharge(step, intent, method);
  const balance = bookCharge(step, charge, intent.amount);
  const booked = step.world.put("charges", { ...charge, balance_transaction: balance.id });
  emit(step, "charge.succeeded", booked);
  const paid = change(
    step,
    { of: "payment_intents", id: intent.id },
    {
      amount_received: intent.amount,
      last_payment_error: null,
      latest_charge: charge.id,
      next_action: null,
      payment_method: method.id,
      status: "succeeded",
    },
  );
  emit(step, "payment_intent.succeeded", paid);
  releaseIfAsked(step, method, balance.id);
  disputeIfAsked(step, booked);
  return { kind: "done", intent: paid };
}

/** Holds the money on the card until it is captured. */
function setAside(step: Step, intent: PaymentIntent, method: PaymentMethod): ChargeOutcome {
  const charge = { ...buildCharge(step, intent, method), amount_captured: 0, captured: false };
  emit(step, "charge.succeeded", step.world.put("charges", charge));
  const held = change(
    step,
    { of: "payment_intents", id: intent.id },
    {
      amount_capturable: intent.amount,
      last_payment_error: null,
      latest_charge: charge.id,
      next_action: null,
      payment_method: method.id,
      status: "requires_capture",
    },
  );
  emit(step, "payment_intent.amount_capturable_updated", held);
  return { kind: "done", intent: held };
}

function declineIntent(step: Step, intent: PaymentIntent, method: PaymentMethod, decline: Decline): ChargeOutcome {
  const charge = step.world.put("charges", buildCharge(step, intent, method, decline));
  emit(step, "charge.failed", charge);
  const failed = failIntent(step, intent, { ...declineError(decline, method), charge: charge.id });
  return { kind: "declined", intent: failed, decline };
}
