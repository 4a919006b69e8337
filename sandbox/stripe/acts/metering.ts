import type Stripe from "stripe";
import { invalid, StripeFailure } from "../http/failures";
import { aggregate, type Formula, windowsOf } from "../rules/metering";
import type { Step } from "../store/step";
import type { Meter } from "../store/wire";
import { require } from "./require";

const DAY_S = 86_400;
/** How far back a use may lie, and how far ahead (a clock may go fast). */
const OLDEST_S = 35 * DAY_S;
const AHEAD_S = 300;

/** Notes one use. The same identifier within a day is a mistake, and is refused. */
export function tellMeter(step: Step, params: Stripe.Billing.MeterEventCreateParams): Stripe.Billing.MeterEvent {
  const meter = meterNamed(step, params.event_name);
  const customer = params.payload[meter.customer_mapping.event_payload_key];
  if (!customer) throw payloadMissing(meter.customer_mapping.event_payload_key);
  require(step, "customers", customer, "payload");
  const timestamp = params.timestamp ?? step.now;
  if (timestamp < step.now - OLDEST_S) throw badTime("timestamp_too_far_in_past", "more than 35 days ago");
  if (timestamp > step.now + AHEAD_S) throw badTime("timestamp_in_future", "more than 5 minutes ahead");
  const identifier = params.identifier ?? step.world.nextId("use");
  const earlier = step.world.find("meter_uses", identifier);
  if (earlier && earlier.told > step.now - DAY_S) {
    throw invalid(`An event already exists with identifier ${identifier}.`, "identifier", "duplicate_meter_event");
  }
  const value = valueOf(meter, params.payload);
  step.world.put("meter_uses", { id: identifier, meter: meter.id, customer, value, timestamp, told: step.now });
  return {
    object: "billing.meter_event",
    created: step.now,
    event_name: params.event_name,
    identifier,
    livemode: false,
    payload: params.payload,
    timestamp,
  };
}

/** Takes a use back, within a day of its being told. */
export function takeBack(
  step: Step,
  params: Stripe.Billing.MeterEventAdjustmentCreateParams,
): Stripe.Billing.MeterEventAdjustment {
  const meter = meterNamed(step, params.event_name);
  const identifier = params.cancel?.identifier ?? "";
  const use = step.world.find("meter_uses", identifier);
  if (use?.meter !== meter.id || use.told <= step.now - DAY_S) {
    throw invalid(`No meter event of the last day has the identifier '${identifier}'.`, "cancel[identifier]");
  }
  step.world.remove("meter_uses", identifier);
  return {
    object: "billing.meter_event_adjustment",
    cancel: { identifier },
    event_name: params.event_name,
    livemode: false,
    status: "complete",
    type: "cancel",
  };
}

/** What one customer used of one meter, whole or by hour or day; windows without any use are left out. */
export function summariesOf(
  step: Step,
  params: Stripe.Billing.MeterListEventSummariesParams,
  id: string,
): Stripe.Billing.MeterEventSummary[] {
  const meter = require(step, "meters", id);
  const { customer, start_time, end_time, value_grouping_window: window } = params;
  require(step, "customers", customer, "customer");
  checkSpan({ start: start_time, end: end_time }, window);
  const uses = step.world.where("meter_uses", "meter", id).filter((use) => use.customer === customer);
  return windowsOf({ start: start_time, end: end_time }, window).flatMap(({ start, end }) => {
    const within = uses.filter(({ timestamp }) => timestamp >= start && timestamp < end);
    if (within.length === 0) return [];
    return {
      id: `mtrusg_${id.slice(4)}_${start}`,
      object: "billing.meter_event_summary" as const,
      aggregated_value: aggregate(within, meter.default_aggregation.formula as Formula),
      end_time: end,
      livemode: false,
      meter: id,
      start_time: start,
    };
  });
}

function checkSpan({ start, end }: { start: number; end: number }, window: string | undefined): void {
  const unit = window === "day" ? DAY_S : window === "hour" ? 3_600 : 60;
  for (const [name, at] of Object.entries({ start_time: start, end_time: end })) {
    if (Number.isInteger(at) && at % unit === 0) continue;
    throw invalid(`The time must lie on the beginning of a ${window ?? "minute"}.`, name);
  }
  if (end <= start) throw invalid("The end must be after the start.", "end_time");
  if ((end - start) / unit > 100_000) throw invalid("The span is too long.", "end_time");
}

function meterNamed(step: Step, name: string): Meter {
  const meter = step.world.where("meters", "event_name", name).find((known) => known.status === "active");
  if (meter) return meter;
  throw invalid(`No active meter found for event name ${name}.`, "event_name", "no_meter");
}

function valueOf({ value_settings, default_aggregation }: Meter, payload: { [key: string]: string }): number {
  const text = payload[value_settings.event_payload_key];
  if (default_aggregation.formula === "count") return 1;
  if (text === undefined) throw payloadMissing(value_settings.event_payload_key);
  if (/^-?\d{1,12}(\.\d{1,12})?$/.test(text)) return Number(text);
  throw new StripeFailure(400, {
    code: "invalid_meter_event_value",
    message: `Invalid value for meter event: ${text.slice(0, 50)}`,
    param: "payload",
    type: "invalid_request_error",
  });
}

function payloadMissing(key: string): StripeFailure {
  return invalid(`The payload has no ${key}.`, "payload", "meter_event_payload_missing_key");
}

function badTime(code: string, words: string): StripeFailure {
  return invalid(`The timestamp lies ${words}.`, "timestamp", code);
}
