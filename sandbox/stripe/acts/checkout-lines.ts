import { buildLineItem } from "../objects/checkout-session";
import type { Step } from "../store/step";
import type { LineItem } from "../store/wire";
import { orderedItems, trialEndOf } from "./checking-out";
import { amountOf } from "./lines";
import { require } from "./require";

/** What a session sells, as its page and `line_items` show it: nothing is due while a trial runs. */
export function checkoutLineItems(step: Step, session: string): LineItem[] {
  const order = step.world.find("checkout_orders", session);
  if (!order) return [];
  const onTrial = trialEndOf(order, step.now) !== null;
  return orderedItems(step, order).map((line) => {
    const amount = onTrial && line.price.recurring ? 0 : amountOf(line.price, line.quantity);
    return buildLineItem(line, require(step, "products", line.price.product).name, amount);
  });
}
