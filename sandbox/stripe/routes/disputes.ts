import type Stripe from "stripe";
import { closeDispute, updateDispute } from "../acts/disputing";
import { require } from "../acts/require";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";

export const disputeRoutes: Route[] = [
  route<Stripe.DisputeListParams>("GET /v1/disputes", (step, params) => {
    const { charge, payment_intent, created } = params;
    const kept = listed(step.world, "disputes").filter(
      (dispute) =>
        (charge === undefined || dispute.charge === charge) &&
        (payment_intent === undefined || dispute.payment_intent === payment_intent) &&
        inRange(dispute.created, created),
    );
    return pageOf(kept, params, "/v1/disputes");
  }),
  route("GET /v1/disputes/:id", (step, _params, id) => require(step, "disputes", id)),
  route<Stripe.DisputeUpdateParams>("POST /v1/disputes/:id", (step, params, id) => updateDispute(step, params, id)),
  route("POST /v1/disputes/:id/close", (step, _params, id) => closeDispute(step, id)),
];
