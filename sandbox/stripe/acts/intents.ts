import { invalid } from "../http/failures";
import type { Decline } from "../rules/cards";
import { change, emit, type Step } from "../store/step";
import type { PaymentIntent, PaymentMethod, SetupIntent } from "../store/wire";
import { challenge } from "./proving";

/**
 * What a card is asked for with: to pay, or to be kept. Both go the same way.
 * A card is named, its owner perhaps proves who he is, and it is taken or refused.
 */
export type Intent = PaymentIntent | SetupIntent;

/** What came of trying a card. */
export type Outcome<I extends Intent> =
  | { kind: "done"; intent: I }
  | { kind: "declined"; intent: I; decline: Decline }
  | { kind: "needs_action"; intent: I };

const KINDS = {
  payment_intent: { home: "payment_intents", error: "last_payment_error", failed: "payment_intent.payment_failed" },
  setup_intent: { home: "setup_intents", error: "last_setup_error", failed: "setup_intent.setup_failed" },
} as const;

export function becomes<I extends Intent>(step: Step, { object, id }: I, patch: Partial<Intent>): I {
  return change(step, { of: KINDS[object].home, id }, patch) as I;
}

/** Waits for the card's owner, who is sent where he is asked. */
export function askOwner<I extends Intent>(
  step: Step,
  intent: I,
  { method, returnUrl }: { method: PaymentMethod; returnUrl: string | null },
): I {
  const next_action = challenge(step, intent.id, method.id, returnUrl);
  const waiting = becomes(step, intent, { next_action, payment_method: method.id, status: "requires_action" });
  emit(step, `${intent.object}.requires_action`, waiting);
  return waiting;
}

type IntentError = NonNullable<PaymentIntent["last_payment_error"]>;

/** An intent whose card was of no use: it needs another one. */
export function failIntent<I extends Intent>(step: Step, intent: I, error: IntentError): I {
  const kind = KINDS[intent.object];
  const doc_url = `https://stripe.com/docs/error-codes/${(error.code ?? "").replaceAll("_", "-")}`;
  const failed = becomes(step, intent, {
    [kind.error]: { ...error, doc_url },
    ...(intent.object === "payment_intent" ? { latest_charge: error.charge ?? null } : {}),
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
  });
  emit(step, kind.failed, failed);
  return failed;
}

/** What an intent tells of a card that its bank refused. */
export function declineError(decline: Decline, payment_method: PaymentMethod): IntentError {
  return {
    advice_code: "try_again_later",
    code: decline.code,
    ...(decline.decline_code ? { decline_code: decline.decline_code } : {}),
    message: decline.message,
    ...(decline.networkCode ? { network_decline_code: decline.networkCode } : {}),
    payment_method,
    type: "card_error",
  };
}

/** What an intent tells of an owner who did not prove who he is. */
export function authenticationError({ object }: Intent, payment_method: PaymentMethod): IntentError {
  return {
    code: `${object}_authentication_failure`,
    message: "The provided payment method has failed authentication. Provide a new payment method to try again.",
    payment_method,
    type: "invalid_request_error",
  };
}

/** Ends an intent for good. */
export function cancelIntent<I extends Intent>(step: Step, intent: I, reason: string | null): I {
  if (isOver(intent)) throw unexpectedState(intent, "cancel");
  step.world.remove("challenges", intent.id);
  const ended = { cancellation_reason: reason, next_action: null, status: "canceled" };
  const stamps = intent.object === "payment_intent" ? { amount_capturable: 0, canceled_at: step.now } : {};
  const canceled = becomes(step, intent, { ...ended, ...stamps });
  emit(step, `${intent.object}.canceled`, canceled);
  return canceled;
}

/** Neither confirming nor cancelling changes it any more. */
export function isOver({ status }: Intent): boolean {
  return status === "succeeded" || status === "canceled";
}

export function unexpectedState({ object, status }: Intent, verb: string) {
  const message = `You cannot ${verb} this intent because it has a status of ${status}.`;
  return invalid(message, undefined, `${object}_unexpected_state`);
}
