import type { Step } from "../store/step";
import type { InvoiceItem } from "../store/wire";
import type { LineOrder } from "./invoice";

export function buildInvoiceItem(step: Step, customer: string, line: Omit<LineOrder, "invoiceItem">): InvoiceItem {
  const { subscription, subscriptionItem, price } = line;
  return {
    id: step.world.nextId("ii"),
    object: "invoiceitem",
    amount: line.amount,
    currency: line.currency,
    customer,
    customer_account: null,
    date: step.now,
    description: line.description,
    discountable: line.discountable ?? !line.proration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: line.metadata,
    net_amount: line.amount,
    parent:
      subscription === null
        ? null
        : {
            subscription_details: {
              subscription,
              ...(subscriptionItem === null ? {} : { subscription_item: subscriptionItem }),
            },
            type: "subscription_details",
          },
    period: line.period,
    pricing: price && {
      price_details: { price: price.id, product: price.product },
      type: "price_details",
      unit_amount_decimal: price.unit_amount_decimal,
    },
    proration: line.proration,
    quantity: line.quantity,
    quantity_decimal: String(line.quantity),
    tax_rates: [],
    test_clock: step.world.find("customers", customer)?.test_clock ?? null,
  };
}
