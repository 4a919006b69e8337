import { buildCharge } from "../objects/charge";
import { buildPaymentIntent, type IntentOrder } from "../objects/payment-intent";
import { buildBalanceTransaction } from "../objects/refund";
import type { Decline } from "../rules/cards";
import { change, emit, type Step } from "../store/step";
import type { PaymentIntent, PaymentMethod } from "../store/wire";
import { behaviourOf } from "./payment-methods";

export type ChargeOutcome =
  | { kind: "paid"; intent: PaymentIntent }
  | { kind: "declined"; intent: PaymentIntent; decline: Decline }
  | { kind: "needs_action"; intent: PaymentIntent };

const FEE_SHARE = 0.029;
const FEE_FIXED = 30;

export function createIntent(step: Step, order: IntentOrder): PaymentIntent {
  const intent = step.world.put("payment_intents", buildPaymentIntent(step, order));
  emit(step, "payment_intent.created", intent);
  return intent;
}

/**
 * Tries to take the money of an intent from a card. `present`: its owner is
 * there and could prove who he is; otherwise a card that asks for that declines.
 */
export function chargeIntent(
  step: Step,
  intent: PaymentIntent,
  method: PaymentMethod,
  { present }: { present: boolean },
): ChargeOutcome {
  const { decline, authenticates } = behaviourOf(step, method);
  if (decline && !authenticates) return declineIntent(step, intent, method, decline);
  if (!authenticates) return takeMoney(step, intent, method);
  if (!present) return declineIntent(step, intent, method, AUTHENTICATION_REQUIRED);
  const waiting = change(
    step,
    { of: "payment_intents", id: intent.id },
    {
      next_action: { type: "use_stripe_sdk", use_stripe_sdk: { type: "three_d_secure_redirect" } },
      payment_method: method.id,
      status: "requires_action",
    },
  );
  emit(step, "payment_intent.requires_action", waiting);
  return { kind: "needs_action", intent: waiting };
}

const AUTHENTICATION_REQUIRED: Decline = {
  code: "authentication_required",
  decline_code: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
  networkCode: null,
};

function takeMoney(step: Step, intent: PaymentIntent, method: PaymentMethod): ChargeOutcome {
  const charge = buildCharge(step, intent, method);
  const balance = buildBalanceTransaction(step, {
    amount: intent.amount,
    fee: Math.round(intent.amount * FEE_SHARE) + FEE_FIXED,
    currency: intent.currency,
    source: charge.id,
    type: "charge",
  });
  step.world.put("balance_transactions", balance);
  emit(step, "charge.succeeded", step.world.put("charges", { ...charge, balance_transaction: balance.id }));
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
  return { kind: "paid", intent: paid };
}

function declineIntent(step: Step, intent: PaymentIntent, method: PaymentMethod, decline: Decline): ChargeOutcome {
  const charge = step.world.put("charges", buildCharge(step, intent, method, decline));
  emit(step, "charge.failed", charge);
  const failed = change(
    step,
    { of: "payment_intents", id: intent.id },
    {
      last_payment_error: {
        advice_code: "try_again_later",
        charge: charge.id,
        code: decline.code as "card_declined",
        ...(decline.decline_code ? { decline_code: decline.decline_code } : {}),
        doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll("_", "-")}`,
        message: decline.message,
        ...(decline.networkCode ? { network_decline_code: decline.networkCode } : {}),
        payment_method: method,
        type: "card_error",
      },
      latest_charge: charge.id,
      next_action: null,
      payment_method: null,
      status: "requires_payment_method",
    },
  );
  emit(step, "payment_intent.payment_failed", failed);
  return { kind: "declined", intent: failed, decline };
}
