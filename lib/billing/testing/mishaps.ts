import { stripe } from "@/lib/adapters/payments/connection";
import { payBy } from "@/lib/billing/changes/testing/subscriber";
import { subscribeAtStripe } from "@/lib/billing/testing/world";

/** What goes wrong on Stripe's side alone. */

/** A trial that ends in a payment that does not go through. Returns its invoice. */
export async function misses(customer: string, card = "pm_card_chargeCustomerFail") {
  const { id } = await subscribeAtStripe(customer, { trial: true });
  await payBy(customer, card);
  await stripe.subscriptions.update(id, { trial_end: "now" });
  return invoiceOf(customer);
}

/** A change that waits for its payment. */
export async function waits(customer: string, subscribed?: string) {
  const { id, items } = await (subscribed ? stripe.subscriptions.retrieve(subscribed) : subscribeAtStripe(customer));
  const [enterprise] = (await stripe.prices.list({ lookup_keys: ["parley_enterprise_month"] })).data;
  await payBy(customer, "pm_card_chargeCustomerFail");
  return stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id ?? "", price: enterprise?.id ?? "" }],
    proration_behavior: "always_invoice",
    payment_behavior: "pending_if_incomplete",
  });
}

/** The newest. */
export async function invoiceOf(customer: string): Promise<string> {
  return (await stripe.invoices.list({ customer, limit: 1 })).data[0]?.id ?? "";
}

/** The newest. */
export async function intentOf(customer: string): Promise<string> {
  return (await stripe.paymentIntents.list({ customer, limit: 1 })).data[0]?.id ?? "";
}

/** A payment that its card's owner disputes. Returns the dispute. */
export async function disputes(customer: string) {
  await payBy(customer, "pm_card_createDispute");
  await subscribeAtStripe(customer);
  return (await stripe.disputes.list({ payment_intent: await intentOf(customer) })).data[0]?.id ?? "";
}
