import type Stripe from "stripe";
import type { PaymentMethod } from "../store/wire";

/** A card on file, in the shape of before there were payment methods. */
export function buildSource({ id, billing_details, card, customer, metadata }: PaymentMethod): Stripe.Card {
  const { address } = billing_details;
  return {
    id,
    object: "card",
    address_city: address?.city ?? null,
    address_country: address?.country ?? null,
    address_line1: address?.line1 ?? null,
    address_line1_check: null,
    address_line2: address?.line2 ?? null,
    address_state: address?.state ?? null,
    address_zip: address?.postal_code ?? null,
    address_zip_check: null,
    brand: BRANDS[card?.brand ?? "visa"] ?? "Visa",
    country: card?.country ?? null,
    customer,
    cvc_check: card?.checks?.cvc_check ?? null,
    dynamic_last4: null,
    exp_month: card?.exp_month ?? 12,
    exp_year: card?.exp_year ?? 2050,
    fingerprint: card?.fingerprint ?? null,
    funding: card?.funding ?? "credit",
    last4: card?.last4 ?? "4242",
    metadata,
    name: billing_details.name,
    regulated_status: "unregulated",
    tokenization_method: null,
  };
}

const BRANDS: { [brand: string]: string } = {
  amex: "American Express",
  discover: "Discover",
  mastercard: "MasterCard",
  visa: "Visa",
};
