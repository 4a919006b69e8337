import { StripeFailure } from "../http/failures";
import { buildPaymentMethod, type BillingParams } from "../objects/payment-method";
import { type CardBehaviour, cardBehaviour, type Decline, numberOfNamedCard } from "../rules/cards";
import { change, emit, type Step } from "../store/step";
import type { PaymentMethod } from "../store/wire";
import { require } from "./require";

const VISA: CardBehaviour = { brand: "visa", funding: "credit" };

type CardOrder = {
  number: string;
  expMonth: number;
  expYear: number;
  billing?: BillingParams | undefined;
  metadata?: unknown;
  id?: string;
};

/** Puts a card into the world, belonging to nobody yet. */
export function createCard(step: Step, { number, expMonth, expYear, billing, metadata, id }: CardOrder): PaymentMethod {
  const behaviour = cardBehaviour(number) ?? VISA;
  const method = buildPaymentMethod(step, { number, expMonth, expYear, behaviour }, { billing, metadata, id });
  step.world.put("payment_methods", method);
  step.world.put("card_secrets", { id: method.id, number });
  return method;
}

/** The payment method of this id; a name like `pm_card_visa` makes a new card of that kind. */
export function requirePaymentMethod(step: Step, id: string, param?: string): PaymentMethod {
  const number = numberOfNamedCard(id);
  if (number === undefined) return require(step, "payment_methods", id, param);
  return createCard(step, { number, expMonth: 12, expYear: new Date(step.now * 1000).getUTCFullYear() + 1 });
}

export function behaviourOf(step: Step, method: PaymentMethod): CardBehaviour {
  return cardBehaviour(step.world.find("card_secrets", method.id)?.number ?? "") ?? VISA;
}

/** Throws 402 for a card its bank refuses, and 400 for one that is somebody else's. */
export function attachPaymentMethod(step: Step, id: string, customer: string, param?: string): PaymentMethod {
  const method = requirePaymentMethod(step, id, param);
  if (method.customer === customer) return method;
  if (method.customer !== null) {
    throw new StripeFailure(400, {
      message: "The payment method you provided has already been attached to a customer.",
      type: "invalid_request_error",
    });
  }
  const { refusesAttach, decline } = behaviourOf(step, method);
  if (refusesAttach && decline) throw cardFailure(decline);
  const attached = change(step, { of: "payment_methods", id: method.id }, { customer });
  emit(step, "payment_method.attached", attached);
  return attached;
}

/** The body Stripe gives for a refused card; `more` names what was being paid. */
export function cardFailure(decline: Decline, more: object = {}): StripeFailure {
  return new StripeFailure(
    402,
    {
      advice_code: "try_again_later",
      code: decline.code,
      ...(decline.decline_code ? { decline_code: decline.decline_code } : {}),
      message: decline.message,
      ...(decline.networkCode ? { network_decline_code: decline.networkCode } : {}),
      param: "",
      type: "card_error",
      ...more,
    },
    { keeps: "payment_intent" in more || "setup_intent" in more },
  );
}
