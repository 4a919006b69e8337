import type { InvoiceOrder } from "../objects/invoice";
import type { Step } from "../store/step";
import type { Customer, Subscription } from "../store/wire";

type Common =
  | "customer"
  | "subscription"
  | "currency"
  | "autoAdvance"
  | "collectionMethod"
  | "dueDate"
  | "paymentMethod"
  | "description"
  | "metadata";

/** What every invoice of a subscription has in common. */
export function invoiceBase(step: Step, subscription: Subscription, customer: Customer): Pick<InvoiceOrder, Common> {
  const days = subscription.days_until_due;
  return {
    customer,
    subscription,
    currency: subscription.currency,
    autoAdvance: true,
    collectionMethod: subscription.collection_method,
    dueDate: subscription.collection_method === "send_invoice" ? step.now + (days ?? 30) * 86_400 : null,
    paymentMethod: null,
    description: null,
    metadata: {},
  };
}
