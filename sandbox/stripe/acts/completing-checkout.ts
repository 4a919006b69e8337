import { buildCustomer } from "../objects/customer";
import { orNull } from "../objects/fields";
import { change, emit, type Step } from "../store/step";
import type { CheckoutOrder, CheckoutSession, Customer, PaymentMethod, Subscription } from "../store/wire";
import { askedOf, orderedItems, trialEndOf } from "./checkout-orders";
import type { Intent } from "./intents";
import { attachPaymentMethod } from "./payment-methods";
import { redeemAll } from "./redeeming";
import { require } from "./require";
import { latest, subscribe } from "./subscribing";

export type Payer = { method: PaymentMethod | undefined; email: string | null; name: string | null };
type Payment = { intent: Intent | null; pay: (customer: Customer | null) => void };
export type Deal = { session: CheckoutSession; order: CheckoutOrder; payer: Payer };

/**
 * Makes what was ordered, and then has it paid: `pay` is called with who pays,
 * when all there is to pay is there.
 */
export function finishCheckout(step: Step, deal: Deal, { intent, pay }: Payment): CheckoutSession {
  const { session, payer } = deal;
  const customer = customerOf(step, deal);
  if (intent && customer && payer.method && keepsCard(deal)) attachPaymentMethod(step, payer.method.id, customer.id);
  const patch: Partial<CheckoutSession> = {
    ...made(step, deal, { customer, intent }),
    customer: orNull(customer?.id),
    customer_details: detailsOf(session, customer, payer),
    payment_status: session.mode === "setup" || session.amount_total === 0 ? "no_payment_required" : "paid",
    status: "complete",
    url: null,
  };
  pay(customer);
  const done = change(step, { of: "checkout_sessions", id: session.id }, patch);
  emit(step, "checkout.session.completed", done);
  return done;
}

/** The session's customer, or a new one where what is sold needs one. */
function customerOf(step: Step, { session, payer }: Deal): Customer | null {
  if (session.customer) return require(step, "customers", session.customer);
  if (session.mode !== "subscription" && session.customer_creation !== "always") return null;
  const email = payer.email ?? session.customer_email;
  const customer = buildCustomer(step, { ...(email ? { email } : {}), ...(payer.name ? { name: payer.name } : {}) });
  emit(step, "customer.created", step.world.put("customers", customer));
  return customer;
}

/** What is due when somebody pays now, as the first invoice will have it: that is made, looked at and undone. */
export function dueNow(step: Step, deal: Deal): number {
  if (deal.session.mode !== "subscription") return deal.session.amount_total ?? 0;
  return step.world.rehearse(() => {
    const rehearsal = { ...step, events: [] };
    const customer = customerOf(rehearsal, deal);
    const { latest_invoice: id } = subscribeTo(rehearsal, deal, { customer, intent: null });
    return require(rehearsal, "invoices", id ?? "").amount_due;
  });
}

type With = { customer: Customer | null; intent: Intent | null };

function made(step: Step, deal: Deal, { customer, intent }: With): Partial<CheckoutSession> {
  const { session } = deal;
  if (session.mode === "subscription") {
    const subscription = subscribeTo(step, deal, { customer, intent });
    return { subscription: subscription.id, invoice: subscription.latest_invoice };
  }
  if (session.mode === "payment")
    redeemAll(step, askedOf(session), { customer: orNull(customer?.id), checkoutSession: session.id });
  return {};
}

function subscribeTo(step: Step, { session, order, payer }: Deal, { customer, intent }: With): Subscription {
  if (!customer) throw new Error(`Session ${session.id} sells a subscription to nobody`);
  const lines = orderedItems(step, order);
  const { id } = subscribe(step, {
    customer,
    items: lines.filter(({ price }) => price.recurring),
    extras: lines
      .filter(({ price }) => !price.recurring)
      .map(({ price, quantity }) => ({ pricing: { price: price.id }, quantity })),
    currency: session.currency ?? "usd",
    discounts: askedOf(session),
    trialEnd: trialEndOf(order, step.now),
    method: payer.method,
    ownMethod: true,
    paymentBehavior: "default_incomplete",
    ...(intent?.object === "payment_intent" ? { paidBy: intent } : {}),
    collectionMethod: "charge_automatically",
    daysUntilDue: null,
    metadata: order.subscriptionMetadata,
    description: order.subscriptionDescription,
    missingPaymentMethod: order.missingPaymentMethod,
    savesPaymentMethod: false,
    present: false,
  });
  return latest(step, id);
}

function keepsCard({ session, order }: Deal): boolean {
  return session.mode !== "payment" || order.setupFutureUsage !== null;
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
