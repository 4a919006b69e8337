import { buildSetupIntent } from "../objects/setup-intent";
import { emit, type Step } from "../store/step";
import type { PaymentMethod, SetupIntent } from "../store/wire";
import { changeSubscription } from "./changing";
import { setDefaultMethod } from "./default-method";
import type { Outcome } from "./intents";
import { attachPaymentMethod } from "./payment-methods";
import { require } from "./require";
import { setUpCard } from "./setting-up";

/** Puts a card on file and charges all to it from now on. Throws 402 when its bank refuses. */
export function keepCard(step: Step, customer: string, card: string): void {
  makeDefault(step, customer, attachPaymentMethod(step, card, customer).id);
}

/** Tries a card that was given in the portal. One whose owner is asked first is kept when he comes back from his bank. */
export function keepPortalCard(step: Step, portal: string, card: PaymentMethod): Outcome<SetupIntent> {
  const { customer } = require(step, "portal_sessions", portal);
  const intent = step.world.put("setup_intents", buildSetupIntent(step, { customer }));
  emit(step, "setup_intent.created", intent);
  const outcome = setUpCard(step, intent, card, {});
  const asked = step.world.find("challenges", intent.id);
  if (asked) step.world.put("challenges", { ...asked, portal });
  if (outcome.kind === "done") makeDefault(step, customer, card.id);
  return outcome;
}

/** The card all is charged to from now on: subscriptions with a card of their own take it over too. */
export function makeDefault(step: Step, customer: string, card: string): void {
  setDefaultMethod(step, customer, card, "customer.updated");
  for (const subscription of step.world.where("subscriptions", "customer", customer)) {
    if (subscription.default_payment_method === null || subscription.ended_at !== null) continue;
    changeSubscription(step, { default_payment_method: card }, subscription.id);
  }
}
