import { invalid } from "./failures";
import type { RawFields, RawValue } from "./form";
import { type Shape, shapeOf } from "./parameters";

type Caller = { path: string; stripeVersion: string | undefined };
const INTENTS = /^\/v1\/(payment|setup)_intents/;

/**
 * Parameters that newer versions renamed or dropped. Callers that pin no
 * version, as Stripe's CLI, still send them by the rules of an older one; they
 * are read as what they say today. Throws what endive says to who pinned it.
 */
export function withoutOldParameters(form: RawFields, { path, stripeVersion }: Caller): RawFields {
  if (INTENTS.test(path) && Object.hasOwn(form, "payment_method_types")) {
    const { payment_method_types: _old, ...rest } = form;
    if (stripeVersion === undefined) return rest;
    throw invalid(
      "`payment_method_types` is no longer supported. Use `allowed_payment_method_types` or `excluded_payment_method_types` instead.",
      "payment_method_types",
      "payment_method_types_no_longer_supported",
    );
  }
  return stripeVersion === undefined ? renamed(form, path) : form;
}

function renamed(form: RawFields, path: string): RawFields {
  const { coupon, phases } = form;
  if (path === "/v1/promotion_codes" && coupon !== undefined) {
    const { coupon: _old, ...rest } = form;
    return { ...rest, promotion: { type: "coupon", coupon } };
  }
  if (path === "/v1/subscription_schedules" && Array.isArray(phases)) {
    return { ...form, phases: phases.map(withDuration) };
  }
  return form;
}

/** A phase used to last so many iterations; of a month, as those who still say so mean it. */
function withDuration(phase: RawValue): RawValue {
  if (typeof phase === "string" || Array.isArray(phase) || phase["iterations"] === undefined) return phase;
  const { iterations, ...rest } = phase;
  return { ...rest, duration: { interval: "month", interval_count: iterations } };
}

/** The shape of a route's parameters with what callers without a version may send besides: a customer's coupon. */
export function withOldShape(route: string, { path, stripeVersion }: Caller): Shape | undefined {
  if (stripeVersion !== undefined || !/^\/v1\/customers(\/[^/]+)?$/.test(path)) return undefined;
  return { ...(shapeOf(route) as { [key: string]: Shape }), coupon: "s" };
}
