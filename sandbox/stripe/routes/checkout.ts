import type Stripe from "stripe";
import { checkoutLineItems } from "../acts/checkout-lines";
import { declined } from "../acts/confirming";
import { expireCheckout, payCheckout } from "../acts/checking-out";
import { openCheckout } from "../acts/opening-checkout";
import { requirePaymentMethod } from "../acts/payment-methods";
import { require } from "../acts/require";
import { invalid } from "../http/failures";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { metadataOf } from "../objects/fields";
import { change, type Step } from "../store/step";
import type { CheckoutSession, PaymentMethod } from "../store/wire";

type ConfirmParams = { payment_method?: string; expected_amount?: number };

export const checkoutRoutes: Route[] = [
  route<Stripe.Checkout.SessionCreateParams>("POST /v1/checkout/sessions", (step, params) =>
    openCheckout(step, params),
  ),
  route<Stripe.Checkout.SessionListParams>("GET /v1/checkout/sessions", (step, params) => {
    const kept = listed(step.world, "checkout_sessions").filter((session) => isAskedFor(session, params));
    return pageOf(kept, params, "/v1/checkout/sessions");
  }),
  route("GET /v1/checkout/sessions/:id", (step, _params, id) => require(step, "checkout_sessions", id)),
  route<Stripe.Checkout.SessionUpdateParams>("POST /v1/checkout/sessions/:id", (step, params, id) => {
    const { metadata } = require(step, "checkout_sessions", id);
    return change(step, { of: "checkout_sessions", id }, { metadata: metadataOf(metadata, params.metadata) });
  }),
  route("POST /v1/checkout/sessions/:id/expire", (step, _params, id) => expireCheckout(step, id)),
  route<Stripe.Checkout.SessionListLineItemsParams>("GET /v1/checkout/sessions/:id/line_items", (step, params, id) => {
    require(step, "checkout_sessions", id);
    return pageOf(checkoutLineItems(step, id), params, `/v1/checkout/sessions/${id}/line_items`);
  }),
  // Not in the SDK: what Stripe's own page, and so Stripe's CLI, reads and confirms.
  route("GET /v1/payment_pages/:id", (step, _params, id) => require(step, "checkout_sessions", id)),
  route<ConfirmParams>("POST /v1/payment_pages/:id/confirm", (step, params, id) => confirmPage(step, params, id), {
    payment_method: "s",
    expected_amount: "n",
  }),
];

function isAskedFor(session: CheckoutSession, params: Stripe.Checkout.SessionListParams): boolean {
  const fits = [
    params.customer === undefined || session.customer === params.customer,
    params.subscription === undefined || session.subscription === params.subscription,
    params.payment_intent === undefined || session.payment_intent === params.payment_intent,
    params.status === undefined || session.status === params.status,
    inRange(session.created, params.created),
  ];
  return fits.every(Boolean);
}

function confirmPage(step: Step, { payment_method, expected_amount }: ConfirmParams, id: string): object {
  const session = require(step, "checkout_sessions", id);
  if (expected_amount !== undefined && session.mode === "payment" && expected_amount !== session.amount_total) {
    throw invalid("The amount you expected is not what this Checkout Session comes to.", "expected_amount");
  }
  if (payment_method === undefined) payCheckout(step, id, { method: undefined, email: null, name: null });
  else payByCard(step, id, requirePaymentMethod(step, payment_method, "payment_method"));
  return require(step, "checkout_sessions", id);
}

function payByCard(step: Step, id: string, method: PaymentMethod): void {
  const { email, name } = method.billing_details;
  const outcome = payCheckout(step, id, { method, email, name });
  if (outcome.kind === "declined") throw declined(outcome, method);
}
