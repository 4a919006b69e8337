import "server-only";
import { findPrice, type RemotePrice } from "@/lib/adapters/payments/catalogue";
import { CURRENCIES, lookupKeyOf, PLANS } from "@/lib/billing/plans";
import type { Interval, PaidPlanId } from "@/lib/billing/schema";
import { AppError } from "@/lib/platform/errors";

/**
 * The price in Stripe that a plan is sold at. One whose amounts are not those our pages show is not sold at all: nobody
 * shall be charged another amount than they saw.
 * @throws AppError `payments_down` until `npm run stripe:apply` has put it right.
 */
export async function readPriceFor(plan: PaidPlanId, interval: Interval): Promise<RemotePrice> {
  const price = await findPrice(lookupKeyOf(plan, interval));
  const { name, prices } = PLANS[plan];
  if (price === undefined || !price.isActive) {
    throw new AppError("payments_down", `${name} can not be bought yet: it has no price in Stripe.`);
  }
  const isAsShown = CURRENCIES.every((currency) => price.amountsMinor[currency] === prices[currency][interval]);
  if (!isAsShown) {
    throw new AppError(
      "payments_down",
      `${name} can not be bought now: its price in Stripe is not the one shown here.`,
    );
  }
  return price;
}
