import { invalid } from "../http/failures";
import type { Step } from "../store/step";
import type { CheckoutOrder, CheckoutSession } from "../store/wire";
import { require } from "./require";

/** The order's lines with their prices. */
export function orderedItems(step: Step, order: CheckoutOrder) {
  return order.lines.map(({ id, price, quantity }) => ({ id, quantity, price: require(step, "prices", price) }));
}

/** When the trial of what a session sells would end, if it has one. */
export function trialEndOf(order: CheckoutOrder, now: number): number | null {
  return order.trialEnd ?? (order.trialPeriodDays === null ? null : now + order.trialPeriodDays * 86_400);
}

/** What the session says is to be redeemed. */
export function askedOf({ discounts }: CheckoutSession): { coupon?: string; promotion_code?: string }[] {
  return (discounts ?? []).map(({ coupon, promotion_code: code }) => {
    if (typeof code === "string") return { promotion_code: code };
    return typeof coupon === "string" ? { coupon } : {};
  });
}

/** The session whose page tries a card with this intent. */
export function sessionTrying({ world }: Pick<Step, "world">, intent: string): CheckoutSession | undefined {
  const [known] = world.where("checkout_tries", "intent", intent);
  return known && world.find("checkout_sessions", known.id);
}

/** What a page has begun only that page goes on with. */
export function refuseOfCheckout(step: Step, intent: string): void {
  if (!sessionTrying(step, intent)) return;
  throw invalid("This intent was made by a Checkout Session. To end it, expire the session instead.");
}
