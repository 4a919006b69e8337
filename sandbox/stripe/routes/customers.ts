import type Stripe from "stripe";
import { type Route, route } from "../http/route";
import { listed } from "../http/listing";
import { inRange, newestFirst, pageOf } from "../http/paging";
import { missing } from "../http/failures";
import { buildCustomer, contactOf } from "../objects/customer";
import { changed, metadataOf, or, orNull } from "../objects/fields";
import { giveCoupon } from "../acts/customer-discount";
import { setDefaultMethod } from "../acts/default-method";
import { deleteCustomer } from "../acts/deleting-customer";
import { attachPaymentMethod, requirePaymentMethod } from "../acts/payment-methods";
import { refuseUnbuilt, require } from "../acts/require";
import { addSource, makeDefaultSource } from "../acts/sources";
import { clockFor } from "../acts/test-clocks";
import { change, emitSettled, type Step } from "../store/step";
import type { Customer } from "../store/wire";

export const customerRoutes: Route[] = [
  route<Stripe.CustomerCreateParams>("POST /v1/customers", (step, params) => createCustomer(step, params)),
  route<Stripe.CustomerListParams>("GET /v1/customers", (step, params) => {
    const { created, email, test_clock = null } = params;
    const kept = listed(step.world, "customers", { email }).filter(
      (c) => c.test_clock === test_clock && inRange(c.created, created),
    );
    return pageOf(kept, params, "/v1/customers");
  }),
  route(
    "GET /v1/customers/:id",
    (step, _params, id) => step.world.find("deleted_customers", id) ?? require(step, "customers", id),
  ),
  route<Stripe.CustomerUpdateParams>("POST /v1/customers/:id", (step, params, id) => updateCustomer(step, params, id)),
  route("DELETE /v1/customers/:id", (step, _params, id) => deleteCustomer(step, id)),
  route<Stripe.CustomerListPaymentMethodsParams>("GET /v1/customers/:id/payment_methods", (step, params, id) => {
    require(step, "customers", id);
    const found = newestFirst(step.world.where("payment_methods", "customer", id));
    const kept = found.filter((m) => params.type === undefined || m.type === params.type);
    return pageOf(kept, params, `/v1/customers/${id}/payment_methods`);
  }),
  route("GET /v1/customers/:id/payment_methods/:id", (step, _params, id, method) => {
    require(step, "customers", id);
    const found = require(step, "payment_methods", method, "payment_method");
    if (found.customer !== id) throw missing("PaymentMethod", method);
    return found;
  }),
];

const UNBUILT = ["tax_id_data", "tax", "cash_balance"];

/** What callers of an older version may still send. */
type Old = { coupon?: string };

function createCustomer(step: Step, params: Stripe.CustomerCreateParams & Old): Customer {
  refuseUnbuilt(params, UNBUILT);
  const test_clock = clockFor(step, params.test_clock);
  const { id } = step.world.put("customers", { ...buildCustomer(step, params), test_clock });
  emitSettled(step, "customer.created", { of: "customers", id });
  giveCoupon(step, id, params.coupon);
  if (params.source) addSource(step, id, params.source);
  const attached = params.payment_method && attachPaymentMethod(step, params.payment_method, id, "payment_method");
  const wanted = params.invoice_settings?.default_payment_method;
  if (!wanted) return require(step, "customers", id);
  // `pm_card_visa` named twice in one request means one card.
  const isSame = wanted === params.payment_method || (attached && wanted === attached.id);
  const method = isSame && attached ? attached : ownMethod(step, wanted, id);
  return setDefaultMethod(step, id, method.id);
}

function updateCustomer(step: Step, params: Stripe.CustomerUpdateParams & Old, id: string): Customer {
  refuseUnbuilt(params, UNBUILT);
  giveCoupon(step, id, params.coupon);
  if (params.source) makeDefaultSource(step, id, addSource(step, id, params.source).id);
  const before = require(step, "customers", id);
  const asked = params.invoice_settings?.default_payment_method;
  const method = asked ? ownMethod(step, asked, id).id : changed(asked, before.invoice_settings.default_payment_method);
  const patch: Partial<Customer> = {
    balance: or(params.balance, before.balance),
    description: changed(params.description, before.description),
    email: changed(params.email, before.email),
    invoice_prefix: or(params.invoice_prefix, orNull(before.invoice_prefix)),
    invoice_settings: { ...before.invoice_settings, default_payment_method: method },
    metadata: metadataOf(before.metadata, params.metadata),
    name: changed(params.name, orNull(before.name)),
    phone: changed(params.phone, orNull(before.phone)),
    preferred_locales: or(params.preferred_locales, orNull(before.preferred_locales)),
    tax_exempt: changed(params.tax_exempt, orNull(before.tax_exempt)) ?? "none",
    ...contactOf(params),
  };
  return change(step, { of: "customers", id }, patch, "customer.updated");
}

/** A card that is the customer's, or becomes so because Stripe's named cards belong to whoever asks. */
function ownMethod(step: Step, method: string, customer: string) {
  const param = "invoice_settings[default_payment_method]";
  if (method.startsWith("pm_card_")) return attachPaymentMethod(step, method, customer, param);
  const found = requirePaymentMethod(step, method, param);
  if (found.customer === customer) return found;
  throw missing("PaymentMethod", `${method}; it is not attached to this customer`, { param, status: 400 });
}
