import type { LineOrder } from "../objects/invoice";
import { netOf } from "../objects/invoice";
import { type Period, stepFrom } from "../rules/periods";
import { change, type Step } from "../store/step";
import type { Customer, Invoice, InvoiceLine, PaymentIntent, Subscription, SubscriptionItem } from "../store/wire";
import { createInvoice, finalizeInvoice } from "./invoicing";
import { amountOf, billedAt, itemLine, periodLine, remainingLine, trialLine } from "./lines";
import { waitingItems } from "./manual-invoice";
import { isMetered, priceOf } from "./pricing";
import { invoiceBase } from "./subscription-invoices";

type FirstOrder = {
  customer: Customer;
  trialEnd: number | null;
  /** Whether a first period that only leads up to the anchor is charged; it is, unless told otherwise. */
  prorates?: boolean;
  paidBy?: PaymentIntent;
};

/** A subscription's first invoice, final at once: its first period, or what of that there is, and what is sold beside it. */
export function firstInvoice(step: Step, subscription: Subscription, order: FirstOrder): Subscription {
  const { id, items } = subscription;
  const beside = waitingItems(step, order.customer.id, id).map((item) => itemLine(step, item));
  const lines = items.data
    .filter(({ price }) => !isMetered(price))
    .map((item) => firstLine(step, subscription, { item, order }));
  const invoice = createInvoice(step, {
    ...invoiceBase(step, subscription, order.customer),
    reason: "subscription_create",
    lines: [...beside, ...lines],
    period: { start: step.now, end: step.now },
  });
  for (const item of items.data) step.world.put("billed_items", billedAt(item, billedIn(invoice, item)));
  const known = change(step, { of: "subscriptions", id }, { latest_invoice: invoice.id });
  finalizeInvoice(step, invoice.id, order.paidBy);
  return known;
}

type Of = { item: SubscriptionItem; order: FirstOrder };

function firstLine(step: Step, { billing_cycle_anchor: anchor }: Subscription, { item, order }: Of): LineOrder {
  const period = { start: item.current_period_start, end: item.current_period_end };
  if (order.trialEnd !== null) return trialLine(step, item, period);
  if (anchor === step.now) return periodLine(step, item, period);
  const whole = order.prorates === false ? 0 : amountOf(priceOf(step, item), item.quantity ?? 1);
  // Unlike what a change prorates, this has no discount in its sum yet.
  return { ...remainingLine(step, item, { whole, period: wholePeriod(item), at: step.now }), discountable: true };
}

/** The period that an item would be in, had it begun with it. */
function wholePeriod({ price, current_period_end: end, current_period_start }: SubscriptionItem): Period {
  return { start: price.recurring ? stepFrom(end, price.recurring, -1) : current_period_start, end };
}

function billedIn(invoice: Invoice, { id }: SubscriptionItem): number {
  const isOf = ({ parent }: InvoiceLine) => parent?.subscription_item_details?.subscription_item === id;
  return invoice.lines.data.filter(isOf).reduce((sum, line) => sum + netOf(line), 0);
}
