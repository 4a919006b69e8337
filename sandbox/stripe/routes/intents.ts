import type Stripe from "stripe";
import { chargeIntent, createIntent } from "../acts/charging";
import { paymentOf, settleInvoice } from "../acts/invoicing";
import { attachPaymentMethod, behaviourOf, cardFailure, requirePaymentMethod } from "../acts/payment-methods";
import { refuseUnbuilt, require, requireCustomer } from "../acts/require";
import { invalid } from "../http/failures";
import { inRange, newestFirst, pageOf, type RangeParams } from "../http/paging";
import { type Route, route } from "../http/route";
import { changed, metadataOf, orNull } from "../objects/fields";
import { buildSetupIntent } from "../objects/setup-intent";
import { change, emit, type Step } from "../store/step";
import type { PaymentIntent, SetupIntent } from "../store/wire";

const MIN_AMOUNT = 50;
const MAX_AMOUNT = 99_999_999;
const UNBUILT = ["transfer_data", "application_fee_amount", "mandate", "confirmation_token", "on_behalf_of"];

export const intentRoutes: Route[] = [
  route<Stripe.PaymentIntentCreateParams>("POST /v1/payment_intents", (step, params) => createPayment(step, params)),
  route<Stripe.PaymentIntentListParams>("GET /v1/payment_intents", (step, params) => {
    const { customer } = params;
    const found = customer
      ? step.world.where("payment_intents", "customer", customer)
      : step.world.all("payment_intents");
    const kept = newestFirst(found).filter((i) => inRange(i.created, params.created as RangeParams));
    return pageOf(kept, params, "/v1/payment_intents");
  }),
  route("GET /v1/payment_intents/:id", (step, _params, id) => require(step, "payment_intents", id)),
  route<Stripe.PaymentIntentUpdateParams>("POST /v1/payment_intents/:id", (step, params, id) =>
    updatePayment(step, params, id),
  ),
  route<Stripe.PaymentIntentConfirmParams>("POST /v1/payment_intents/:id/confirm", (step, params, id) => {
    refuseUnbuilt(params, UNBUILT);
    return confirmPayment(step, id, params.payment_method, params.off_session !== true);
  }),
  route<Stripe.PaymentIntentCancelParams>("POST /v1/payment_intents/:id/cancel", (step, params, id) => {
    const { status } = require(step, "payment_intents", id);
    if (isOver(status)) throw unexpectedState(status, "cancel");
    const cancellation_reason = params.cancellation_reason ?? null;
    const canceled = change(
      step,
      { of: "payment_intents", id },
      { canceled_at: step.now, cancellation_reason, status: "canceled" },
    );
    emit(step, "payment_intent.canceled", canceled);
    return canceled;
  }),
  route<Stripe.SetupIntentCreateParams>("POST /v1/setup_intents", (step, params) => createSetup(step, params)),
  route<Stripe.SetupIntentListParams>("GET /v1/setup_intents", (step, params) => {
    const { customer } = params;
    const found = customer ? step.world.where("setup_intents", "customer", customer) : step.world.all("setup_intents");
    return pageOf(newestFirst(found), params, "/v1/setup_intents");
  }),
  route("GET /v1/setup_intents/:id", (step, _params, id) => require(step, "setup_intents", id)),
  route<Stripe.SetupIntentConfirmParams>("POST /v1/setup_intents/:id/confirm", (step, params, id) =>
    confirmSetup(step, id, params.payment_method),
  ),
  route("POST /v1/setup_intents/:id/cancel", (step, _params, id) => {
    const { status } = require(step, "setup_intents", id);
    if (isOver(status)) throw unexpectedState(status, "cancel", "setup_intent");
    const canceled = change(step, { of: "setup_intents", id }, { status: "canceled" });
    emit(step, "setup_intent.canceled", canceled);
    return canceled;
  }),
];

function createPayment(step: Step, params: Stripe.PaymentIntentCreateParams): PaymentIntent {
  refuseUnbuilt(params, [...UNBUILT, "amount_details"]);
  if (params.capture_method === "manual") refuseUnbuilt({ "capture_method=manual": true }, ["capture_method=manual"]);
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
  });
  return params.confirm ? confirmPayment(step, intent.id, undefined, params.off_session !== true) : intent;
}

function updatePayment(step: Step, params: Stripe.PaymentIntentUpdateParams, id: string): PaymentIntent {
  refuseUnbuilt(params, [...UNBUILT, "amount_details"]);
  const before = require(step, "payment_intents", id);
  const touchesPayment = [params.amount, params.currency, params.customer, params.payment_method].some(
    (value) => value !== undefined,
  );
  if (touchesPayment && isOver(before.status)) throw unexpectedState(before.status, "update");
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

function confirmPayment(step: Step, id: string, given: string | undefined, present: boolean): PaymentIntent {
  const intent = require(step, "payment_intents", id);
  if (isOver(intent.status)) throw unexpectedState(intent.status, "confirm");
  const wanted = given ?? intent.payment_method;
  if (!wanted) {
    throw invalid(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      undefined,
      "payment_intent_unexpected_state",
    );
  }
  const method = requirePaymentMethod(step, wanted, "payment_method");
  const outcome = chargeIntent(step, intent, method, { present });
  if (outcome.kind === "declined") {
    throw cardFailure(outcome.decline, {
      charge: String(outcome.intent.latest_charge),
      payment_intent: outcome.intent,
      payment_method: method,
    });
  }
  if (outcome.kind === "paid") afterPayment(step, outcome.intent, method.id);
  return require(step, "payment_intents", id);
}

/** What a payment was for hears that it was made. */
function afterPayment(step: Step, intent: PaymentIntent, method: string): void {
  if (intent.setup_future_usage && intent.customer) attachPaymentMethod(step, method, intent.customer);
  for (const payment of step.world.where("invoice_payments", "status", "open")) {
    if (payment.payment.payment_intent !== intent.id || !paymentOf(step, payment.invoice)) continue;
    settleInvoice(step, payment.invoice, intent.amount);
  }
}

function createSetup(step: Step, params: Stripe.SetupIntentCreateParams): SetupIntent {
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
  return params.confirm ? confirmSetup(step, intent.id, undefined) : intent;
}

function confirmSetup(step: Step, id: string, given: string | undefined): SetupIntent {
  const intent = require(step, "setup_intents", id);
  if (isOver(intent.status)) throw unexpectedState(intent.status, "confirm", "setup_intent");
  const wanted = given ?? intent.payment_method;
  if (!wanted)
    throw invalid(
      "You cannot confirm this SetupIntent because it's missing a payment method.",
      undefined,
      "setup_intent_unexpected_state",
    );
  const method = requirePaymentMethod(step, wanted, "payment_method");
  const { decline, refusesAttach } = behaviourOf(step, method);
  if (decline && refusesAttach) {
    emit(
      step,
      "setup_intent.setup_failed",
      change(step, { of: "setup_intents", id }, { payment_method: null, status: "requires_payment_method" }),
    );
    throw cardFailure(decline, { setup_intent: require(step, "setup_intents", id), payment_method: method });
  }
  if (intent.customer) attachPaymentMethod(step, method.id, intent.customer);
  const done = change(step, { of: "setup_intents", id }, { payment_method: method.id, status: "succeeded" });
  emit(step, "setup_intent.succeeded", done);
  return done;
}

/** Neither confirming nor cancelling changes it any more. */
function isOver(status: string): boolean {
  return status === "succeeded" || status === "canceled";
}

function unexpectedState(status: string, verb: string, kind = "payment_intent") {
  return invalid(
    `You cannot ${verb} this intent because it has a status of ${status}.`,
    undefined,
    `${kind}_unexpected_state`,
  );
}
