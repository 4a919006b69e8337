import type Stripe from "stripe";
import { cancelPaymentIntent, capturePayment } from "../acts/capturing";
import { createIntent } from "../acts/charging";
import { confirmIntent } from "../acts/confirming";
import { isOver, unexpectedState } from "../acts/intents";
import { requirePaymentMethod } from "../acts/payment-methods";
import { refuseUnbuilt, require, requireCustomer } from "../acts/require";
import { invalid } from "../http/failures";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { changed, metadataOf, or, orNull } from "../objects/fields";
import { shippingOf } from "../objects/payment-intent";
import { change, type Step } from "../store/step";
import type { PaymentIntent } from "../store/wire";

const MIN_AMOUNT = 50;
const MAX_AMOUNT = 99_999_999;
const UNBUILT = ["transfer_data", "application_fee_amount", "mandate", "confirmation_token", "on_behalf_of"];

export const paymentIntentRoutes: Route[] = [
  route<Stripe.PaymentIntentCreateParams>("POST /v1/payment_intents", (step, params) => createPayment(step, params)),
  route<Stripe.PaymentIntentListParams>("GET /v1/payment_intents", (step, params) => {
    const { customer } = params;
    const found = listed(step.world, "payment_intents", { customer });
    const kept = found.filter((i) => inRange(i.created, params.created));
    return pageOf(kept, params, "/v1/payment_intents");
  }),
  route("GET /v1/payment_intents/:id", (step, _params, id) => require(step, "payment_intents", id)),
  route<Stripe.PaymentIntentUpdateParams>("POST /v1/payment_intents/:id", (step, params, id) =>
    updatePayment(step, params, id),
  ),
  route<Stripe.PaymentIntentConfirmParams>("POST /v1/payment_intents/:id/confirm", (step, params, id) => {
    refuseUnbuilt(params, UNBUILT);
    const { payment_method: method, off_session, return_url: returnUrl } = params;
    return confirmIntent(step, id, { method, present: off_session !== true, returnUrl });
  }),
  route<Stripe.PaymentIntentCaptureParams>("POST /v1/payment_intents/:id/capture", (step, params, id) => {
    refuseUnbuilt(params, [...UNBUILT, "amount_details", "final_capture"]);
    return capturePayment(step, id, params.amount_to_capture);
  }),
  route<Stripe.PaymentIntentCancelParams>("POST /v1/payment_intents/:id/cancel", (step, params, id) =>
    cancelPaymentIntent(step, id, params.cancellation_reason),
  ),
];

function createPayment(step: Step, params: Stripe.PaymentIntentCreateParams): object {
  refuseUnbuilt(params, [...UNBUILT, "amount_details"]);
  checkAmount(params.amount);
  const customer = params.customer === undefined ? null : requireCustomer(step, params.customer).id;
  const method =
    params.payment_method === undefined ? null : requirePaymentMethod(step, params.payment_method, "payment_method").id;
  const intent = createIntent(step, {
    amount: params.amount,
    currency: params.currency.toLowerCase(),
    customer,
    paymentMethod: method,
    description: orNull(params.description),
    metadata: params.metadata,
    setupFutureUsage: params.setup_future_usage ?? null,
    receiptEmail: orNull(params.receipt_email),
    captureMethod: or(params.capture_method, "automatic_async"),
    confirmationMethod: or(params.confirmation_method, "automatic"),
    shipping: shippingOf(params.shipping),
  });
  if (!params.confirm) return intent;
  return confirmIntent(step, intent.id, { present: params.off_session !== true, returnUrl: params.return_url });
}

function updatePayment(step: Step, params: Stripe.PaymentIntentUpdateParams, id: string): PaymentIntent {
  refuseUnbuilt(params, [...UNBUILT, "amount_details"]);
  const before = require(step, "payment_intents", id);
  const touchesPayment = [params.amount, params.currency, params.customer, params.payment_method].some(
    (value) => value !== undefined,
  );
  if (touchesPayment && isOver(before)) throw unexpectedState(before, "update");
  if (params.amount !== undefined) checkAmount(params.amount);
  const method = params.payment_method
    ? requirePaymentMethod(step, params.payment_method, "payment_method").id
    : before.payment_method;
  return change(
    step,
    { of: "payment_intents", id },
    {
      amount: params.amount ?? before.amount,
      customer: params.customer ? requireCustomer(step, params.customer).id : before.customer,
      description: changed(params.description, before.description),
      metadata: metadataOf(before.metadata, params.metadata),
      payment_method: method,
      status: before.status === "requires_payment_method" && method ? "requires_confirmation" : before.status,
    },
  );
}

function checkAmount(amount: number): void {
  if (!Number.isInteger(amount)) throw invalid(`Invalid integer: ${amount}`, "amount", "parameter_invalid_integer");
  if (amount < 1)
    throw invalid("This value must be greater than or equal to 1.", "amount", "parameter_invalid_integer");
  if (amount < MIN_AMOUNT) throw invalid("Amount must be at least $0.50 usd", "amount", "amount_too_small");
  if (amount > MAX_AMOUNT) throw invalid("Amount must be no more than $999,999.99", "amount", "amount_too_large");
}
