import { change, type Step } from "../store/step";
import type { CollectionName } from "../store/wire";
import type { Coupon, Discount, PromotionCode } from "../store/wire-billing";
import { endDiscount } from "./discounting";
import { require } from "./require";

type Due = { at: number; run: (step: Step) => void };

type Dated = { id: string } & Partial<
  Pick<Coupon, "valid" | "redeem_by"> & Pick<PromotionCode, "active" | "expires_at"> & Pick<Discount, "end">
>;

/** When a coupon or a code can no longer be redeemed, and when a discount of some months is over. */
export function discountDue(
  name: CollectionName,
  { id, valid, redeem_by, active, expires_at, end }: Dated,
): Due | undefined {
  if (name === "coupons") return due(valid, redeem_by, (step) => change(step, { of: name, id }, { valid: false }));
  if (name === "promotion_codes")
    return due(active, expires_at, (step) => change(step, { of: name, id }, { active: false }));
  if (name === "discounts") return due(true, end, (step) => endDiscount(step, require(step, name, id)));
  return undefined;
}

function due(isRunning: boolean | undefined, at: number | null | undefined, act: (step: Step) => unknown) {
  return isRunning && typeof at === "number" ? { at, run: (step: Step) => void act(step) } : undefined;
}
