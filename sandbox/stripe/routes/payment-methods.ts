import type Stripe from "stripe";
import { attachPaymentMethod, createCard, requirePaymentMethod } from "../acts/payment-methods";
import { refuseUnbuilt, require, requireCustomer } from "../acts/require";
import { invalid, parameterMissing, StripeFailure } from "../http/failures";
import { newestFirst, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { metadataOf, or } from "../objects/fields";
import { type BillingParams, billingDetails } from "../objects/payment-method";
import { numberOfNamedCard, passesLuhn } from "../rules/cards";
import { change, type Step } from "../store/step";
import type { PaymentMethod } from "../store/wire";
import { setDefaultMethod } from "../acts/default-method";

export const paymentMethodRoutes: Route[] = [
  route<Stripe.PaymentMethodCreateParams>("POST /v1/payment_methods", (step, params) => create(step, params)),
  route<Stripe.PaymentMethodListParams>("GET /v1/payment_methods", (step, params) => {
    const { customer, type } = params;
    const found = customer ? step.world.where("payment_methods", "customer", customer) : [];
    return pageOf(
      newestFirst(found).filter((m) => type === undefined || m.type === type),
      params,
      "/v1/payment_methods",
    );
  }),
  route("GET /v1/payment_methods/:id", (step, _params, id) => requirePaymentMethod(step, id)),
  route<Stripe.PaymentMethodUpdateParams>("POST /v1/payment_methods/:id", (step, params, id) =>
    update(step, params, id),
  ),
  route<{ customer: string }>("POST /v1/payment_methods/:id/attach", (step, params, id) => {
    if (!params.customer) throw parameterMissing("customer");
    return attachPaymentMethod(step, id, requireCustomer(step, params.customer).id);
  }),
  route("POST /v1/payment_methods/:id/detach", (step, _params, id) => detach(step, id)),
];

type CardParams = { token?: string; number?: string; exp_month?: number; exp_year?: number };

function create(step: Step, params: Stripe.PaymentMethodCreateParams): PaymentMethod {
  if (params.type !== "card") throw invalid("This sandbox has only cards.", "type", "sandbox_parameter_not_built");
  refuseUnbuilt(params, ["payment_method", "customer"]);
  const card: CardParams = params.card ?? {};
  return createCard(step, {
    number: numberOf(card),
    expMonth: or(card.exp_month, 12),
    expYear: or(card.exp_year, new Date(step.now * 1000).getUTCFullYear() + 1),
    billing: params.billing_details as BillingParams | undefined,
    metadata: params.metadata,
  });
}

function numberOf({ token, number }: CardParams): string {
  if (token !== undefined) {
    const named = numberOfNamedCard(token);
    if (named === undefined) throw invalid(`No such token: '${token}'`, "card[token]", "resource_missing");
    return named;
  }
  if (number === undefined) throw parameterMissing("card[number]");
  const digits = number.replaceAll(/[ -]/g, "");
  if (passesLuhn(digits)) return digits;
  const message = "Your card number is incorrect.";
  throw new StripeFailure(402, { code: "incorrect_number", message, param: "number", type: "card_error" });
}

function update(step: Step, params: Stripe.PaymentMethodUpdateParams, id: string): PaymentMethod {
  const before = require(step, "payment_methods", id);
  const { card } = params;
  const patch: Partial<PaymentMethod> = {
    metadata: metadataOf(before.metadata, params.metadata),
    ...(params.billing_details ? { billing_details: billingDetails(params.billing_details as BillingParams) } : {}),
    ...(card && before.card
      ? {
          card: {
            ...before.card,
            exp_month: card.exp_month ?? before.card.exp_month,
            exp_year: card.exp_year ?? before.card.exp_year,
          },
        }
      : {}),
  };
  return change(step, { of: "payment_methods", id }, patch, "payment_method.updated");
}

export function detach(step: Step, id: string): PaymentMethod {
  const { customer } = require(step, "payment_methods", id);
  if (customer === null) {
    throw invalid("The payment method you provided is not attached to a customer so detachment is impossible.");
  }
  const owner = step.world.find("customers", customer);
  if (owner?.invoice_settings.default_payment_method === id) setDefaultMethod(step, customer, null, "customer.updated");
  for (const subscription of step.world.where("subscriptions", "customer", customer)) {
    if (subscription.default_payment_method !== id) continue;
    change(
      step,
      { of: "subscriptions", id: subscription.id },
      { default_payment_method: null },
      "customer.subscription.updated",
    );
  }
  // Whose it was is told only among what changed.
  return change(step, { of: "payment_methods", id }, { customer: null }, "payment_method.detached");
}
