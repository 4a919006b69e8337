import { emit, type Step } from "../store/step";
import type { PaymentMethod, SetupIntent } from "../store/wire";
import { askOwner, becomes, declineError, failIntent, type Outcome } from "./intents";
import { attachPaymentMethod, behaviourOf } from "./payment-methods";
import { asksOwner, spendProof } from "./proving";

/** Tries to put a card on file for later, which its bank or its owner may refuse. */
export function setUpCard(
  step: Step,
  intent: SetupIntent,
  method: PaymentMethod,
  { returnUrl = null }: { returnUrl?: string | null },
): Outcome<SetupIntent> {
  const { decline, refusesAttach } = behaviourOf(step, method);
  if (decline && refusesAttach) {
    return { kind: "declined", intent: failIntent(step, intent, declineError(decline, method)), decline };
  }
  if (asksOwner(step, method)) {
    return { kind: "needs_action", intent: askOwner(step, intent, { method, returnUrl }) };
  }
  spendProof(step, method.id, { keeps: true });
  if (intent.customer) attachPaymentMethod(step, method.id, intent.customer);
  const kept = becomes(step, intent, {
    last_setup_error: null,
    next_action: null,
    payment_method: method.id,
    status: "succeeded",
  });
  emit(step, "setup_intent.succeeded", kept);
  return { kind: "done", intent: kept };
}
