import type Stripe from "stripe";
import { capturePayment } from "../acts/capturing";
import { changeRefund, refund } from "../acts/refunding";
import { refuseUnbuilt, require } from "../acts/require";
import { invalid } from "../http/failures";
import { listed } from "../http/listing";
import { inRange, pageOf, type PageParams } from "../http/paging";
import { type Route, route } from "../http/route";
import { buildBalance } from "../objects/balance";
import { metadataOf } from "../objects/fields";
import { change, type Step } from "../store/step";
import type { BalanceTransaction } from "../store/wire";

export const moneyRoutes: Route[] = [
  route<Stripe.ChargeListParams>("GET /v1/charges", (step, params) => {
    const { customer, payment_intent } = params;
    const kept = listed(step.world, "charges", { customer }).filter(
      (c) =>
        (payment_intent === undefined || c.payment_intent === payment_intent) && inRange(c.created, params.created),
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
  route<Stripe.ChargeCaptureParams>("POST /v1/charges/:id/capture", (step, params, id) => {
    refuseUnbuilt(params, ["application_fee_amount", "transfer_data", "transfer_group"]);
    const { payment_intent } = require(step, "charges", id);
    capturePayment(step, payment_intent ?? "", params.amount);
    return require(step, "charges", id);
  }),
  route<Stripe.RefundCreateParams>("POST /v1/refunds", (step, params) => refund(step, params)),
  route<Stripe.RefundListParams>("GET /v1/refunds", (step, params) => {
    const { charge, payment_intent } = params;
    const found = listed(step.world, "refunds", { charge });
    const kept = found.filter((r) => payment_intent === undefined || r.payment_intent === payment_intent);
    return pageOf(kept, params, "/v1/refunds");
  }),
  route("GET /v1/refunds/:id", (step, _params, id) => require(step, "refunds", id)),
  route<Stripe.RefundUpdateParams>("POST /v1/refunds/:id", (step, params, id) => {
    const { metadata } = require(step, "refunds", id);
    return changeRefund(step, id, { metadata: metadataOf(metadata, params.metadata) });
  }),
  route("POST /v1/refunds/:id/cancel", (step, _params, id) => {
    const { status } = require(step, "refunds", id);
    throw invalid(`This refund has a status of ${status ?? "none"}; only one that requires action can be canceled.`);
  }),
  route<PageParams & { type?: string; source?: string }>("GET /v1/balance_transactions", (step, params) => {
    const { type, source } = params;
    const kept = listed(step.world, "balance_transactions").filter(
      (t) => (type === undefined || t.type === type) && (source === undefined || t.source === source),
    );
    const seen = kept.map((entry) => asOfNow(step, entry));
    return pageOf(seen, params, "/v1/balance_transactions");
  }),
  route("GET /v1/balance", (step) => buildBalance(step.world.all("balance_transactions"), step.worldNow)),
  route("GET /v1/balance_transactions/:id", (step, _params, id) =>
    asOfNow(step, require(step, "balance_transactions", id)),
  ),
];

/** Money becomes available by time alone. */
function asOfNow(step: Step, entry: BalanceTransaction): BalanceTransaction {
  return entry.available_on <= step.worldNow ? { ...entry, status: "available" } : entry;
}
