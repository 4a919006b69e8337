import { missing, StripeFailure } from "../http/failures";
import type { Step } from "../store/step";
import type { CollectionName, Collections, Customer } from "../store/wire";

const NOUNS: Partial<Record<CollectionName, string>> = {
  charges: "charge",
  checkout_sessions: "checkout.session",
  coupons: "coupon",
  credit_notes: "credit_note",
  customers: "customer",
  disputes: "dispute",
  events: "event",
  invoice_items: "invoiceitem",
  invoice_payments: "invoice_payment",
  invoices: "invoice",
  meters: "meter",
  payment_intents: "payment_intent",
  payment_methods: "PaymentMethod",
  portal_configurations: "configuration",
  prices: "price",
  products: "product",
  promotion_codes: "promotion_code",
  refunds: "refund",
  setup_intents: "setupintent",
  schedules: "subscription_schedule",
  subscriptions: "subscription",
  test_clocks: "test_clock",
  webhook_endpoints: "webhook_endpoint",
};

/** The thing itself, or Stripe's `resource_missing`: 404 when the path names it, 400 when a parameter does. */
export function require<N extends CollectionName>(step: Step, of: N, id: string, param?: string): Collections[N] {
  const found = step.world.find(of, id);
  if (!found) throw missing(NOUNS[of] ?? of, id, param === undefined ? {} : { param, status: 400 });
  return found;
}

export function requireCustomer(step: Step, id: string): Customer {
  return require(step, "customers", id, "customer");
}

/** For parameters the SDK knows and the sandbox would have to ignore: saying so beats a wrong figure. */
export function refuseUnbuilt(params: object, names: string[]): void {
  for (const name of names) {
    const value = (params as { [key: string]: unknown })[name];
    if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) continue;
    throw new StripeFailure(400, {
      code: "sandbox_parameter_not_built",
      message: `Stripe knows the parameter ${name}, this sandbox does not build it.`,
      param: name,
      type: "invalid_request_error",
    });
  }
}
