import type Stripe from "stripe";
import { refuseUnbuilt, require } from "../acts/require";
import { invalid } from "../http/failures";
import { inRange, newestFirst, pageOf, type PageParams, type RangeParams } from "../http/paging";
import { type Route, route } from "../http/route";
import { buildBalanceTransaction, buildRefund } from "../objects/refund";
import { metadataOf } from "../objects/fields";
import { change, emit, type Step } from "../store/step";
import type { Charge, Refund } from "../store/wire";

export const moneyRoutes: Route[] = [
  route<Stripe.ChargeListParams>("GET /v1/charges", (step, params) => {
    const { customer, payment_intent } = params;
    const found = customer ? step.world.where("charges", "customer", customer) : step.world.all("charges");
    const kept = newestFirst(found).filter(
      (c) =>
        (payment_intent === undefined || c.payment_intent === payment_intent) &&
        inRange(c.created, params.created as RangeParams),
    );
    return pageOf(kept, params, "/v1/charges");
  }),
  route("GET /v1/charges/:id", (step, _params, id) => require(step, "charges", id)),
  route<Stripe.ChargeUpdateParams>("POST /v1/charges/:id", (step, params, id) => {
    const before = require(step, "charges", id);
    const patch = {
      description: params.description ?? before.description,
      metadata: metadataOf(before.metadata, params.metadata),
    };
    return change(step, { of: "charges", id }, patch, "charge.updated");
  }),
  route<Stripe.RefundCreateParams>("POST /v1/refunds", (step, params) => refund(step, params)),
  route<Stripe.RefundListParams>("GET /v1/refunds", (step, params) => {
    const { charge, payment_intent } = params;
    const found = charge ? step.world.where("refunds", "charge", charge) : step.world.all("refunds");
    const kept = newestFirst(found).filter((r) => payment_intent === undefined || r.payment_intent === payment_intent);
    return pageOf(kept, params, "/v1/refunds");
  }),
  route("GET /v1/refunds/:id", (step, _params, id) => require(step, "refunds", id)),
  route<Stripe.RefundUpdateParams>("POST /v1/refunds/:id", (step, params, id) => {
    const { metadata } = require(step, "refunds", id);
    return change(step, { of: "refunds", id }, { metadata: metadataOf(metadata, params.metadata) }, "refund.updated");
  }),
  route<PageParams & { type?: string; source?: string }>("GET /v1/balance_transactions", (step, params) => {
    const { type, source } = params;
    const kept = newestFirst(step.world.all("balance_transactions")).filter(
      (t) => (type === undefined || t.type === type) && (source === undefined || t.source === source),
    );
    return pageOf(kept, params, "/v1/balance_transactions");
  }),
  route("GET /v1/balance_transactions/:id", (step, _params, id) => require(step, "balance_transactions", id)),
];

function refund(step: Step, params: Stripe.RefundCreateParams): Refund {
  refuseUnbuilt(params, ["refund_application_fee", "reverse_transfer", "customer", "origin"]);
  const charge = chargeToRefund(step, params);
  const left = charge.amount_captured - charge.amount_refunded;
  if (left <= 0) throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, "charge_already_refunded");
  const amount = params.amount ?? left;
  if (!Number.isInteger(amount) || amount < 1)
    throw invalid("Invalid positive integer", "amount", "parameter_invalid_integer");
  if (amount > left) {
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, "amount");
  }
  const made = buildRefund(step, charge, amount, params);
  const balance = buildBalanceTransaction(step, {
    amount: -amount,
    fee: 0,
    currency: charge.currency,
    source: made.id,
    type: "refund",
  });
  step.world.put("balance_transactions", balance);
  const kept = step.world.put("refunds", { ...made, balance_transaction: balance.id });
  const total = charge.amount_refunded + amount;
  const patch = { amount_refunded: total, refunded: total === charge.amount_captured };
  change(step, { of: "charges", id: charge.id }, patch, "charge.refunded");
  emit(step, "refund.created", kept);
  return kept;
}

function chargeToRefund(step: Step, { charge, payment_intent }: Stripe.RefundCreateParams): Charge {
  if (charge) return require(step, "charges", charge, "charge");
  if (!payment_intent)
    throw invalid("One of the following params should be provided for this request: payment_intent or charge.");
  const intent = require(step, "payment_intents", payment_intent, "payment_intent");
  if (!intent.latest_charge)
    throw invalid("This PaymentIntent does not have a successful charge to refund.", "payment_intent");
  return require(step, "charges", intent.latest_charge);
}
