import { buildCharge } from "../objects/charge";
import { buildPaymentIntent, type IntentOrder } from "../objects/payment-intent";
import type { Decline } from "../rules/cards";
import { change, emit, type Step } from "../store/step";
import type { PaymentIntent, PaymentMethod } from "../store/wire";
import { bookCharge, releaseIfAsked } from "./booking";
import { disputeIfAsked } from "./disputing";
import { behaviourOf } from "./payment-methods";
import { asksOwner, challenge, spendProof } from "./proving";

export type ChargeOutcome =
  | { kind: "paid"; intent: PaymentIntent }
  | { kind: "declined"; intent: PaymentIntent; decline: Decline }
  | { kind: "needs_action"; intent: PaymentIntent };

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
    return askOwner(step, intent, method, returnUrl);
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

function askOwner(step: Step, intent: PaymentIntent, method: PaymentMethod, returnUrl: string | null): ChargeOutcome {
  const next_action = challenge(step, intent.id, method.id, returnUrl);
  const waiting = change(
    step,
    { of: "payment_intents", id: intent.id },
    { next_action, payment_method: method.id, status: "requires_action" },
  );
  emit(step, "payment_intent.requires_action", waiting);
  return { kind: "needs_action", intent: waiting };
}

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
  return { kind: "paid", intent: paid };
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
  return { kind: "paid", intent: held };
}

function declineIntent(step: Step, intent: PaymentIntent, method: PaymentMethod, decline: Decline): ChargeOutcome {
  const charge = step.world.put("charges", buildCharge(step, intent, method, decline));
  emit(step, "charge.failed", charge);
  const failed = failIntent(step, intent.id, {
    advice_code: "try_again_later",
    charge: charge.id,
    code: decline.code,
    ...(decline.decline_code ? { decline_code: decline.decline_code } : {}),
    message: decline.message,
    ...(decline.networkCode ? { network_decline_code: decline.networkCode } : {}),
    payment_method: method,
    type: "card_error",
  });
  return { kind: "declined", intent: failed, decline };
}

type PaymentError = NonNullable<PaymentIntent["last_payment_error"]>;

/** An intent whose card was of no use: it needs another one. */
export function failIntent(step: Step, id: string, error: PaymentError): PaymentIntent {
  const failed = change(
    step,
    { of: "payment_intents", id },
    {
      last_payment_error: {
        ...error,
        doc_url: `https://stripe.com/docs/error-codes/${(error.code ?? "").replaceAll("_", "-")}`,
      },
      latest_charge: error.charge ?? null,
      next_action: null,
      payment_method: null,
      status: "requires_payment_method",
    },
  );
  emit(step, "payment_intent.payment_failed", failed);
  return failed;
}
