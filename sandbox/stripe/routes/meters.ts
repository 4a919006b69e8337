import type Stripe from "stripe";
import { summariesOf, takeBack, tellMeter } from "../acts/metering";
import { require } from "../acts/require";
import { invalid } from "../http/failures";
import { listed } from "../http/listing";
import { newestFirst, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { buildMeter } from "../objects/meter";
import { change, emit, type Step } from "../store/step";
import type { Meter } from "../store/wire";

const AT = "/v1/billing/meters";

export const meterRoutes: Route[] = [
  route<Stripe.Billing.MeterCreateParams>(`POST ${AT}`, (step, params) => create(step, params)),
  route<Stripe.Billing.MeterListParams>(`GET ${AT}`, (step, params) => {
    return pageOf(listed(step.world, "meters", { status: params.status }), params, AT);
  }),
  route(`GET ${AT}/:id`, (step, _params, id) => require(step, "meters", id)),
  route<Stripe.Billing.MeterUpdateParams>(`POST ${AT}/:id`, (step, params, id) => {
    const { display_name } = require(step, "meters", id);
    const patch = { display_name: params.display_name ?? display_name, updated: step.now };
    return change(step, { of: "meters", id }, patch, "billing.meter.updated");
  }),
  route(`POST ${AT}/:id/deactivate`, (step, _params, id) => turn(step, id, "inactive")),
  route(`POST ${AT}/:id/reactivate`, (step, _params, id) => turn(step, id, "active")),
  route<Stripe.Billing.MeterListEventSummariesParams>(`GET ${AT}/:id/event_summaries`, (step, params, id) =>
    pageOf(newestFirst(summariesOf(step, params, id)), params, `${AT}/${id}/event_summaries`),
  ),
  route<Stripe.Billing.MeterEventCreateParams>("POST /v1/billing/meter_events", (step, params) =>
    tellMeter(step, params),
  ),
  route<Stripe.Billing.MeterEventAdjustmentCreateParams>("POST /v1/billing/meter_event_adjustments", (step, params) =>
    takeBack(step, params),
  ),
];

function create(step: Step, params: Stripe.Billing.MeterCreateParams): Meter {
  refuseTaken(step, params.event_name, "event_name");
  const meter = step.world.put("meters", buildMeter(step, params));
  emit(step, "billing.meter.created", meter);
  return meter;
}

function turn(step: Step, id: string, status: "active" | "inactive"): Meter {
  const before = require(step, "meters", id);
  if (before.status === status) throw invalid(`This meter is ${status} already.`);
  if (status === "active") refuseTaken(step, before.event_name);
  const deactivated_at = status === "inactive" ? step.now : null;
  const after = change(
    step,
    { of: "meters", id },
    { status, status_transitions: { deactivated_at }, updated: step.now },
  );
  emit(step, status === "active" ? "billing.meter.reactivated" : "billing.meter.deactivated", after);
  return after;
}

/** One name of events goes to one active meter. */
function refuseTaken(step: Step, name: string, param?: string): void {
  const taken = step.world.where("meters", "event_name", name).some(({ status }) => status === "active");
  if (taken) throw invalid(`An active meter already has the event name ${name}.`, param, "resource_already_exists");
}
