import type Stripe from "stripe";
import { shortCode } from "../store/ids";
import type { Step } from "../store/step";
import type { Customer } from "../store/wire";
import { metadataOf, or, orNull } from "./fields";

export function buildCustomer(step: Step, params: Stripe.CustomerCreateParams): Customer {
  const id = step.world.nextId("cus");
  return {
    id,
    object: "customer",
    address: null,
    balance: or(params.balance, 0),
    created: step.now,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: orNull(params.description),
    email: orNull(params.email),
    invoice_prefix: params.invoice_prefix ?? shortCode(step.world.seed, id),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: metadataOf({}, params.metadata),
    name: orNull(params.name),
    next_invoice_sequence: or(params.next_invoice_sequence, 1),
    phone: orNull(params.phone),
    preferred_locales: or(params.preferred_locales, []),
    shipping: null,
    tax_exempt: params.tax_exempt === "" ? "none" : (params.tax_exempt ?? "none"),
    test_clock: null,
    ...contactOf(params),
  };
}

/** The address and shipping fields that were given, each complete as Stripe shows them. */
export function contactOf(
  params: Pick<Stripe.CustomerUpdateParams, "address" | "shipping">,
): Partial<Pick<Customer, "address" | "shipping">> {
  const { address, shipping } = params;
  return {
    ...(address === undefined ? {} : { address: address === "" || address === null ? null : wholeAddress(address) }),
    ...(shipping === undefined
      ? {}
      : {
          shipping:
            shipping === "" || shipping === null
              ? null
              : { address: wholeAddress(shipping.address), name: shipping.name, phone: orNull(shipping.phone) },
        }),
  };
}

export function wholeAddress(given: Stripe.AddressParam | undefined): Stripe.Address {
  return {
    city: orNull(given?.city),
    country: orNull(given?.country),
    line1: orNull(given?.line1),
    line2: orNull(given?.line2),
    postal_code: orNull(given?.postal_code),
    state: orNull(given?.state),
  };
}
