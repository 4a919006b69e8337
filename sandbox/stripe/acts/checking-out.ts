import { invalid, type StripeFailure } from "../http/failures";
import { orNull } from "../objects/fields";
import { buildSetupIntent } from "../objects/setup-intent";
import { change, emit, type Step } from "../store/step";
import type { CheckoutSession, PaymentIntent, PaymentMethod, SetupIntent } from "../store/wire";
import { createIntent } from "./charging";
import { onClockOf } from "./clock-of";
import { type Deal, dueNow, finishCheckout, type Payer } from "./completing-checkout";
import { tryIntent } from "./confirming";
import { authenticationError, becomes, cancelIntent, failIntent, type Intent, isOver, type Outcome } from "./intents";
import { behaviourOf } from "./payment-methods";
import { asksOwner, markProven } from "./proving";
import { require } from "./require";

type CheckoutOutcome = { kind: "complete"; session: CheckoutSession } | Exclude<Outcome<Intent>, { kind: "done" }>;

/**
 * Tries to complete an open session with what its page was given. A card is tried
 * with an intent of the session's own, which outlives a refusal and is tried again
 * with the next card. All else is made once that intent has done its work.
 */
export function payCheckout(asked: Step, id: string, payer: Payer): CheckoutOutcome {
  const session = require(asked, "checkout_sessions", id);
  const step = onClockOf(asked, session.customer);
  if (session.status !== "open") throw closed(session);
  const deal = { session, order: require(step, "checkout_orders", id), payer };
  const due = dueNow(step, deal);
  const needsCard = due > 0 || session.payment_method_collection === "always" || session.mode === "setup";
  if (!payer.method && needsCard) throw cardMissing();
  if (!payer.method || (session.mode === "payment" && due === 0)) {
    return { kind: "complete", session: finishCheckout(step, deal, { intent: null, pay: () => {} }) };
  }
  return tryCard(step, deal, { intent: intentFor(step, session, { deal, due }), method: payer.method });
}

/** A card's owner was asked who he is, and comes back to the session's page. */
export function answerCheckout(
  step: Step,
  session: string,
  { intent: id, passed }: { intent: string; passed: boolean },
): CheckoutOutcome | { kind: "refused" } {
  const { method: card, email, name } = require(step, "challenges", id);
  const intent = require(step, id.startsWith("seti_") ? "setup_intents" : "payment_intents", id);
  const method = require(step, "payment_methods", card);
  step.world.remove("challenges", id);
  if (!passed) {
    failIntent(step, intent, authenticationError(intent, method));
    return { kind: "refused" };
  }
  markProven(step, card);
  return payCheckout(step, session, { method, email, name });
}

export function expireCheckout(step: Step, id: string): CheckoutSession {
  const session = require(step, "checkout_sessions", id);
  if (session.status !== "open") {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status ?? "none"}.`,
    );
  }
  const tried = triedBefore(step, id);
  if (tried) cancelIntent(step, tried, tried.object === "payment_intent" ? "expired" : "abandoned");
  const expired = change(step, { of: "checkout_sessions", id }, { status: "expired", url: null });
  emit(step, "checkout.session.expired", expired);
  return expired;
}

type Try = { intent: Intent; method: PaymentMethod };

function tryCard(step: Step, deal: Deal, { intent, method }: Try): CheckoutOutcome {
  if (!willPass(step, intent, method)) return refused(step, deal, { intent, method });
  const session = finishCheckout(step, deal, {
    intent,
    pay: (customer) => {
      // Who pays becomes a customer with the payment, not before.
      const own = becomes(step, intent, { customer: orNull(customer?.id) });
      tryIntent(step, own, { method, present: true });
    },
  });
  return { kind: "complete", session };
}

/** The try is kept: another card can follow, or the owner come back from his bank. */
function refused(step: Step, { payer }: Deal, { intent, method }: Try): CheckoutOutcome {
  const outcome = tryIntent(step, intent, { method, present: true });
  if (outcome.kind === "done") throw new Error(`${intent.id} was to be refused`);
  const asked = step.world.find("challenges", intent.id);
  if (asked) step.world.put("challenges", { ...asked, email: payer.email, name: payer.name });
  return outcome;
}

/** Whether neither the card's bank nor its owner will stand in the way. */
function willPass(step: Step, { object }: Intent, method: PaymentMethod): boolean {
  const { decline, refusesAttach } = behaviourOf(step, method);
  return !asksOwner(step, method) && !(decline && (object === "payment_intent" || refusesAttach));
}

/** The intent an earlier card was tried with, or a new one: to pay what is due, or to keep a card where nothing is. */
function intentFor(step: Step, { id, mode }: CheckoutSession, { deal, due }: { deal: Deal; due: number }): Intent {
  const before = triedBefore(step, id);
  if (before?.object === (due > 0 ? "payment_intent" : "setup_intent")) {
    return before.object === "payment_intent" ? becomes(step, before, { amount: due }) : before;
  }
  if (before) cancelIntent(step, before, "abandoned");
  const intent = due > 0 ? newPayment(step, deal, due) : newSetup(step, deal);
  step.world.put("checkout_tries", { id, intent: intent.id });
  if (mode !== "subscription") change(step, { of: "checkout_sessions", id }, { [intent.object]: intent.id });
  return intent;
}

function triedBefore(step: Step, session: string): Intent | undefined {
  const id = step.world.find("checkout_tries", session)?.intent ?? "";
  const intent = step.world.find("payment_intents", id) ?? step.world.find("setup_intents", id);
  return intent && !isOver(intent) ? intent : undefined;
}

function newPayment(step: Step, { session, order }: Deal, amount: number): PaymentIntent {
  const sells = session.mode === "subscription";
  return createIntent(step, {
    amount,
    currency: session.currency ?? "usd",
    customer: session.customer,
    description: sells ? "Subscription creation" : order.intentDescription,
    metadata: order.intentMetadata,
    setupFutureUsage: sells ? "off_session" : order.setupFutureUsage,
    shipping: order.shipping,
    cardOnly: true,
  });
}

function newSetup(step: Step, { session, order }: Deal): SetupIntent {
  const made = buildSetupIntent(step, { customer: session.customer, metadata: order.intentMetadata });
  emit(step, "setup_intent.created", step.world.put("setup_intents", made));
  return made;
}

function cardMissing(): StripeFailure {
  return invalid(
    "A payment method is required to complete this Checkout Session.",
    "payment_method",
    "parameter_missing",
  );
}

function closed(session: CheckoutSession): StripeFailure {
  return invalid(`This Checkout Session is ${session.status ?? "closed"} and can no longer be completed.`);
}
