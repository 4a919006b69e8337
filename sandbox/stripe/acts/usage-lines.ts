import type { LineOrder } from "../objects/invoice";
import { aggregate, type Formula } from "../rules/metering";
import type { Period } from "../rules/periods";
import type { Step } from "../store/step";
import type { Subscription, SubscriptionItem } from "../store/wire";
import { amountOfUsage, usageLine } from "./lines";
import { isMetered, priceOf } from "./pricing";

/** What was used of the metered items of a subscription within a span, as lines: billed afterwards, where all else is billed ahead. */
export function usageLines(
  step: Step,
  { customer }: Subscription,
  { items, span }: { items: SubscriptionItem[]; span: (item: SubscriptionItem) => Period },
): LineOrder[] {
  return items
    .filter(({ price }) => isMetered(price))
    .map((item) => {
      const period = span(item);
      const quantity = usedOf(step, item, { customer, ...period });
      return { ...usageLine(step, item, { quantity, period }), amount: amountOfUsage(priceOf(step, item), quantity) };
    });
}

function usedOf(
  step: Step,
  { price }: SubscriptionItem,
  { customer, start, end }: Period & { customer: string },
): number {
  const meter = step.world.find("meters", price.recurring?.meter ?? "");
  if (!meter) return 0;
  const uses = step.world.where("meter_uses", "meter", meter.id).filter((use) => {
    return use.customer === customer && use.timestamp >= start && use.timestamp < end;
  });
  return aggregate(uses, meter.default_aggregation.formula as Formula);
}
