import { missing } from "../http/failures";
import { change, type Step } from "../store/step";
import type { Discount } from "../store/wire-billing";
import { endDiscount } from "./discounting";
import { findDiscount, redeem } from "./redeeming";
import { require } from "./require";

/** Gives a customer a coupon for all he is billed, in place of the one he has; an empty text only takes that away. */
export function giveCoupon(step: Step, customer: string, coupon: string | undefined): void {
  if (coupon === undefined) return;
  const before = require(step, "customers", customer).discount;
  if (coupon === "") {
    if (before) endDiscount(step, before);
    return;
  }
  const found = findDiscount(step, { coupon }, { at: "discounts[0]", purchase: { customer } });
  const discount = redeem(step, found, { customer }, before ? "customer.discount.updated" : undefined);
  change(step, { of: "customers", id: customer }, { discount }, "customer.updated");
}

/** Takes a discount away and shows what it was, as Stripe shows what is gone. Throws 404 where there is none. */
export function takeAway(step: Step, discount: Discount | null | undefined, owner: string): object {
  if (!discount) throw missing("discount", owner);
  endDiscount(step, discount);
  const { end: _end, ...rest } = discount;
  return { ...rest, deleted: true };
}
