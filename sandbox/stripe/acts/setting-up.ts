import { invalid } from "../http/failures";
import { change, emit, type Step } from "../store/step";
import type { PaymentMethod, SetupIntent } from "../store/wire";
import { AUTHENTICATION_FAILED, isOver, unexpectedState } from "./confirming";
import { attachPaymentMethod, behaviourOf, cardFailure, requirePaymentMethod } from "./payment-methods";
import { asksOwner, challenge, markProven, spendProof } from "./proving";
import { require } from "./require";

type Confirmation = { method?: string | undefined; returnUrl?: string | undefined };

/** Puts a card on file for later. Throws 402 and keeps the try when its bank refuses. */
export function confirmSetup(step: Step, id: string, { method: given, returnUrl }: Confirmation): SetupIntent {
  const intent = require(step, "setup_intents", id);
  if (isOver(intent.status)) throw unexpectedState(intent.status, "confirm", "setup_intent");
  const wanted = given ?? intent.payment_method;
  if (!wanted)
    throw invalid(
      "You cannot confirm this SetupIntent because it's missing a payment method.",
      undefined,
      "setup_intent_unexpected_state",
    );
  const method = requirePaymentMethod(step, wanted, "payment_method");
  const { decline, refusesAttach } = behaviourOf(step, method);
  if (decline && refusesAttach) {
    const failed = failSetup(step, id, {
      code: decline.code,
      ...(decline.decline_code ? { decline_code: decline.decline_code } : {}),
      message: decline.message,
      payment_method: method,
      type: "card_error",
    });
    throw cardFailure(decline, { setup_intent: failed, payment_method: method });
  }
  return asksOwner(step, method) ? askOwner(step, intent, method, returnUrl) : succeed(step, intent, method.id);
}

/** The owner of a card that is to be kept proved who he is, or did not. */
export function answerSetup(step: Step, id: string, passed: boolean): SetupIntent {
  const intent = require(step, "setup_intents", id);
  const method = requirePaymentMethod(step, intent.payment_method ?? "");
  step.world.remove("challenges", id);
  if (!passed) {
    return failSetup(step, id, {
      code: "setup_intent_authentication_failure",
      message: AUTHENTICATION_FAILED,
      payment_method: method,
      type: "invalid_request_error",
    });
  }
  markProven(step, method.id);
  spendProof(step, method.id, { keeps: true });
  return succeed(step, intent, method.id);
}

export function cancelSetup(step: Step, id: string, reason: string | undefined): SetupIntent {
  const { status } = require(step, "setup_intents", id);
  if (isOver(status)) throw unexpectedState(status, "cancel", "setup_intent");
  step.world.remove("challenges", id);
  const cancellation_reason = reason ?? null;
  const patch = { cancellation_reason, next_action: null, status: "canceled" };
  const canceled = change(step, { of: "setup_intents", id }, patch);
  emit(step, "setup_intent.canceled", canceled);
  return canceled;
}

function askOwner(step: Step, { id }: SetupIntent, method: PaymentMethod, returnUrl: string | undefined): SetupIntent {
  const next_action = challenge(step, id, method.id, returnUrl ?? null);
  const patch = { next_action, payment_method: method.id, status: "requires_action" };
  const waiting = change(step, { of: "setup_intents", id }, patch);
  emit(step, "setup_intent.requires_action", waiting);
  return waiting;
}

function succeed(step: Step, { id, customer }: SetupIntent, method: string): SetupIntent {
  if (customer) attachPaymentMethod(step, method, customer);
  const patch = { last_setup_error: null, next_action: null, payment_method: method, status: "succeeded" };
  const done = change(step, { of: "setup_intents", id }, patch);
  emit(step, "setup_intent.succeeded", done);
  return done;
}

type SetupError = NonNullable<SetupIntent["last_setup_error"]>;

function failSetup(step: Step, id: string, error: SetupError): SetupIntent {
  const patch = {
    last_setup_error: {
      ...error,
      doc_url: `https://stripe.com/docs/error-codes/${(error.code ?? "").replaceAll("_", "-")}`,
    },
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
  };
  const failed = change(step, { of: "setup_intents", id }, patch);
  emit(step, "setup_intent.setup_failed", failed);
  return failed;
}
