import type Stripe from "stripe";
import { require } from "../acts/require";
import { invalid, parameterMissing } from "../http/failures";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { buildCoupon } from "../objects/discount";
import { changed, metadataOf } from "../objects/fields";
import { change, emit, type Step } from "../store/step";
import type { Coupon } from "../store/wire-billing";

export const couponRoutes: Route[] = [
  route<Stripe.CouponCreateParams>("POST /v1/coupons", (step, params) => createCoupon(step, params)),
  route<Stripe.CouponListParams>("GET /v1/coupons", (step, params) => {
    const kept = listed(step.world, "coupons").filter((c) => inRange(c.created, params.created));
    return pageOf(kept, params, "/v1/coupons");
  }),
  route("GET /v1/coupons/:id", (step, _params, id) => require(step, "coupons", id)),
  route<Stripe.CouponUpdateParams>("POST /v1/coupons/:id", (step, params, id) => {
    const before = require(step, "coupons", id);
    keepCurrencies(step, before, params.currency_options);
    const patch = { metadata: metadataOf(before.metadata, params.metadata), name: changed(params.name, before.name) };
    return change(step, { of: "coupons", id }, patch, "coupon.updated");
  }),
  route("DELETE /v1/coupons/:id", (step, _params, id) => deleteCoupon(step, id)),
];

function createCoupon(step: Step, params: Stripe.CouponCreateParams): Coupon {
  checkCoupon(step, params);
  const coupon = step.world.put("coupons", buildCoupon(step, params));
  keepCurrencies(step, coupon, params.currency_options);
  emit(step, "coupon.created", coupon);
  return coupon;
}

type Options = { [currency: string]: { amount_off: number } };

/** What it takes off in other currencies, beside what it takes off in them already. */
function keepCurrencies(step: Step, { id, amount_off, currency }: Coupon, asked: Options | undefined): void {
  if (asked === undefined) return;
  for (const [name, { amount_off: off }] of Object.entries(asked)) {
    const at = `currency_options[${name}]`;
    if (amount_off === null || !/^[a-z]{3}$/.test(name) || name === currency) throw invalid("Invalid currency.", at);
    if (!Number.isInteger(off) || off < 1)
      throw invalid("Invalid positive integer", `${at}[amount_off]`, "parameter_invalid_integer");
  }
  const known = step.world.find("coupon_currencies", id)?.options;
  step.world.put("coupon_currencies", { id, options: { ...known, ...asked } });
}

function checkCoupon(step: Step, params: Stripe.CouponCreateParams): void {
  checkOff(params);
  checkTerms(step, params);
  const { id } = params;
  if (id !== undefined && (step.world.has("coupons", id) || !/^[\w-]{1,200}$/.test(id))) {
    throw invalid("Coupon already exists, or is not a possible id.", "id", "resource_already_exists");
  }
}

function checkOff({ percent_off: percent, amount_off: amount, currency }: Stripe.CouponCreateParams): void {
  if ((percent === undefined) === (amount === undefined)) {
    throw invalid("You must pass either `percent_off` or `amount_off`, and not both.", "percent_off");
  }
  if (percent !== undefined && (percent <= 0 || percent > 100)) {
    throw invalid("Invalid percentage: it must be above 0 and at most 100.", "percent_off");
  }
  if (amount === undefined) return;
  if (!Number.isInteger(amount) || amount < 1) {
    throw invalid("Invalid positive integer", "amount_off", "parameter_invalid_integer");
  }
  if (currency === undefined) throw parameterMissing("currency");
}

function checkTerms(step: Step, { duration, duration_in_months: months, redeem_by }: Stripe.CouponCreateParams): void {
  if (duration === "repeating" && (months === undefined || months < 1)) throw parameterMissing("duration_in_months");
  if (duration !== "repeating" && months !== undefined) {
    throw invalid("`duration_in_months` is only for a duration of `repeating`.", "duration_in_months");
  }
  if (redeem_by !== undefined && redeem_by <= step.now) {
    throw invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", "redeem_by");
  }
}

/** No one can redeem it any more; who has it keeps it. */
function deleteCoupon(step: Step, id: string): object {
  const coupon = require(step, "coupons", id);
  step.world.remove("coupons", id);
  step.world.put("deleted_coupons", { ...coupon, valid: false });
  emit(step, "coupon.deleted", coupon);
  return { id, object: "coupon", deleted: true };
}
