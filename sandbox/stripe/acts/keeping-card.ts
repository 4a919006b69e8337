import type { Step } from "../store/step";
import { changeSubscription } from "./changing";
import { setDefaultMethod } from "./default-method";
import { attachPaymentMethod } from "./payment-methods";

/** Puts a card on file and charges all to it from now on. Throws 402 when its bank refuses. */
export function keepCard(step: Step, customer: string, card: string): void {
  makeDefault(step, customer, attachPaymentMethod(step, card, customer).id);
}

/** The card all is charged to from now on: subscriptions with a card of their own take it over too. */
export function makeDefault(step: Step, customer: string, card: string): void {
  setDefaultMethod(step, customer, card, "customer.updated");
  for (const subscription of step.world.where("subscriptions", "customer", customer)) {
    if (subscription.default_payment_method === null || subscription.ended_at !== null) continue;
    changeSubscription(step, { default_payment_method: card }, subscription.id);
  }
}
