import { stripe } from "@/lib/adapters/payments/connection";
import { aPerson, makeCustomer } from "@/lib/billing/testing/world";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

/** What tests of buying credits do: be somebody with a card, press, and look at what Stripe has. */
export type Shopper = { person: Viewer; customer: string };

export async function aShopper(card = "pm_card_visa"): Promise<Shopper> {
  const person = await aPerson();
  const customer = await makeCustomer(person);
  if (card !== "pm_card_visa") {
    const { id } = await stripe.paymentMethods.attach(card, { customer });
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  }
  return { person, customer };
}

/** One press of the button that sells the small pack: a new purchase each time. */
export const aPress = () => ({ pack: "small", currency: "usd", purchaseId: newId() }) as const;

/** All payments of a customer, newest first. */
export async function intentsOf(customer: string) {
  return (await stripe.paymentIntents.list({ customer, expand: ["data.latest_charge"] })).data;
}

/** What the customer was charged in all, in cents. */
export async function chargedTo(customer: string): Promise<number> {
  const { data } = await stripe.charges.list({ customer, limit: 100 });
  return data.reduce((sum, { paid, amount }) => sum + (paid ? amount : 0), 0);
}

/** What the bank's page does when the card's owner presses a button there. Returns where they are led. */
export async function answerBank(url: string, answer: "complete" | "fail"): Promise<URL> {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams({ answer }), redirect: "manual" });
  return new URL(response.headers.get("location") ?? "", url);
}
