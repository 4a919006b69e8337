import type Stripe from "stripe";
import { refuseOfCheckout } from "../acts/checkout-orders";
import { confirmIntent } from "../acts/confirming";
import { cancelIntent } from "../acts/intents";
import { requirePaymentMethod } from "../acts/payment-methods";
import { refuseUnbuilt, require, requireCustomer } from "../acts/require";
import { listed } from "../http/listing";
import { pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { changed, metadataOf, orNull } from "../objects/fields";
import { buildSetupIntent } from "../objects/setup-intent";
import { change, emit, type Step } from "../store/step";
import type { SetupIntent } from "../store/wire";

export const setupIntentRoutes: Route[] = [
  route<Stripe.SetupIntentCreateParams>("POST /v1/setup_intents", (step, params) => createSetup(step, params)),
  route<Stripe.SetupIntentListParams>("GET /v1/setup_intents", (step, params) => {
    const { customer } = params;
    return pageOf(listed(step.world, "setup_intents", { customer }), params, "/v1/setup_intents");
  }),
  route("GET /v1/setup_intents/:id", (step, _params, id) => require(step, "setup_intents", id)),
  route<Stripe.SetupIntentUpdateParams>("POST /v1/setup_intents/:id", (step, params, id) =>
    updateSetup(step, params, id),
  ),
  route<Stripe.SetupIntentConfirmParams>("POST /v1/setup_intents/:id/confirm", (step, params, id) =>
    confirmIntent(step, id, { method: params.payment_method, present: true, returnUrl: params.return_url }),
  ),
  route<Stripe.SetupIntentCancelParams>("POST /v1/setup_intents/:id/cancel", (step, params, id) => {
    refuseOfCheckout(step, id);
    return cancelIntent(step, require(step, "setup_intents", id), params.cancellation_reason ?? null);
  }),
];

function createSetup(step: Step, params: Stripe.SetupIntentCreateParams): object {
  refuseUnbuilt(params, ["mandate_data", "single_use", "confirmation_token", "on_behalf_of"]);
  const customer = params.customer === undefined ? null : requireCustomer(step, params.customer).id;
  const method =
    params.payment_method === undefined ? null : requirePaymentMethod(step, params.payment_method, "payment_method").id;
  const order = { customer, paymentMethod: method, metadata: params.metadata, description: orNull(params.description) };
  const intent = step.world.put(
    "setup_intents",
    buildSetupIntent(step, { ...order, usage: params.usage ?? "off_session" }),
  );
  emit(step, "setup_intent.created", intent);
  return params.confirm ? confirmIntent(step, intent.id, { present: true, returnUrl: params.return_url }) : intent;
}

function updateSetup(step: Step, params: Stripe.SetupIntentUpdateParams, id: string): SetupIntent {
  const before = require(step, "setup_intents", id);
  const method = params.payment_method
    ? requirePaymentMethod(step, params.payment_method, "payment_method").id
    : before.payment_method;
  const patch = {
    customer: params.customer ? requireCustomer(step, params.customer).id : before.customer,
    description: changed(params.description, before.description),
    metadata: metadataOf(before.metadata, params.metadata),
    payment_method: method,
    status: before.status === "requires_payment_method" && method ? "requires_confirmation" : before.status,
  };
  return change(step, { of: "setup_intents", id }, patch);
}
