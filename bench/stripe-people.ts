import { call } from "./requests";

/** A Stripe sandbox, asked over HTTP as the SDK asks. */
export type Stripe = { port: number };
export type Subscriber = { customer: string; subscription: string };

let keys = 0;

/** @throws Error with the answer, when it is not 200. */
export async function ask<T>({ port }: Stripe, method: string, route: string, body = ""): Promise<T> {
  const headers: Record<string, string> = {
    authorization: "Bearer sk_test_bench",
    "stripe-version": "2026-10-28.endive",
  };
  if (method === "POST") {
    headers["content-type"] = "application/x-www-form-urlencoded";
    headers["idempotency-key"] = `bench-${keys++}`;
  }
  const { status, text } = await call({ port, path: `/v1/${route}`, method, headers, ...(body ? { body } : {}) });
  if (status !== 200) throw new Error(`${method} ${route}: ${status} ${text}`);
  return JSON.parse(text) as T;
}

export type Named = { id: string };

/** Somebody with a card and a subscription to this price, whose first payment went through. */
export async function aSubscriber(stripe: Stripe, price: string, i: number): Promise<Subscriber> {
  const card = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa";
  const customer = await ask<Named>(stripe, "POST", "customers", `email=person${i}%40example.test&${card}`);
  const items = `customer=${customer.id}&items[0][price]=${price}&expand[0]=latest_invoice`;
  return { customer: customer.id, subscription: (await ask<Named>(stripe, "POST", "subscriptions", items)).id };
}
