import type Stripe from "stripe";
import { refuseUnbuilt, require, requireCustomer } from "../acts/require";
import { invalid, parameterMissing } from "../http/failures";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { buildPromotionCode } from "../objects/discount";
import { metadataOf, or } from "../objects/fields";
import { shortCode } from "../store/ids";
import { change, emit, type Step } from "../store/step";
import type { PromotionCode } from "../store/wire-billing";

export const promotionCodeRoutes: Route[] = [
  route<Stripe.PromotionCodeCreateParams>("POST /v1/promotion_codes", (step, params) => createCode(step, params)),
  route<Stripe.PromotionCodeListParams>("GET /v1/promotion_codes", (step, params) => {
    const kept = listed(step.world, "promotion_codes").filter((code) => isAskedFor(code, params));
    return pageOf(kept, params, "/v1/promotion_codes");
  }),
  route("GET /v1/promotion_codes/:id", (step, _params, id) => require(step, "promotion_codes", id)),
  route<Stripe.PromotionCodeUpdateParams>("POST /v1/promotion_codes/:id", (step, params, id) => {
    refuseUnbuilt(params, ["restrictions"]);
    const before = require(step, "promotion_codes", id);
    const active = or(params.active, before.active);
    if (active && !before.active) checkActive(step, before.code, before.promotion.coupon);
    const patch = { active, metadata: metadataOf(before.metadata, params.metadata) };
    return change(step, { of: "promotion_codes", id }, patch, "promotion_code.updated");
  }),
];

function isAskedFor(code: PromotionCode, params: Stripe.PromotionCodeListParams): boolean {
  const fits = [
    params.active === undefined || code.active === params.active,
    params.code === undefined || code.code.toLowerCase() === params.code.toLowerCase(),
    params.coupon === undefined || code.promotion.coupon === params.coupon,
    params.customer === undefined || code.customer === params.customer,
    inRange(code.created, params.created),
  ];
  return fits.every(Boolean);
}

function createCode(step: Step, params: Stripe.PromotionCodeCreateParams): PromotionCode {
  refuseUnbuilt(params.restrictions ?? {}, ["currency_options"]);
  const { coupon } = params.promotion;
  if (coupon === undefined) throw parameterMissing("promotion[coupon]");
  require(step, "coupons", coupon, "promotion[coupon]");
  if (params.customer !== undefined) requireCustomer(step, params.customer);
  const code = params.code ?? shortCode(step.world.seed, `promotion/${step.world.count("promotion_code")}`);
  if (!/^[a-z0-9-]{1,500}$/i.test(code)) {
    throw invalid("A promotion code holds letters, digits and dashes only.", "code");
  }
  if (params.active !== false) checkActive(step, code, coupon);
  const made = step.world.put("promotion_codes", buildPromotionCode(step, params, { coupon, code }));
  emit(step, "promotion_code.created", made);
  return made;
}

/** Of the same letters only one code is active at a time, and only while its coupon is good. */
function checkActive(step: Step, code: string, coupon: string): void {
  if (step.world.find("coupons", coupon)?.valid !== true) {
    throw invalid("A promotion code of a coupon that is no longer valid cannot be active.", "promotion[coupon]");
  }
  const taken = step.world
    .all("promotion_codes")
    .some((other) => other.active && other.code.toLowerCase() === code.toLowerCase());
  if (taken)
    throw invalid("An active promotion code with this code already exists.", "code", "resource_already_exists");
}
