import { invalid, StripeFailure } from "../http/failures";
import { change, emit, type Step } from "../store/step";
import type { CheckoutOrder, CheckoutSession, Customer, PaymentMethod } from "../store/wire";
import { buildCustomer } from "../objects/customer";
import { orNull } from "../objects/fields";
import { buildSetupIntent } from "../objects/setup-intent";
import { onClockOf } from "./clock-of";
import { chargeIntent, type ChargeOutcome, createIntent } from "./charging";
import { attachPaymentMethod, cardFailure, behaviourOf } from "./payment-methods";
import { redeemAll } from "./redeeming";
import { require } from "./require";
import { latest, subscribe } from "./subscribing";
import { latestInvoiceOf } from "./subscribing";

type Payer = { method: PaymentMethod | undefined; email: string | null; name: string | null };

/**
 * Completes an open session with what its page was given. A refused card
 * throws 402 and leaves the session open, with nothing of it made.
 */
export function completeCheckout(asked: Step, id: string, payer: Payer): CheckoutSession {
  const session = require(asked, "checkout_sessions", id);
  const step = onClockOf(asked, session.customer);
  if (session.status !== "open") throw closed(session);
  const order = require(step, "checkout_orders", id);
  const customer = customerOf(step, session, payer);
  const made = makeWhatWasOrdered(step, { session, order, customer, payer });
  const patch: Partial<CheckoutSession> = {
    ...made,
    customer: orNull(customer?.id),
    customer_details: detailsOf(session, customer, payer),
    payment_status: session.mode === "setup" || session.amount_total === 0 ? "no_payment_required" : "paid",
    status: "complete",
    url: null,
  };
  const done = change(step, { of: "checkout_sessions", id }, patch);
  emit(step, "checkout.session.completed", done);
  return done;
}

function detailsOf(
  session: CheckoutSession,
  customer: Customer | null,
  payer: Payer,
): CheckoutSession["customer_details"] {
  return {
    address: null,
    business_name: null,
    email: payer.email ?? customer?.email ?? session.customer_email,
    individual_name: null,
    name: payer.name ?? orNull(customer?.name),
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
}

export function expireCheckout(step: Step, id: string): CheckoutSession {
  const session = require(step, "checkout_sessions", id);
  if (session.status !== "open") {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status ?? "none"}.`,
    );
  }
  const expired = change(step, { of: "checkout_sessions", id }, { status: "expired", url: null });
  emit(step, "checkout.session.expired", expired);
  return expired;
}

/** The order's lines with their prices. */
export function orderedItems(step: Step, order: CheckoutOrder) {
  return order.lines.map(({ id, price, quantity }) => ({ id, quantity, price: require(step, "prices", price) }));
}

/** When the trial of what a session sells would end, if it has one. */
export function trialEndOf(order: CheckoutOrder, now: number): number | null {
  return order.trialEnd ?? (order.trialPeriodDays === null ? null : now + order.trialPeriodDays * 86_400);
}

type Deal = { session: CheckoutSession; order: CheckoutOrder; customer: Customer | null; payer: Payer };
type Made = Partial<Pick<CheckoutSession, "subscription" | "invoice" | "payment_intent" | "setup_intent">>;

function makeWhatWasOrdered(step: Step, deal: Deal): Made {
  switch (deal.session.mode) {
    case "payment":
      return makePayment(step, deal);
    case "setup":
      return makeSetup(step, deal);
    default:
      return makeSubscription(step, deal);
  }
}

function makeSubscription(step: Step, { session, order, customer, payer }: Deal): Made {
  if (!customer) throw new Error(`Session ${session.id} sells a subscription to nobody`);
  const method = payer.method && attachPaymentMethod(step, payer.method.id, customer.id);
  if (!method && session.payment_method_collection === "always") throw cardMissing();
  const subscription = subscribe(step, {
    customer,
    items: orderedItems(step, order),
    discounts: askedOf(session),
    trialEnd: trialEndOf(order, step.now),
    method,
    ownMethod: true,
    paymentBehavior: "error_if_incomplete",
    collectionMethod: "charge_automatically",
    daysUntilDue: null,
    metadata: order.subscriptionMetadata,
    description: order.subscriptionDescription,
    missingPaymentMethod: order.missingPaymentMethod,
    savesPaymentMethod: false,
    present: false,
  });
  return { subscription: subscription.id, invoice: latestInvoiceOf(step, latest(step, subscription.id))?.id ?? null };
}

/** What the session says is to be redeemed. */
export function askedOf({ discounts }: CheckoutSession): { coupon?: string; promotion_code?: string }[] {
  return (discounts ?? []).map(({ coupon, promotion_code: code }) => {
    if (typeof code === "string") return { promotion_code: code };
    return typeof coupon === "string" ? { coupon } : {};
  });
}

function makePayment(step: Step, { session, order, customer, payer }: Deal): Made {
  redeemAll(step, askedOf(session), { customer: orNull(customer?.id), checkoutSession: session.id });
  return session.amount_total === 0 ? {} : chargeOnce(step, { session, order, customer, payer });
}

function chargeOnce(step: Step, { session, order, customer, payer }: Deal): Made {
  if (!payer.method) throw cardMissing();
  const keeps = order.setupFutureUsage !== null && customer !== null;
  const method = keeps ? attachPaymentMethod(step, payer.method.id, customer.id) : payer.method;
  const intent = createIntent(step, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    customer: customer?.id ?? null,
    description: order.intentDescription,
    metadata: order.intentMetadata,
    setupFutureUsage: order.setupFutureUsage,
    shipping: order.shipping,
    cardOnly: true,
  });
  const outcome = chargeIntent(step, intent, method, { present: false });
  if (outcome.kind !== "paid") throw refusal(outcome);
  return { payment_intent: intent.id };
}

function makeSetup(step: Step, { session, order, customer, payer }: Deal): Made {
  if (!payer.method) throw cardMissing();
  const { decline } = behaviourOf(step, payer.method);
  if (decline) throw cardFailure(decline);
  const intent = step.world.put(
    "setup_intents",
    buildSetupIntent(step, {
      customer: customer?.id ?? null,
      paymentMethod: payer.method.id,
      metadata: order.intentMetadata,
    }),
  );
  emit(step, "setup_intent.created", intent);
  if (customer) attachPaymentMethod(step, payer.method.id, customer.id);
  emit(step, "setup_intent.succeeded", change(step, { of: "setup_intents", id: intent.id }, { status: "succeeded" }));
  return { setup_intent: session.setup_intent ?? intent.id };
}

/** The session's customer, or a new one where what is sold needs one. */
function customerOf(step: Step, session: CheckoutSession, payer: Payer): Customer | null {
  if (session.customer) return require(step, "customers", session.customer);
  if (session.mode !== "subscription" && session.customer_creation !== "always") return null;
  const email = payer.email ?? session.customer_email;
  const customer = buildCustomer(step, { ...(email ? { email } : {}), ...(payer.name ? { name: payer.name } : {}) });
  emit(step, "customer.created", step.world.put("customers", customer));
  return customer;
}

function refusal(outcome: Exclude<ChargeOutcome, { kind: "paid" }>): StripeFailure {
  if (outcome.kind === "declined") return new StripeFailure(402, cardFailure(outcome.decline).body);
  return invalid("This card asks for a proof of its owner, which this page does not do yet.");
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
