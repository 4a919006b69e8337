import type { PaymentMethod } from "../store/wire";
import type { Step } from "../store/step";
import { behaviourOf } from "./payment-methods";

/** Whether a card's owner must prove who he is before anything is charged or kept. */
export function asksOwner(step: Step, method: PaymentMethod): boolean {
  const { authenticates } = behaviourOf(step, method);
  const secret = step.world.find("card_secrets", method.id);
  if (!authenticates || secret?.proven) return false;
  return authenticates === "always" || !secret?.setUp;
}

/** The owner has proven who he is, for one charge. */
export function markProven(step: Step, method: string): void {
  const secret = step.world.find("card_secrets", method);
  if (secret) step.world.put("card_secrets", { ...secret, proven: true });
}

/** A proof is good for one charge; with `keeps` the card may be charged without its owner from now on. */
export function spendProof(step: Step, method: string, { keeps }: { keeps: boolean }): void {
  const secret = step.world.find("card_secrets", method);
  if (!secret?.proven) return;
  step.world.put("card_secrets", { id: secret.id, number: secret.number, setUp: keeps || secret.setUp === true });
}

type NextAction = {
  type: string;
  redirect_to_url?: { return_url: string; url: string };
  use_stripe_sdk?: { type: string; stripe_js: string };
};

/** Notes what waits for the owner, and says where he is asked. */
export function challenge(step: Step, id: string, method: string, returnUrl: string | null): NextAction {
  step.world.put("challenges", { id, method, returnUrl, email: null, name: null });
  const url = challengeUrl(step.origin, id);
  if (returnUrl) return { type: "redirect_to_url", redirect_to_url: { return_url: returnUrl, url } };
  return { type: "use_stripe_sdk", use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: url } };
}

export function challengeUrl(origin: string, id: string): string {
  return `${origin}/3ds/${id}`;
}
